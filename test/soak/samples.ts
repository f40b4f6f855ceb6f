import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { parseMetrics, sumOf } from '../support/metric-samples.ts';

/** What one process had at one moment. */
export interface Sample {
  /** Since the soak began. */
  readonly seconds: number;
  readonly residentBytes: number;
  readonly heapUsedBytes: number;
  /** What V8 holds of the machine for its heap, garbage and free room included. */
  readonly heapTotalBytes: number;
  /** Resident memory of malloc's main arena: what Node and OpenSSL hold beside V8. */
  readonly mallocBytes: number;
  /** Heap, and what V8 and Node hold beside it. */
  readonly externalBytes: number;
  readonly fileDescriptors: number;
  readonly sockets: number;
  /** Timers that keep the process alive. */
  readonly timers: number;
  /** Connections that the webhook counts itself. */
  readonly connections: number;
  /** Reviews that ended, since the process began. */
  readonly reviews: number;
  /** CPU time of the process since its start. */
  readonly cpuSeconds: number;
}

/**
 * Samples a process: what the kernel says of it, and what it says of itself.
 *
 * @param metrics its answer to a scrape
 * @throws Error where the process is gone
 */
export function takeSample(pid: number, metrics: string, seconds: number): Sample {
  const own = parseMetrics(metrics);
  const links = readdirSync(`/proc/${pid}/fd`).map((name) => readLink(`/proc/${pid}/fd/${name}`));
  return {
    seconds,
    residentBytes: residentBytesOf(pid),
    heapUsedBytes: own.get('nodejs_heap_size_used_bytes') ?? Number.NaN,
    heapTotalBytes: own.get('nodejs_heap_size_total_bytes') ?? Number.NaN,
    mallocBytes: mallocBytesOf(pid),
    externalBytes: own.get('nodejs_external_memory_bytes') ?? Number.NaN,
    fileDescriptors: links.length,
    sockets: links.filter((link) => link.startsWith('socket:')).length,
    timers: own.get('nodejs_active_resources{type="Timeout"}') ?? 0,
    connections: own.get('sidecar_injector_connections') ?? Number.NaN,
    reviews: sumOf(own, 'sidecar_injector_decisions_total'),
    cpuSeconds: own.get('process_cpu_seconds_total') ?? Number.NaN,
  };
}

function residentBytesOf(pid: number): number {
  const kibibytes = /^VmRSS:\s+(?<kibibytes>\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(kibibytes?.groups?.['kibibytes'] ?? Number.NaN) * 1024;
}

/** @see https://man7.org/linux/man-pages/man5/proc_pid_smaps.5.html */
function mallocBytesOf(pid: number): number {
  const [, mapping = ''] = readFileSync(`/proc/${pid}/smaps`, 'utf8').split(/^.*\[heap\]$/mu);
  return Number(/^Rss:\s+(?<kibibytes>\d+) kB$/mu.exec(mapping)?.groups?.['kibibytes'] ?? Number.NaN) * 1024;
}

/** A descriptor can be closed between its listing and this. */
function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

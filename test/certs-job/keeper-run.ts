import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { keepCertificates } from '../../certs-job/keep-certificates.ts';
import type { KeepContext, KeepRound, KeepWaits, Restored } from '../../certs-job/keep-context.ts';
import type { Look, LookAtEndpoint } from '../../certs-job/look-at-endpoint.ts';
import type { Obstacle } from '../../certs-job/obstacle.ts';
import { readCertificates } from '../../src/x509.ts';
import { MemoryCluster, PATHS } from './memory-cluster.ts';

const NAME = { namespace: 'sidecar-injector', service: 'sidecar-injector' };

/** The waits that ship, but for a slower look at things: a day is to pass in a second. */
export const WAITS: KeepWaits = {
  repairMs: 2_000,
  checkMs: 3_600_000,
  endpointMs: 5_000,
  endpointTimeoutMs: 3_000,
  settleMs: 5_000,
  overlapMs: 600_000,
};

/** Other API servers read a configuration that was changed at most this long ago as it was before. */
const CACHE_LAG_MS = 4_000;

function readConfiguration(kind: string): object {
  const file = new URL(`../../webhook-config/${kind}-webhook-configuration.yaml`, import.meta.url);
  return parse(readFileSync(file, 'utf8')) as object;
}

interface Replica {
  readonly lagMs: number;
  cert: string;
  coming: { readonly cert: string; readonly atMs: number } | undefined;
}

/** Keepers of a cluster in memory, on a clock that jumps over every pause, and what API servers see meanwhile. */
export class KeeperRun {
  readonly cluster: MemoryCluster = new MemoryCluster();
  readonly rounds: KeepRound[] = [];
  readonly obstacles: Obstacle[] = [];
  readonly restored: Restored[] = [];
  readonly looks: (readonly Look[])[] = [];
  /** Moments at which an API server would not have believed a replica. */
  readonly failures: string[] = [];
  readonly #start: Date;
  readonly #replicas: Map<string, Replica> = new Map();
  readonly #bundles: { readonly atMs: number; readonly bundles: readonly string[] }[] = [];
  /** Addresses at which nothing answers. */
  readonly silent: Set<string> = new Set();
  nowMs = 0;

  constructor(start: Date) {
    this.#start = start;
    this.cluster.put(PATHS.configuration, readConfiguration('mutating'));
    this.cluster.put(PATHS.validating, readConfiguration('validating'));
  }

  get now(): Date {
    return new Date(this.#start.getTime() + this.nowMs);
  }

  /** A replica that serves what is stored, so long after it was stored. */
  addReplica(address: string, lagMs = 0, isReady = true): void {
    const cert = this.cluster.text(PATHS.tls, 'tls.crt');
    this.#replicas.set(address, { lagMs, cert, coming: undefined });
    this.cluster.endpoints.set(address, isReady);
  }

  /** A replica goes on serving what it serves now. */
  freeze(address: string): void {
    const replica = this.#replicas.get(address);
    if (replica !== undefined) this.#replicas.set(address, { ...replica, lagMs: Number.POSITIVE_INFINITY });
  }

  /** The CAs of each entry of both configurations, by fingerprint. */
  get believed(): readonly (readonly string[])[] {
    return [...this.cluster.bundles, ...this.cluster.bundlesOf(PATHS.validating)].map(fingerprintsOf);
  }

  /** Whether the stored CA is the only one that is believed, and signs what is stored. */
  isAlone(): boolean {
    const [ca, leaf] = [PATHS.ca, PATHS.tls].map((path) => this.cluster.text(path, 'tls.crt'));
    if (ca === undefined || ca === '' || leaf === undefined || leaf === '') return false;
    const bundles = [...this.cluster.bundles, ...this.cluster.bundlesOf(PATHS.validating)];
    return bundles.every((bundle) => bundle === ca) && isSignedByOne(leaf, ca);
  }

  /** Runs a keeper until something holds, or for so long. @returns whether it held */
  async keep(until: () => boolean, forMs = 3_600_000, changed: Partial<KeepContext> = {}): Promise<boolean> {
    const stop = new AbortController();
    const endMs = this.nowMs + forMs;
    const startTimer = (delayMs: number, callback: () => void): (() => void) => {
      const handle = setImmediate(() => {
        this.#pass(delayMs);
        if (until() || this.nowMs >= endMs) stop.abort();
        callback();
      });
      return () => clearImmediate(handle);
    };
    await keepCertificates({
      ...NAME,
      webhookConfiguration: 'sidecar-injector',
      client: this.cluster,
      now: () => this.now,
      timing: { nowMs: () => this.nowMs, random: () => 0.5, startTimer },
      waits: WAITS,
      lookAtEndpoint: this.#look,
      signal: stop.signal,
      report: () => this.#note(),
      onRound: (round) => void this.rounds.push(round),
      onObstacle: (obstacle) => void this.obstacles.push(obstacle),
      onRestored: (restored) => void this.restored.push(restored),
      onLooks: (looks) => void this.looks.push(looks),
      ...changed,
    });
    return until();
  }

  /** Half of the time before, and half after what is due then: what a replica serves never waits for a round. */
  #pass(delayMs: number): void {
    this.nowMs += delayMs;
    const stored = this.cluster.text(PATHS.tls, 'tls.crt');
    for (const replica of this.#replicas.values()) {
      if (stored !== replica.cert && stored !== replica.coming?.cert && stored !== '')
        replica.coming = { cert: stored, atMs: this.nowMs + replica.lagMs };
      if (replica.coming !== undefined && replica.coming.atMs <= this.nowMs) {
        replica.cert = replica.coming.cert;
        replica.coming = undefined;
      }
    }
    this.#note();
    this.#call();
  }

  #note(): void {
    this.#bundles.push({ atMs: this.nowMs, bundles: this.cluster.bundles });
  }

  /** Each API server calls each replica, whatever state of the configuration it knows. */
  #call(): void {
    const recent = this.#bundles.filter(({ atMs }, index) => {
      const endMs = this.#bundles[index + 1]?.atMs ?? this.nowMs;
      return endMs >= this.nowMs - CACHE_LAG_MS || atMs >= this.nowMs - CACHE_LAG_MS;
    });
    this.#bundles.splice(0, this.#bundles.length, ...recent);
    for (const [address, { cert }] of this.#replicas) {
      if (cert === '' || this.silent.has(address)) continue;
      const isBelieved = recent.every(({ bundles }) => bundles.every((bundle) => isSignedByOne(cert, bundle)));
      if (!isBelieved) this.failures.push(`${address} after ${this.nowMs} ms`);
    }
  }

  readonly #look: LookAtEndpoint = async (endpoint, { ca }) => {
    const { address } = endpoint;
    const cert = this.#replicas.get(address)?.cert ?? '';
    if (this.silent.has(address) || cert === '') return { endpoint, served: 'unreachable', problem: 'nothing there' };
    const isCurrent = isSignedByOne(cert, String(ca));
    return { endpoint, served: isCurrent ? 'current' : 'other', problem: isCurrent ? '' : 'another CA' };
  };
}

/** Signatures take long, and are asked about at every moment. */
const verdicts: Map<string, boolean> = new Map();

function isSignedByOne(cert: string, bundle: string): boolean {
  const key = cert + bundle;
  const known = verdicts.get(key);
  if (known !== undefined) return known;
  const leaf = new X509Certificate(cert);
  const verdict = readCertificates(bundle).some(({ publicKey }) => leaf.verify(publicKey));
  verdicts.set(key, verdict);
  return verdict;
}

function fingerprintsOf(bundle: string): readonly string[] {
  return readCertificates(bundle).map(({ fingerprint256 }) => fingerprint256);
}

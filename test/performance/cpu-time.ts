import { readFileSync, readdirSync } from 'node:fs';

/** Clock ticks per second in `/proc/PID/stat`: 100 on every architecture that Node supports. */
const TICKS_PER_SECOND = 100;

/** CPU time in nanoseconds by thread; one entry, `process`, where the kernel keeps only ticks of 10 ms. */
export type CpuReading = ReadonlyMap<string, number>;

/**
 * Reads the CPU time that a process has used, with all its threads.
 * Prefers the scheduler's nanoseconds to ticks of 10 ms, which would need blocks of several seconds.
 *
 * @see https://docs.kernel.org/scheduler/sched-stats.html#proc-pid-schedstat
 */
export function readCpuTime(pid: number): CpuReading {
  try {
    return readThreadTimes(pid);
  } catch {
    return new Map([['process', readProcessTime(pid)]]);
  }
}

/**
 * The CPU time in microseconds between two readings of one process. Compared by thread, so that one which ended in
 * between cannot make the sum shrink.
 */
export function cpuMicrosBetween(start: CpuReading, end: CpuReading): number {
  let nanoseconds = 0;
  for (const [thread, time] of end) nanoseconds += time - (start.get(thread) ?? 0);
  return nanoseconds / 1000;
}

function readThreadTimes(pid: number): CpuReading {
  const threads = readdirSync(`/proc/${pid}/task`);
  return new Map(threads.map((thread) => [thread, readThreadTime(pid, thread)]));
}

/** First field of schedstat: time on the CPU in nanoseconds. */
function readThreadTime(pid: number, thread: string): number {
  return Number.parseInt(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1'), 10);
}

/** Fields 14 and 15 of stat, counted after the command, which may itself hold blanks and parentheses. */
function readProcessTime(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1e9) / TICKS_PER_SECOND;
}

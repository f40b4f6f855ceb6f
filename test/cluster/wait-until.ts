import { setTimeout as sleep } from 'node:timers/promises';

/** How long to wait, how often to look, and what for. */
export interface WaitOptions {
  /** Ends the sentence "timed out after 5000 ms waiting for ...". */
  readonly what: string;
  /** 30 s when left out. */
  readonly timeoutMs?: number;
  /** 50 ms when left out. */
  readonly intervalMs?: number;
}

/**
 * Asks `probe` again and again until it gives something else than `undefined`, and gives that back.
 * An error of `probe` ends the wait at once.
 *
 * @throws When the time is over.
 */
export async function waitUntil<Value>(
  probe: () => Promise<Value | undefined> | Value | undefined,
  options: WaitOptions,
): Promise<Value> {
  const timeoutMs = options.timeoutMs ?? 30_000;
  const deadlineMs = performance.now() + timeoutMs;
  for (;;) {
    const value = await probe();
    if (value !== undefined) return value;
    if (performance.now() >= deadlineMs) throw new Error(`timed out after ${timeoutMs} ms waiting for ${options.what}`);
    await sleep(options.intervalMs ?? 50);
  }
}

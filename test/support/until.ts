import { waitUntil } from '../cluster/wait-until.ts';

/** Waits until something is true; two seconds at most. */
export async function until(what: string, isTrue: () => boolean): Promise<void> {
  await waitUntil(() => isTrue() || undefined, { what, timeoutMs: 2_000, intervalMs: 2 });
}

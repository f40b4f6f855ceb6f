import { pause } from '../src/kubernetes/timing.ts';
import type { Result } from '../src/result.ts';
import { jitter } from './jitter.ts';
import { emptyMemory, type KeepContext, type KeepRound } from './keep-context.ts';
import { runKeepRound } from './keep-round.ts';
import type { Obstacle } from './obstacle.ts';

/** So many rounds follow each other at once while each of them writes; whoever undoes them all has to wait then. */
const MAX_CHANGING_ROUNDS = 10;

/** Somebody else wrote in between: it is read again at once, but not by all at the same time. */
const LOST_DELAY_MS = 200;

/**
 * Keeps certificates and `caBundle` in force, round after round, until the signal fires. Each round looks at everything, so that
 * it does not matter what an earlier one did, or where it was interrupted. Nothing that is in the way ends it.
 */
export async function keepCertificates(context: KeepContext): Promise<void> {
  const { signal, timing, onRound, onObstacle } = context;
  const memory = emptyMemory();
  let changingRounds = 0;
  while (!signal.aborted) {
    const round = await runKeepRound(context, memory);
    if (signal.aborted) return;
    if (round.ok) onRound(round.value);
    else onObstacle(round.error);
    changingRounds = round.ok && round.value.hasChanged ? changingRounds + 1 : 0;
    if (changingRounds % MAX_CHANGING_ROUNDS > 0) continue;
    await pause(timing, delayMs(round, context), signal);
  }
}

function delayMs(round: Result<KeepRound, Obstacle>, { timing, waits }: KeepContext): number {
  const usualMs = jitter(waits.repairMs, timing.random());
  if (round.ok) return Math.min(usualMs, round.value.waitMs ?? usualMs);
  const { kind, retryAfterMs = 0 } = round.error;
  if (kind === 'lost') return Math.min(usualMs, LOST_DELAY_MS * timing.random());
  return Math.max(usualMs, retryAfterMs);
}

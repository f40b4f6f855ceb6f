import { Backoff } from '../src/kubernetes/backoff.ts';
import { pause, type Timing } from '../src/kubernetes/timing.ts';
import { failure, ok, type Result } from '../src/result.ts';
import type { Obstacle } from './obstacle.ts';
import type { RoundContext } from './round-context.ts';
import { runRound, type Certificates } from './run-round.ts';

/** What to create, and how long to try. */
export interface CreateContext extends RoundContext {
  readonly timing: Timing;
  /** From when on an obstacle is final. */
  readonly waitMs: number;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
  /** Hears of what has to be tried again. */
  readonly onObstacle: (obstacle: Obstacle) => void;
}

/** What came of it. */
export interface Created {
  readonly certificates: Certificates;
  /** Why the ValidatingWebhookConfiguration did not get the CA: it never came. */
  readonly absent?: string;
}

const BACKOFF = { firstBackoffMs: 100, maxBackoffMs: 2000 };

/** Only someone who undoes each change at once makes it take more. */
const MAX_CHANGING_ROUNDS = 20;

/**
 * With everything else in force, the ValidatingWebhookConfiguration is waited for this long: it is applied right after the other
 * one, or never.
 */
const OPTIONAL_WAIT_MS = 10_000;

/**
 * Makes sure of CA, `caBundle` and serving certificate, round after round, until a whole round finds nothing to do: so what
 * was written is read back, and it does not matter who else does the same, or where an earlier run was interrupted.
 *
 * @returns what is in force, or the last obstacle in words
 */
export async function createCertificates(context: CreateContext): Promise<Result<Created, string>> {
  const { timing, signal, onObstacle } = context;
  const backoff = new Backoff(timing, BACKOFF);
  const endMs = timing.nowMs() + context.waitMs;
  let optionalEndMs = endMs;
  for (let changingRounds = 0; changingRounds < MAX_CHANGING_ROUNDS;) {
    const round = await runRound(context);
    if (round.ok && round.value.hasChanged) {
      changingRounds += 1;
      continue;
    }
    const delayMs = Math.max(backoff.next(), round.ok ? 0 : (round.error.retryAfterMs ?? 0));
    const isOver = (untilMs: number): boolean => signal.aborted || timing.nowMs() + delayMs > untilMs;
    if (round.ok) {
      const { certificates, absent } = round.value;
      optionalEndMs = Math.min(optionalEndMs, timing.nowMs() + OPTIONAL_WAIT_MS);
      if (absent === undefined) return ok({ certificates });
      if (isOver(optionalEndMs)) return ok({ certificates, absent: absent.message });
      onObstacle(absent);
    } else {
      if (round.error.kind === 'refused' || isOver(endMs)) return failure(whyNot(round.error, context));
      onObstacle(round.error);
    }
    await pause(timing, delayMs, signal);
  }
  return failure('given up: somebody else changes the certificates back again and again');
}

function whyNot({ kind, message }: Obstacle, { waitMs, signal }: CreateContext): string {
  if (kind === 'refused') return message;
  return signal.aborted ? `interrupted: ${message}` : `given up after ${waitMs / 1000} s: ${message}`;
}

import { Backoff } from '../src/kubernetes/backoff.ts';
import { pause, type Timing } from '../src/kubernetes/timing.ts';
import { failure, ok, type Result } from '../src/result.ts';
import { ensureCaBundle } from './ensure-ca-bundle.ts';
import { ensureCa } from './ensure-ca.ts';
import { ensureLeaf } from './ensure-leaf.ts';
import type { Obstacle } from './obstacle.ts';
import type { RoundContext } from './round-context.ts';

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

/** What is in force in the end. */
export interface Certificates {
  /** SHA-256 of the CA's certificate. */
  readonly caFingerprint: string;
  readonly caNotAfter: Date;
  /** SHA-256 of the serving certificate. */
  readonly fingerprint: string;
  readonly notAfter: Date;
}

interface Round {
  readonly hasChanged: boolean;
  readonly certificates: Certificates;
}

const BACKOFF = { firstBackoffMs: 100, maxBackoffMs: 2000 };

/** Only someone who undoes each change at once makes it take more. */
const MAX_CHANGING_ROUNDS = 20;

/**
 * Makes sure of CA, `caBundle` and serving certificate, round after round, until a whole round finds nothing to do: so what
 * was written is read back, and it does not matter who else does the same, or where an earlier run was interrupted.
 *
 * @returns what is in force, or the last obstacle in words
 */
export async function createCertificates(context: CreateContext): Promise<Result<Certificates, string>> {
  const { timing, waitMs, signal, onObstacle } = context;
  const backoff = new Backoff(timing, BACKOFF);
  const startMs = timing.nowMs();
  for (let changingRounds = 0; changingRounds < MAX_CHANGING_ROUNDS;) {
    const round = await runRound(context);
    if (round.ok) {
      if (!round.value.hasChanged) return ok(round.value.certificates);
      changingRounds += 1;
      continue;
    }
    const { kind, message, retryAfterMs = 0 } = round.error;
    if (kind === 'refused') return failure(message);
    const delayMs = Math.max(backoff.next(), retryAfterMs);
    if (signal.aborted) return failure(`interrupted: ${message}`);
    if (timing.nowMs() + delayMs > startMs + waitMs) return failure(`given up after ${waitMs / 1000} s: ${message}`);
    onObstacle(round.error);
    await pause(timing, delayMs, signal);
  }
  return failure('given up: somebody else changes the certificates back again and again');
}

/**
 * The CA is in `caBundle`, beside the old one, before the server gets a certificate of it. While there is no configuration,
 * nobody believes any certificate, so that the server need not wait for it.
 */
async function runRound(context: RoundContext): Promise<Result<Round, Obstacle>> {
  const ca = await ensureCa(context);
  if (!ca.ok) return ca;
  const bundle = await ensureCaBundle(context, ca.value.value.certificate);
  if (!bundle.ok && bundle.error.kind !== 'waiting') return bundle;
  const leaf = await ensureLeaf(context, ca.value.value);
  if (!leaf.ok) return leaf;
  if (!bundle.ok) return bundle;
  const { certificate: caCertificate } = ca.value.value;
  const { certificate } = leaf.value.value;
  return ok({
    hasChanged: ca.value.hasChanged || bundle.value.hasChanged || leaf.value.hasChanged,
    certificates: {
      caFingerprint: caCertificate.fingerprint256,
      caNotAfter: caCertificate.validToDate,
      fingerprint: certificate.fingerprint256,
      notAfter: certificate.validToDate,
    },
  });
}

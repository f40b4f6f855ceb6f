import { failure, ok, type Result } from '../src/result.ts';
import { ensureCaBundle } from './ensure-ca-bundle.ts';
import { ensureCa } from './ensure-ca.ts';
import { ensureLeaf } from './ensure-leaf.ts';
import type { Obstacle } from './obstacle.ts';
import type { RoundContext } from './round-context.ts';

/** What is in force in the end. */
export interface Certificates {
  /** SHA-256 of the CA's certificate. */
  readonly caFingerprint: string;
  readonly caNotAfter: Date;
  /** SHA-256 of the serving certificate. */
  readonly fingerprint: string;
  readonly notAfter: Date;
}

/** A round in which nothing was in the way. */
export interface Round {
  readonly hasChanged: boolean;
  readonly certificates: Certificates;
  /** The ValidatingWebhookConfiguration is not there; whoever installs the injector may leave it out. */
  readonly absent: Obstacle | undefined;
}

/**
 * Makes sure of each thing once, in the order in which they need each other: the CA is in `caBundle`, beside the old one,
 * before the server gets a certificate of it. While there is no MutatingWebhookConfiguration, nobody depends on any certificate,
 * so that the server need not wait for it; and no Pod depends on the ValidatingWebhookConfiguration, so that it holds up nothing.
 */
export async function runRound(context: RoundContext): Promise<Result<Round, Obstacle>> {
  const ca = await ensureCa(context);
  if (!ca.ok) return ca;
  const { certificate: caCertificate } = ca.value.value;
  const trust = { ca: caCertificate };
  const mutating = await ensureCaBundle(context, 'MutatingWebhookConfiguration', trust);
  const validating = await ensureCaBundle(context, 'ValidatingWebhookConfiguration', trust);
  if (!mutating.ok && mutating.error.kind !== 'waiting') return mutating;
  const leaf = await ensureLeaf(context, ca.value.value);
  if (!leaf.ok) return leaf;
  if (!mutating.ok) return mutating;
  const absent = !validating.ok && validating.error.kind === 'waiting' ? validating.error : undefined;
  if (!validating.ok && absent === undefined) return failure(validating.error);
  const { certificate } = leaf.value.value;
  return ok({
    hasChanged: [ca, mutating, validating, leaf].some((step) => step.ok && step.value.hasChanged),
    certificates: {
      caFingerprint: caCertificate.fingerprint256,
      caNotAfter: caCertificate.validToDate,
      fingerprint: certificate.fingerprint256,
      notAfter: certificate.validToDate,
    },
    absent,
  });
}

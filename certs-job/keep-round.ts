import { ok, type Result } from '../src/result.ts';
import type { CheckedCertificate } from './check-certificate.ts';
import { ensureCa, type CurrentCa } from './ensure-ca.ts';
import { checkServing, readServingSecret, replaceLeaf } from './ensure-leaf.ts';
import { finishHandover } from './finish-handover.ts';
import type { KeepContext, KeepMemory, KeepRound } from './keep-context.ts';
import { keepTrust } from './keep-trust.ts';
import { CA_SECRET } from './names.ts';
import type { Obstacle } from './obstacle.ts';
import type { Certificates } from './run-round.ts';
import { isServedSince } from './served-since.ts';
import { writeSecret, type StoredSecret } from './secret.ts';

const CHANGED: Result<KeepRound, never> = ok({ hasChanged: true });

/**
 * Takes the first step of these that is due; what it wrote is read back by the next round.
 *
 * 1. There is a CA that can sign.
 * 2. It is in each `caBundle`, beside the earlier ones of which certificates may still be served.
 * 3. Those are noted in the Secret of the CA, so that a `caBundle` which is wiped gets them back too.
 * 4. The serving certificate is one of this CA, but not before every API server had time to hear of `caBundle`.
 * 5. Once every endpoint serves one, and the overlap is over, the earlier CAs are taken out.
 */
export async function runKeepRound(context: KeepContext, memory: KeepMemory): Promise<Result<KeepRound, Obstacle>> {
  const found = await ensureCa(context);
  if (!found.ok) return found;
  const ca = found.value.value;
  const { stored } = ca;
  if (stored === undefined) return CHANGED;
  const serving = await readServingSecret(context);
  if (!serving.ok) return serving;
  const trust = await keepTrust(context, memory, { ca, serving: serving.value });
  if (!trust.ok) return trust;
  const { others, missing, hasChanged, isDependedOn } = trust.value;
  if (hasChanged) return CHANGED;
  // Once a handover is over, a CA that stands beside ours belongs to no handover: it is noted nowhere, and taken out.
  const isHandedOver = stored.earlierCas === '' && isServedSince(ca, context.now());
  if (isHandedOver) memory.aloneFingerprint = ca.certificate.fingerprint256;
  else if (others.join('') !== stored.earlierCas) return noteHandover(context, stored, others.join(''));
  const leaf = checkServing(serving.value, ca, context);
  if (!leaf.ok) return makeLeaf(context, memory, { ca, serving: serving.value, isDependedOn });
  if (missing !== undefined) return missing;
  const handover = await finishHandover(context, memory, { ca: ca.certificate, stored, others });
  return handover.ok ? ok({ ...handover.value, certificates: describe(ca, leaf.value) }) : handover;
}

async function noteHandover(
  { client, namespace }: KeepContext,
  stored: StoredSecret,
  earlierCas: string,
): Promise<Result<KeepRound, Obstacle>> {
  const written = await writeSecret(client, { namespace, name: CA_SECRET }, { earlierCas }, stored);
  return written.ok ? CHANGED : written;
}

interface Leaf {
  readonly ca: CurrentCa;
  readonly serving: StoredSecret | undefined;
  /** Whether there is a configuration by which API servers call the server. */
  readonly isDependedOn: boolean;
}

async function makeLeaf(
  context: KeepContext,
  { registered }: KeepMemory,
  { ca, serving, isDependedOn }: Leaf,
): Promise<Result<KeepRound, Obstacle>> {
  const { timing, waits } = context;
  const isKnown = registered?.fingerprint === ca.certificate.fingerprint256;
  const waitMs = (isKnown ? registered.sinceMs : timing.nowMs()) + waits.settleMs - timing.nowMs();
  if (isDependedOn && (!isKnown || waitMs > 0)) {
    return ok({ hasChanged: false, pending: 'until each API server knows the new caBundle', waitMs });
  }
  const made = await replaceLeaf(context, ca, serving);
  return made.ok ? CHANGED : made;
}

function describe(ca: CheckedCertificate, leaf: CheckedCertificate): Certificates {
  return {
    caFingerprint: ca.certificate.fingerprint256,
    caNotAfter: ca.certificate.validToDate,
    fingerprint: leaf.certificate.fingerprint256,
    notAfter: leaf.certificate.validToDate,
  };
}

import type { X509Certificate } from 'node:crypto';
import { ok, type Result } from '../src/result.ts';
import { readCertificates } from '../src/x509.ts';
import { otherCas } from './ca-bundle.ts';
import { ensureCaBundle, type ConfigurationKind, type Registered, type Trust } from './ensure-ca-bundle.ts';
import type { CurrentCa } from './ensure-ca.ts';
import type { KeepContext, KeepMemory } from './keep-context.ts';
import type { Ensured, Obstacle } from './obstacle.ts';
import { isServedSince } from './served-since.ts';
import type { StoredSecret } from './secret.ts';

/** Whom API servers believe now. */
export interface Kept {
  readonly hasChanged: boolean;
  /** Earlier CAs that are or have to be believed, too. */
  readonly others: readonly X509Certificate[];
  /** Whether there is a configuration by which API servers call the server for Pods. */
  readonly isDependedOn: boolean;
  /** Why a configuration does not have the CA, and the round does not go to its end. */
  readonly missing: Result<never, Obstacle> | undefined;
}

/** The CA, and what is served. */
export interface Stored {
  readonly ca: CurrentCa;
  readonly serving: StoredSecret | undefined;
}

/** The configurations that name the Service. The other one may be left out by whoever installs the injector. */
const KINDS: readonly ConfigurationKind[] = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

/**
 * Makes sure that each `caBundle` has the CA, and beside it every earlier one that is known: from the CA's Secret, from what the
 * serving Secret holds, or from a `caBundle` itself. Fails only where Pods depend on it: one configuration does not hold up the other.
 */
export async function keepTrust(
  context: KeepContext,
  memory: KeepMemory,
  { ca, serving }: Stored,
): Promise<Result<Kept, Obstacle>> {
  const known = readCertificates((ca.stored?.earlierCas ?? '') + (serving?.caCertificate ?? ''));
  const earlier = otherCas(known, ca.certificate, context.now());
  const steps = await ensureAll(context, { ca: ca.certificate, earlier });
  for (const { kind, step } of steps) tellRestored(context, memory, { kind, step, ca });
  noteRegistered(context, memory, { ca, steps });
  const hindrances = steps.filter(isHindrance).map(({ step }) => step);
  const fatal = hindrances.find(({ error }) => error.kind !== 'waiting');
  const isDependedOn = steps.some(({ kind, step }) => kind === 'MutatingWebhookConfiguration' && step.ok);
  if (fatal !== undefined && !isDependedOn) return fatal;
  const registered = steps.flatMap(({ step }) => (step.ok ? [step.value] : []));
  const believed = registered.flatMap(({ value }) => value.others);
  return ok({
    hasChanged: registered.some(({ hasChanged }) => hasChanged),
    others: otherCas([...earlier, ...believed], ca.certificate, context.now()),
    isDependedOn,
    missing: hindrances[0],
  });
}

/** A ValidatingWebhookConfiguration that is not there is none. */
function isHindrance(each: Step): each is Step & { readonly step: { readonly ok: false; readonly error: Obstacle } } {
  const { kind, step } = each;
  return !step.ok && (kind === 'MutatingWebhookConfiguration' || step.error.kind !== 'waiting');
}

interface Step {
  readonly kind: ConfigurationKind;
  readonly step: Result<Ensured<Registered>, Obstacle>;
}

/** Makes sure of both configurations, one after the other. */
export async function ensureAll(context: KeepContext, trust: Trust): Promise<readonly Step[]> {
  const steps: Step[] = [];
  for (const kind of KINDS) steps.push({ kind, step: await ensureCaBundle(context, kind, trust) });
  return steps;
}

/** It is no repair where the CA is new, or the configuration was never seen with it. */
function tellRestored(
  { now, onRestored }: KeepContext,
  { registered }: KeepMemory,
  { kind, step, ca }: Step & { readonly ca: CurrentCa },
): void {
  if (!step.ok || !step.value.hasChanged || !step.value.value.hasLacked) return;
  const wasSeen = registered?.fingerprint === ca.certificate.fingerprint256;
  if (wasSeen || isServedSince(ca, now())) {
    const problem = 'an entry of it had lost the CA of the injector from its caBundle';
    onRestored({ kind, uid: step.value.value.uid, problem });
  }
}

/** From when on every API server will soon have heard that this CA is to be believed. */
function noteRegistered(
  { timing }: KeepContext,
  memory: KeepMemory,
  { ca, steps }: { readonly ca: CurrentCa; readonly steps: readonly Step[] },
): void {
  const fingerprint = ca.certificate.fingerprint256;
  const registered = steps.flatMap(({ step }) => (step.ok ? [step.value.value] : []));
  if (registered.some(({ hasLacked }) => hasLacked)) memory.registered = undefined;
  else if (registered.length > 0 && memory.registered?.fingerprint !== fingerprint)
    memory.registered = { fingerprint, sinceMs: timing.nowMs() };
}

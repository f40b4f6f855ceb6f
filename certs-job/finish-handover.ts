import type { X509Certificate } from 'node:crypto';
import { failure, ok, type Result } from '../src/result.ts';
import { listEndpoints } from './endpoints.ts';
import { jitter } from './jitter.ts';
import type { KeepContext, KeepMemory, KeepRound } from './keep-context.ts';
import { ensureAll } from './keep-trust.ts';
import type { Look } from './look-at-endpoint.ts';
import { CA_SECRET, dnsNamesOf } from './names.ts';
import type { Obstacle } from './obstacle.ts';
import { formatServedSince, parseServedSince } from './served-since.ts';
import { writeSecret, type Handover, type StoredSecret } from './secret.ts';

/** Where the handover to a CA stands. */
export interface HandoverState {
  readonly ca: X509Certificate;
  /** The Secret of the CA. */
  readonly stored: StoredSecret;
  /** Earlier CAs that are still believed. */
  readonly others: readonly X509Certificate[];
}

type Outcome = Result<KeepRound, Obstacle>;

const IDLE: Outcome = ok({ hasChanged: false });

/**
 * Ends what a new CA has begun: notes since when every endpoint serves a certificate of it, and takes the earlier ones out of
 * `caBundle` once the overlap is over. An endpoint that serves another one starts the overlap anew; one that cannot be reached, or
 * none at all, holds it up.
 */
export async function finishHandover(context: KeepContext, memory: KeepMemory, state: HandoverState): Promise<Outcome> {
  const { now, timing } = context;
  const since = parseServedSince(state.stored.servedSince, state.ca.fingerprint256, now());
  const isUnderWay = state.others.length > 0 || since === undefined;
  if (!isUnderWay && timing.nowMs() < memory.nextCheckMs) return IDLE;
  if (timing.nowMs() < memory.nextLookMs) return isUnderWay ? wait(state, 'for endpoints') : IDLE;
  const looks = await lookAtAll(context, state.ca);
  if (!looks.ok) return looks;
  context.onLooks(looks.value);
  const seen = judge(looks.value);
  planNextLook(context, memory, seen);
  return seen === 'current' ? goOn(context, memory, { ...state, since }) : holdUp(context, { ...state, since }, seen);
}

interface Progress extends HandoverState {
  /** Since when every endpoint serves a certificate of the CA. */
  readonly since: Date | undefined;
}

function planNextLook({ timing, waits }: KeepContext, memory: KeepMemory, seen: Seen): void {
  memory.nextLookMs = timing.nowMs() + waits.endpointMs;
  if (seen === 'current') memory.nextCheckMs = timing.nowMs() + jitter(waits.checkMs, timing.random());
}

/** Where an earlier CA is believed, an endpoint that needs it may have come after the note was written. */
async function holdUp(context: KeepContext, state: Progress, seen: Seen): Promise<Outcome> {
  const isNoteWrong = seen === 'other' && state.since !== undefined && state.others.length > 0;
  return isNoteWrong ? note(context, state, { servedSince: '' }) : wait(state, 'for endpoints');
}

async function goOn(context: KeepContext, memory: KeepMemory, state: Progress): Promise<Outcome> {
  const { now, waits } = context;
  const { since, ca, others } = state;
  if (since === undefined) return note(context, state, { servedSince: formatServedSince(ca.fingerprint256, now()) });
  if (others.length === 0) return IDLE;
  const isOver = now().getTime() - since.getTime() >= waits.overlapMs;
  return isOver ? dropOthers(context, memory, state) : wait(state, 'until the overlap is over');
}

function wait({ others }: HandoverState, what: string): Outcome {
  return ok({ hasChanged: false, pending: `${what}; earlier CAs that are still believed: ${others.length}` });
}

/** All endpoints at once: each is given the same time. */
async function lookAtAll(context: KeepContext, ca: X509Certificate): Promise<Result<readonly Look[], Obstacle>> {
  const endpoints = await listEndpoints(context);
  if (!endpoints.ok) return endpoints;
  const [serverName] = dnsNamesOf(context);
  const expected = { ca, serverName, timeoutMs: context.waits.endpointTimeoutMs };
  return ok(await Promise.all(endpoints.value.map((endpoint) => context.lookAtEndpoint(endpoint, expected))));
}

/** What endpoints serve, all in all. */
type Seen = 'current' | 'other' | 'unknown';

/** A replica that is not ready and does not answer serves nobody; one that answers may be ready the next moment. */
function judge(looks: readonly Look[]): Seen {
  if (looks.some(({ served }) => served === 'other')) return 'other';
  const isHidden = looks.some(({ served, endpoint }) => served === 'unreachable' && endpoint.isServing);
  return isHidden || looks.every(({ served }) => served === 'unreachable') ? 'unknown' : 'current';
}

async function note(context: KeepContext, state: HandoverState, handover: Partial<Handover>): Promise<Outcome> {
  const { client, namespace } = context;
  const written = await writeSecret(client, { namespace, name: CA_SECRET }, handover, state.stored);
  return written.ok ? ok({ hasChanged: true }) : written;
}

/** First the note, which fails if the CA is no longer the one that endpoints were looked at for. */
async function dropOthers(context: KeepContext, memory: KeepMemory, state: HandoverState): Promise<Outcome> {
  const noted = await note(context, state, { earlierCas: '' });
  if (!noted.ok) return noted;
  const steps = await ensureAll(context, { ca: state.ca, isExclusive: true });
  for (const { kind, step } of steps) {
    if (!step.ok && step.error.kind !== 'waiting') return failure(step.error);
    const wasAlone = memory.aloneFingerprint === state.ca.fingerprint256;
    if (step.ok && step.value.hasChanged && wasAlone) {
      const problem = 'an entry of it had a CA in its caBundle that nothing is served of';
      context.onRestored({ kind, uid: step.value.value.uid, problem });
    }
  }
  return ok({ hasChanged: true });
}

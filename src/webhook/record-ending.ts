import type { Logger } from 'pino';
import type { TellEvent } from '../admission/event.ts';
import type { Review } from '../admission/mutate.ts';
import { reviewEvents } from '../admission/review-events.ts';
import { objectAt, objectsAt, stringAt, type JsonObject } from '../injection/json.ts';
import type { Decision, TemplateVerdict, Warning } from '../injection/outcome.ts';
import { logDurationMs, logId } from './log-fields.ts';
import type { CountedDecision, Metrics } from './metrics.ts';
import type { Ending } from './review-route.ts';

/** Where endings are written down. */
export interface Records {
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Has Events written; absent where there is no cluster. */
  readonly tellEvent?: TellEvent;
}

const COUNTED: Readonly<Record<Decision['action'], CountedDecision>> = {
  inject: 'injected',
  skip: 'skipped',
  reject: 'rejected',
};

/**
 * Writes one log line and counts one decision for a review. The line holds names and reasons, never content of the Pod.
 *
 * @param durationMs from the headers of the request to the end of the answer
 */
export function recordEnding(ending: Ending<Review>, durationMs: number, records: Records): void {
  const { metrics, log } = records;
  const durationSeconds = durationMs / 1000;
  const duration = logDurationMs(durationMs);
  if ('failure' in ending) {
    metrics.countDecision('failed', ending.failure, durationSeconds);
    log.warn({ decision: 'fail', reason: ending.failure, durationMs: duration }, 'review');
  } else if ('tooLarge' in ending) {
    metrics.countDecision('rejected', 'too-large', durationSeconds);
    log.warn({ uid: ending.tooLarge, decision: 'reject', reason: 'too-large', durationMs: duration }, 'review');
  } else {
    recordReview(ending.review, duration, records);
    metrics.countDecision(
      COUNTED[ending.review.outcome.decision.action],
      ending.review.outcome.decision.reason,
      durationSeconds,
    );
  }
}

function recordReview({ request, outcome }: Review, durationMs: number, { metrics, log, tellEvent }: Records): void {
  const { decision, verdicts, warnings } = outcome;
  const injected =
    decision.action === 'inject' ? verdicts.filter((verdict) => verdict.decision.action === 'inject') : [];
  for (const { template } of injected) metrics.countInjection(template);
  for (const { code } of warnings) metrics.countWarning(code);
  const { uid, namespace, dryRun, object } = request;
  const ids = { uid: logId(uid), namespace: logId(namespace) };
  const line = {
    ...ids,
    owner: logId(describeOwner(object)),
    decision: decision.action,
    reason: decision.reason,
  };
  log.info({ ...line, ...describeVerdicts(verdicts), ...describeExtras(warnings, dryRun), durationMs }, 'review');
  if (tellEvent !== undefined) for (const event of reviewEvents(request, outcome)) tellEvent(event);
}

/** Only templates that exist are named: what a user writes has no bound. */
function describeVerdicts(verdicts: readonly TemplateVerdict[]): Readonly<Record<string, string>> | undefined {
  const known = verdicts.filter(({ revision }) => revision !== undefined);
  if (known.length === 0) return undefined;
  return {
    templates: known.map(({ template }) => template).join(','),
    revision: known.map(({ revision }) => revision).join(','),
    reasons: known.map(({ decision }) => decision.reason).join(','),
  };
}

function describeExtras(warnings: readonly Warning[], dryRun: boolean): Readonly<Record<string, unknown>> | undefined {
  if (warnings.length === 0 && !dryRun) return undefined;
  return {
    ...(warnings.length > 0 && { warnings: warnings.map(({ code }) => code).join(',') }),
    ...(dryRun && { dryRun }),
  };
}

/** `ReplicaSet/web-5d8c` for a Pod of a controller, else the Pod's own name or the start of it. */
function describeOwner(pod: JsonObject): string {
  const metadata = objectAt(pod, 'metadata');
  const owners = objectsAt(metadata, 'ownerReferences');
  const owner = owners.find(({ controller }) => controller === true) ?? owners[0];
  if (owner !== undefined) return `${stringAt(owner, 'kind') ?? ''}/${stringAt(owner, 'name') ?? ''}`;
  return `Pod/${stringAt(metadata, 'name') ?? `${stringAt(metadata, 'generateName') ?? ''}*`}`;
}

import { isJsonObject, objectAt, objectsAt, ownValue, quote, stringAt, type JsonObject } from '../injection/json.ts';
import { CONTAINER_LISTS } from '../injection/merge-containers.ts';
import { asks, readOptIn } from '../injection/opt-in.ts';
import type { Reason, TemplateVerdict } from '../injection/outcome.ts';
import { readStatus } from '../injection/read-status.ts';
import type { TemplateSet } from '../injection/template/template.ts';
import { askCore, type Surroundings } from './ask-core.ts';
import { COVERAGE_STATES, type CoverageState } from './coverage-states.ts';
import { findLaterAsking, type AskedNamespace } from './later-asking.ts';
import { podAsCreated } from './pod-as-created.ts';
import { isEnding } from './pod-maker.ts';

/** How a Pod stands to its templates. */
export interface Coverage {
  readonly state: CoverageState;
  /** One line that stands alone; empty for a Pod that is covered. */
  readonly why: string;
  /** Why a Pod that is not due is not: a reason of the decision table, or that the Pod has ended. */
  readonly reason?: Reason | 'ended';
}

/** What a live Pod is judged by. */
export interface CoverageContext extends Omit<Surroundings, 'namespace'> {
  readonly namespace: AskedNamespace;
  readonly templates: TemplateSet;
  /** RFC 3339: since when a template is in force, as far as is known. */
  readonly inForceSince: (template: string) => string | undefined;
}

/**
 * Compares a live Pod with what the injector would make of it, as it was created, by the templates and the namespace of now.
 * What is there already is told by content; the Pod's record tells an older revision and what was lost. Pure, and never throws.
 */
export function judgeCoverage(pod: JsonObject, context: CoverageContext): Coverage {
  if (isEnding(pod)) return { state: 'not-due', why: 'it has ended', reason: 'ended' };
  const surroundings = { ...context, namespace: context.namespace.facts };
  const live = askCore(pod, surroundings, context.templates);
  const { decision } = live;
  if (live.verdicts.length === 0)
    return decision.action === 'reject' ? lacking(pod, context, refusal(decision.message)) : notDue(decision.reason);
  if (live.verdicts.every(isThere)) return COVERED;
  const there = new Set(live.verdicts.filter(isThere).map(({ template }) => template));
  const { verdicts } = askCore(podAsCreated(pod), surroundings, context.templates);
  return worstOf(
    verdicts.map((verdict) => (there.has(verdict.template) ? COVERED : judgeTemplate(pod, context, verdict))),
  );
}

const COVERED: Coverage = { state: 'covered', why: '' };

function isThere({ decision }: TemplateVerdict): boolean {
  return decision.reason === 'already-injected';
}

function notDue(reason: Reason): Coverage {
  return { state: 'not-due', why: reason, reason };
}

function judgeTemplate(pod: JsonObject, context: CoverageContext, verdict: TemplateVerdict): Coverage {
  const { template, decision, revision } = verdict;
  if (isThere(verdict)) return COVERED;
  if (decision.reason === 'template-unavailable')
    return { state: 'unknown', why: `template ${quote(template)} has no good version` };
  if (decision.action === 'skip') return notDue(decision.reason);
  const record = ownValue(readStatus(pod), template);
  const recorded = isJsonObject(record) ? stringAt(record, 'revision') : undefined;
  if (isJsonObject(record) && recorded !== undefined)
    return judgeRecord(pod, record, { template, recorded, inForce: revision });
  const why =
    decision.action === 'reject' ? refusal(decision.message) : `it was created without template ${quote(template)}`;
  return lacking(pod, context, why, template);
}

/** What is known of one template's revisions. */
interface Revisions {
  readonly template: string;
  readonly recorded: string;
  readonly inForce: string | undefined;
}

/** The revision that is in force counts as there, whatever parameters or later webhooks have changed of its containers. */
function judgeRecord(pod: JsonObject, record: JsonObject, { template, recorded, inForce }: Revisions): Coverage {
  const spec = objectAt(pod, 'spec');
  for (const list of CONTAINER_LISTS) {
    const there = new Set(objectsAt(spec, list).map((one) => stringAt(one, 'name')));
    const lost = namesAt(record, list).find((name) => !there.has(name));
    if (lost !== undefined)
      return {
        state: 'lost',
        why: `its record names container ${quote(lost)} of template ${quote(template)}, which is not there`,
      };
  }
  if (recorded === inForce) return COVERED;
  const now = inForce === undefined ? 'there is no such template now' : `${inForce} is in force`;
  return { state: 'outdated', why: `it has revision ${quote(recorded)} of template ${quote(template)}: ${now}` };
}

function namesAt(record: JsonObject, list: string): readonly string[] {
  const names = ownValue(record, list);
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
}

function lacking(
  pod: JsonObject,
  { namespace, inForceSince }: CoverageContext,
  why: string,
  template?: string,
): Coverage {
  const later = findLaterAsking(pod, namespace, template === undefined ? undefined : inForceSince(template));
  if (later !== undefined) return { state: 'older', why: later };
  const optIn = readOptIn(objectAt(objectAt(pod, 'metadata'), 'annotations'));
  const asker =
    asks(optIn) || optIn.inject.kind === 'invalid' ? 'it asks by its annotation' : 'its namespace is enabled';
  return { state: 'missing', why: `${asker}, and ${why}` };
}

function refusal(message: string): string {
  return `the injector would have refused it: ${message}`;
}

/** At most so many templates are told of. */
const MAX_TOLD = 3;

function worstOf(all: readonly Coverage[]): Coverage {
  const [worst] = all.toSorted((left, right) => rankOf(left) - rankOf(right));
  if (worst === undefined) return notDue('not-requested');
  const told = all.filter(({ state }) => state === worst.state).map(({ why }) => why);
  const why = [...new Set(told)].slice(0, MAX_TOLD).join('; ');
  return { ...worst, why };
}

function rankOf({ state }: Coverage): number {
  return COVERAGE_STATES.indexOf(state);
}

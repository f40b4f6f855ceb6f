import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { stringify } from 'yaml';
import { isSameJson, objectAt, objectsAt, stringAt, type JsonObject } from '../../injection/json.ts';
import { CONTAINER_LISTS } from '../../injection/merge-containers.ts';
import type { Outcome } from '../../injection/outcome.ts';
import { findAdditions, withoutRecord } from './additions.ts';
import { findChangedFields } from './changed-fields.ts';

/** What becomes of a Pod under other templates. */
export const CHANGE_KINDS = ['added', 'removed', 'refused', 'admitted', 'changed'] as const;

/** One of {@link CHANGE_KINDS}. */
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** A difference between two outcomes for one Pod; equal for Pods to which the same happens. */
export interface Change {
  readonly kind: ChangeKind;
  /** Why the Pod is, or was, refused. */
  readonly message: string | undefined;
  /** Paths of what differs, such as `spec.containers[envoy].image`. */
  readonly fields: readonly string[];
  /** What the injection adds, before and after, as a unified diff of YAML. */
  readonly diff: string;
}

/**
 * Compares what two sets of templates make of one Pod; `undefined` where it is the same.
 *
 * @param pod the Pod that both were asked about
 */
export function compareOutcomes(pod: JsonObject, inForce: Outcome, candidate: Outcome): Change | undefined {
  const kind = kindOf(inForce, candidate);
  if (kind === undefined) return undefined;
  const [before, after] = [viewOf(pod, inForce), viewOf(pod, candidate)];
  const isOrderOnly = isSameJson(before, after);
  const [left, right] = isOrderOnly ? [orderOf(inForce.pod), orderOf(candidate.pod)] : [before, after];
  const refusal = [candidate, inForce].map(({ decision }) => decision).find(({ action }) => action === 'reject');
  return {
    kind,
    message: refusal !== undefined && 'message' in refusal ? refusal.message : undefined,
    fields: findChangedFields(left, right),
    diff: createTwoFilesPatch('in force', 'candidate', toYaml(left), toYaml(right), undefined, undefined, {
      headerOptions: FILE_HEADERS_ONLY,
    }),
  };
}

function kindOf(inForce: Outcome, candidate: Outcome): ChangeKind | undefined {
  const [wasRefused, isRefused] = [inForce, candidate].map(({ decision }) => decision.action === 'reject');
  if (wasRefused === true || isRefused === true) {
    return wasRefused === isRefused ? undefined : isRefused === true ? 'refused' : 'admitted';
  }
  if (isSameJson(withoutRecord(inForce.pod), withoutRecord(candidate.pod))) return undefined;
  if (inForce.patch.length === 0) return 'added';
  return candidate.patch.length === 0 ? 'removed' : 'changed';
}

function viewOf(pod: JsonObject, { pod: injected, decision }: Outcome): JsonObject {
  return decision.action === 'reject' ? {} : findAdditions(pod, injected);
}

/** Where only the order differs, the names in their order. */
function orderOf(pod: JsonObject): JsonObject {
  const spec = objectAt(pod, 'spec');
  const lists = CONTAINER_LISTS.map((list) => [
    list,
    objectsAt(spec, list).map((entry) => stringAt(entry, 'name') ?? ''),
  ]);
  return { spec: Object.fromEntries(lists) as JsonObject };
}

function toYaml(value: JsonObject): string {
  return Object.keys(value).length === 0 ? '' : stringify(value, { lineWidth: 0 });
}

import { INJECTED_LABEL, STATUS_ANNOTATION } from './annotations.ts';
import { withAdded, type Addition } from './add-template.ts';
import { exceedsAnnotations } from './fit.ts';
import { isJsonObject, isSameJson, objectAt, ownValue, stringAt, toJson, type Json, type JsonObject } from './json.ts';
import type { Warning } from './outcome.ts';
import type { Template } from './template/template.ts';

/** What this review injected of one template. */
export interface Injected {
  readonly template: Template;
  readonly addition: Addition;
}

/** A Pod with our record on it, and what is to be said about the record. */
export interface Recorded {
  readonly pod: JsonObject;
  readonly warnings: readonly Warning[];
}

/**
 * The Pod with the status annotation and the label that say what was injected. They are for people, `uninject` and drift;
 * no decision reads them. `kept` names the templates whose earlier record still holds. The record shrinks to the revisions
 * where annotations would pass what the API server takes, and is left out where even those would. What an earlier review added of
 * the same revision stays on record.
 */
export function recordInjection(pod: JsonObject, injected: readonly Injected[], kept: readonly string[]): Recorded {
  const earlier = earlierRecord(pod);
  const keptEntries = Object.fromEntries(
    kept.map((name) => [name, ownValue(earlier, name)] as const).filter(([, entry]) => entry !== undefined),
  );
  for (const entry of [describe, revisionOnly]) {
    const text = toJson({ ...keptEntries, ...recordOf(injected, (one) => entry(one, earlier)) });
    const recorded = withRecord(pod, text);
    if (text !== undefined && !exceedsAnnotations(objectAt(objectAt(recorded, 'metadata'), 'annotations'))) {
      return { pod: recorded, warnings: [] };
    }
  }
  const message = `annotation ${STATUS_ANNOTATION} is left out: the Pod's annotations hold 256 KiB already`;
  return { pod: withRecord(pod, undefined), warnings: [{ code: 'status-dropped', message }] };
}

function withRecord(pod: JsonObject, record: string | undefined): JsonObject {
  const metadata = objectAt(pod, 'metadata') ?? {};
  const hasLabel = ownValue(objectAt(metadata, 'labels'), INJECTED_LABEL) !== undefined;
  const labelled = withAdded(metadata, 'labels', hasLabel ? {} : { [INJECTED_LABEL]: 'true' });
  return {
    ...pod,
    metadata: withAdded(labelled, 'annotations', record === undefined ? {} : { [STATUS_ANNOTATION]: record }),
  };
}

function recordOf(injected: readonly Injected[], entry: (one: Injected) => JsonObject): JsonObject {
  return Object.fromEntries(injected.map((one) => [one.template.name, entry(one)]));
}

function revisionOnly({ template }: Injected): JsonObject {
  return { revision: template.revision };
}

function describe({ template, addition }: Injected, earlier: JsonObject): JsonObject {
  const { merge, labels, annotations } = addition;
  const { added, fields } = merge;
  const gaveWay = merge.gaveWay.map(({ path, value, index }) =>
    index === undefined ? { path, value } : { path, value, index },
  );
  const { name, revision } = template;
  const record: Record<string, Json> = { revision };
  const previous = objectAt(earlier, name);
  const isContinued = previous?.['revision'] === revision;
  const lists: Readonly<Record<string, readonly Json[]>> = { ...added, labels, annotations, fields, gaveWay };
  for (const [field, list] of Object.entries(lists)) {
    const all = isContinued ? joined(ownValue(previous, field), list) : list;
    if (all.length > 0) record[field] = all;
  }
  return record;
}

function joined(earlier: Json | undefined, list: readonly Json[]): readonly Json[] {
  const before: readonly Json[] = Array.isArray(earlier) ? earlier : [];
  return [...before, ...list.filter((value) => !before.some((other) => isSameJson(other, value)))];
}

/** An earlier record that cannot be read is replaced: it decides nothing. */
function earlierRecord(pod: JsonObject): JsonObject {
  const text = stringAt(objectAt(objectAt(pod, 'metadata'), 'annotations'), STATUS_ANNOTATION);
  if (text === undefined) return {};
  try {
    const record: unknown = JSON.parse(text);
    return isJsonObject(record) ? record : {};
  } catch {
    return {};
  }
}

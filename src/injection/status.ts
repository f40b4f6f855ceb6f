import { INJECTED_LABEL, STATUS_ANNOTATION } from './annotations.ts';
import { addMore, valueWith, type AddedMetadata } from './added-metadata.ts';
import type { Addition } from './add-template.ts';
import { exceedsAnnotations } from './fit.ts';
import { isSameJson, objectAt, ownValue, toJson, type Json, type JsonObject } from './json.ts';
import type { TemplateVerdict, Warning } from './outcome.ts';
import { isSkippedEntry, readStatus } from './read-status.ts';
import type { Template } from './template/template.ts';

/** What this review injected of one template. */
export interface Injected {
  readonly template: Template;
  readonly addition: Addition;
}

/** What a Pod gets with our record on it, and what is to be said about the record. */
export interface Recorded {
  readonly added: AddedMetadata;
  readonly warnings: readonly Warning[];
}

/**
 * Adds to what a Pod gets the status annotation and the label that say what was injected, and the reason of each template that was asked for
 * and skipped. They are for people, `uninject` and drift; no decision reads them. The earlier record of a template that is there
 * already still holds, and what an earlier review added of the same revision stays on record. Where annotations would pass what the
 * API server takes, the record goes without the reasons, then without anything but revisions, and is left out where even those do not fit.
 */
export function recordInjection(
  pod: JsonObject,
  added: AddedMetadata,
  injected: readonly Injected[],
  verdicts: readonly TemplateVerdict[],
): Recorded {
  // One that cannot be read is replaced.
  const earlier = readStatus(pod) ?? {};
  const kept = keptEntries(verdicts, earlier);
  const full = recordOf(injected, (one) => describe(one, earlier));
  const shrinking = [
    (): JsonObject => ({ ...kept, ...full, ...skippedEntries(verdicts) }),
    (): JsonObject => ({ ...kept, ...full }),
    (): JsonObject => ({ ...kept, ...recordOf(injected, revisionOnly) }),
  ];
  const labels = valueWith(pod, added, 'labels', INJECTED_LABEL) === undefined ? { [INJECTED_LABEL]: 'true' } : {};
  const annotations = objectAt(objectAt(pod, 'metadata'), 'annotations');
  for (const record of shrinking) {
    const text = toJson(record());
    if (text === undefined) continue;
    const recorded = addMore(added, labels, { [STATUS_ANNOTATION]: text });
    if (!exceedsAnnotations(annotations, recorded.annotations)) return { added: recorded, warnings: [] };
  }
  const message = `annotation ${STATUS_ANNOTATION} is left out: the Pod's annotations hold 256 KiB already`;
  return { added: addMore(added, labels, {}), warnings: [{ code: 'status-dropped', message }] };
}

function keptEntries(verdicts: readonly TemplateVerdict[], earlier: JsonObject): JsonObject {
  const entries = verdicts.filter(isThere).map(({ template }) => [template, ownValue(earlier, template)] as const);
  return Object.fromEntries(entries.filter(([, entry]) => entry !== undefined && !isSkippedEntry(entry)));
}

function skippedEntries(verdicts: readonly TemplateVerdict[]): JsonObject {
  const skipped = verdicts.filter((verdict) => verdict.decision.action === 'skip' && !isThere(verdict));
  return Object.fromEntries(skipped.map(({ template, decision }) => [template, { skipped: decision.reason }]));
}

function isThere({ decision }: TemplateVerdict): boolean {
  return decision.reason === 'already-injected';
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

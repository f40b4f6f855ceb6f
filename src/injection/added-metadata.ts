import { isJsonObject, isSameJson, objectAt, ownValue, type Json, type JsonObject } from './json.ts';
import type { PatchOperation } from './outcome.ts';
import { diff } from './patch.ts';

/** Labels or annotations, by key. */
export type Entries = Readonly<Record<string, string>>;

/**
 * Labels and annotations that a Pod is to get. They stand apart from its own, of which there may be very many, until somebody asks
 * for the whole Pod: a review needs only the patch.
 */
export interface AddedMetadata {
  readonly labels: Entries;
  readonly annotations: Entries;
}

/** Where each review begins. */
export const NOTHING_ADDED: AddedMetadata = { labels: {}, annotations: {} };

const FIELDS = ['labels', 'annotations'] as const;

/** More of them, the later ones before the earlier; the very same object where there are none. */
export function addMore(added: AddedMetadata, labels: Entries, annotations: Entries): AddedMetadata {
  if (isEmpty(labels) && isEmpty(annotations)) return added;
  return { labels: joined(added.labels, labels), annotations: joined(added.annotations, annotations) };
}

function joined(entries: Entries, more: Entries): Entries {
  if (isEmpty(more)) return entries;
  return isEmpty(entries) ? more : { ...entries, ...more };
}

/** A label or annotation of the Pod with what is added to it. */
export function valueWith(
  pod: JsonObject,
  added: AddedMetadata,
  field: keyof AddedMetadata,
  key: string,
): Json | undefined {
  return ownValue(added[field], key) ?? ownValue(objectAt(objectAt(pod, 'metadata'), field), key);
}

/** The Pod with all of it; the very same object where nothing is added. */
export function withAdded(pod: JsonObject, added: AddedMetadata): JsonObject {
  const fields = FIELDS.filter((field) => !isEmpty(added[field]));
  if (fields.length === 0) return pod;
  const metadata = objectAt(pod, 'metadata');
  const changed = fields.map((field) => [field, { ...objectAt(metadata, field), ...added[field] }] as const);
  return { ...pod, metadata: { ...metadata, ...Object.fromEntries(changed) } };
}

/** The patch from a Pod to another with the same metadata and all that is added to it; other labels and annotations are not looked at. */
export function diffWithAdded(before: JsonObject, after: JsonObject, added: AddedMetadata): readonly PatchOperation[] {
  return diff(onlyConcerned(before, added), withAdded(onlyConcerned(after, added), added));
}

/** Whether a Pod is the same as another with the same metadata and all that is added to it. */
export function isSameWithAdded(before: JsonObject, after: JsonObject, added: AddedMetadata): boolean {
  return isSameJson(onlyConcerned(before, added), withAdded(onlyConcerned(after, added), added));
}

/** The Pod with no labels and annotations but those that are added too, so that the others cost nothing. */
function onlyConcerned(pod: JsonObject, added: AddedMetadata): JsonObject {
  const metadata = objectAt(pod, 'metadata');
  if (metadata === undefined) return pod;
  const narrowed: Record<string, Json | undefined> = { ...metadata };
  for (const field of FIELDS) {
    const entries = metadata[field];
    if (isJsonObject(entries))
      narrowed[field] = isEmpty(added[field]) ? null : pick(entries, Object.keys(added[field]));
  }
  return { ...pod, metadata: narrowed };
}

function pick(entries: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.filter((key) => Object.hasOwn(entries, key)).map((key) => [key, entries[key]]));
}

function isEmpty(entries: Entries): boolean {
  for (const _ in entries) return false;
  return true;
}

import { isJsonObject, isSameJson, isUnset, objectAt, ownValue, type Json, type JsonObject } from './json.ts';
import type { PatchOperation } from './outcome.ts';
import { diff, escapeToken } from './patch.ts';

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
const FIELDS_IN_REVERSE = FIELDS.toReversed();

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
  const metadata = objectAt(before, 'metadata');
  if (metadata === undefined) return diff(before, withAdded(after, added));
  const operations: PatchOperation[] = [];
  for (const field of inOrder(metadata)) diffEntries(`/metadata/${field}`, metadata[field], added[field], operations);
  operations.push(...diff(before, after));
  return operations;
}

/** Operations stand in the order of what they change; what is not there yet comes last. */
function inOrder(metadata: JsonObject): readonly (keyof AddedMetadata)[] {
  for (const key in metadata) {
    if (key === 'labels') return FIELDS;
    if (key === 'annotations') return FIELDS_IN_REVERSE;
  }
  return FIELDS;
}

function diffEntries(path: string, own: Json | undefined, added: Entries, operations: PatchOperation[]): void {
  if (isEmpty(added)) return;
  if (!isJsonObject(own)) {
    operations.push({ op: isUnset(own) ? 'add' : 'replace', path, value: added });
    return;
  }
  for (const key of Object.keys(added)) {
    const [old, value] = [ownValue(own, key), added[key]];
    if (old !== value)
      operations.push({ op: isUnset(old) ? 'add' : 'replace', path: `${path}/${escapeToken(key)}`, value });
  }
}

/** Whether a Pod is the same as another with the same metadata and all that is added to it. */
export function isSameWithAdded(before: JsonObject, after: JsonObject, added: AddedMetadata): boolean {
  const metadata = objectAt(before, 'metadata');
  const isSame = (field: keyof AddedMetadata): boolean =>
    Object.entries(added[field]).every(([key, value]) => ownValue(objectAt(metadata, field), key) === value);
  return FIELDS.every(isSame) && isSameJson(before, after);
}

function isEmpty(entries: Entries): boolean {
  for (const _ in entries) return false;
  return true;
}

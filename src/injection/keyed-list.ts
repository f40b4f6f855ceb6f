import { ownValue, type Json, type JsonObject } from './json.ts';
import type { FieldSchema } from './pod-schema.generated.ts';
import { isSameValue } from './same-value.ts';

/** Key fields that the API server fills in where they are absent. */
const KEY_DEFAULTS: Readonly<Record<string, Json>> = { protocol: 'TCP' };

/**
 * The entry of a list that a template's entry stands for: the last one with the same merge key, since the last counts where
 * a Pod holds a key twice; in a list without a key, one of the same value.
 *
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
 */
export function findEntry(list: readonly JsonObject[], entry: JsonObject, schema: FieldSchema): JsonObject | undefined {
  const { keys } = schema;
  if (keys === undefined) return list.find((candidate) => isSameEntry(entry, candidate, schema));
  return list.findLast((candidate) => keys.every((key) => keyValue(candidate, key) === keyValue(entry, key)));
}

/** Whether two entries of a list hold the same value after defaulting. */
export function isSameEntry(left: JsonObject, right: JsonObject | undefined, schema: FieldSchema): boolean {
  return right !== undefined && isSameValue(withoutSlash(left), withoutSlash(right), schema.items ?? { type: 'any' });
}

/** A mount with its path as a key, so that an entry found by its key is not another one because of a slash. */
function withoutSlash(entry: JsonObject): JsonObject {
  const path = keyValue(entry, 'mountPath');
  return path === undefined || path === entry['mountPath'] ? entry : { ...entry, mountPath: path };
}

/** The value of one merge key of an entry: a mount path without its trailing slash, an absent protocol as TCP. */
export function keyValue(entry: JsonObject, key: string): Json | undefined {
  const value = ownValue(entry, key) ?? KEY_DEFAULTS[key];
  return key === 'mountPath' && typeof value === 'string' ? value.replace(/(?<=.)\/$/, '') : value;
}

/** An entry's merge key for people, as Kubernetes writes it in field paths: `name="envoy"`. */
export function describeKey(entry: JsonObject, schema: FieldSchema): string {
  return (schema.keys ?? []).map((key) => `${key}=${JSON.stringify(keyValue(entry, key) ?? null)}`).join(',');
}

import { FIELD_DEFAULTS, UNION_DEFINITIONS } from './field-defaults.ts';
import { isEmptyObject, isJsonObject, isUnset, ownValue, type Json, type JsonObject } from './json.ts';
import { fieldOf } from './pod-fields.ts';
import type { FieldSchema } from './pod-schema.generated.ts';
import { isSameQuantity } from './quantity.ts';

/**
 * Whether the API server would see the same value in both: after defaulting, with quantities by value, an absent field
 * equal to null and to an empty list or map.
 *
 * The depth of the recursion is that of the shallower value, so a deep Pod cannot exhaust the stack.
 */
export function isSameValue(left: Json | undefined, right: Json | undefined, field: FieldSchema): boolean {
  if (left === right || (isUnset(left) && isUnset(right))) return true;
  if (field.type === 'Quantity') return isSameQuantity(left, right);
  if (Array.isArray(left) || Array.isArray(right)) return isSameList(listOf(left), listOf(right), field);
  if (isJsonObject(left) && isJsonObject(right)) return isSameObject(left, right, field);
  return false;
}

function listOf(value: Json | undefined): readonly Json[] | undefined {
  if (isUnset(value)) return [];
  return Array.isArray(value) ? value : undefined;
}

function isSameList(
  left: readonly Json[] | undefined,
  right: readonly Json[] | undefined,
  field: FieldSchema,
): boolean {
  if (left === undefined || right === undefined || left.length !== right.length) return false;
  const element = field.items ?? { type: 'any' };
  if (field.keys === undefined) return left.every((value, index) => isSameValue(value, right[index], element));
  return left.every((value) => right.some((candidate) => isSameValue(value, candidate, element)));
}

function isSameObject(left: JsonObject, right: JsonObject, field: FieldSchema): boolean {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  for (const name of names) if (!isSameField(left, right, name, field)) return false;
  return true;
}

/** Whether one field of two objects of the same definition holds the same value after defaulting. */
export function isSameField(left: JsonObject, right: JsonObject, name: string, owner: FieldSchema): boolean {
  const schema = owner.type === 'map' ? (owner.items ?? { type: 'any' }) : fieldOf(owner.definition, name);
  const inUnion = owner.definition !== undefined && UNION_DEFINITIONS.has(owner.definition);
  const leftValue = defaulted(left, name, owner, inUnion);
  const rightValue = defaulted(right, name, owner, inUnion);
  return isSameValue(leftValue, rightValue, schema);
}

function defaulted(object: JsonObject, name: string, owner: FieldSchema, inUnion: boolean): Json | undefined {
  const value = ownValue(object, name);
  if (!isUnset(value) && (inUnion || !isEmptyObject(value))) return value;
  const fallback = owner.definition === undefined ? undefined : FIELD_DEFAULTS.get(`${owner.definition}.${name}`);
  return typeof fallback === 'function' ? fallback(object) : fallback;
}

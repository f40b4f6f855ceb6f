/** A JSON value as `JSON.parse` gives it: Pods stay in this form from the request's body to the patch, so no unknown field is lost. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. A key may be `__proto__`: read users' keys with {@link ownValue}, copy with spread. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** Whether `value` is a JSON object: not null, not a list. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object's own value under a key that a user chose; `undefined` where it has none, whatever `Object.prototype` holds. */
export function ownValue(object: JsonObject | undefined, key: string): Json | undefined {
  return object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The field as an object; `undefined` where it is absent, null or of another type. */
export function objectAt(object: JsonObject | undefined, key: string): JsonObject | undefined {
  const value = ownValue(object, key);
  return isJsonObject(value) ? value : undefined;
}

/** The field as a list of objects; elements of another type are left out; empty where it is absent, null or of another type. */
export function objectsAt(object: JsonObject | undefined, key: string): readonly JsonObject[] {
  const value = ownValue(object, key);
  if (!isJsonList(value)) return [];
  return holdsObjects(value) ? value : value.filter(isJsonObject);
}

function isJsonList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function holdsObjects(list: readonly Json[]): list is readonly JsonObject[] {
  for (const element of list) if (!isJsonObject(element)) return false;
  return true;
}

/** The field as a string; `undefined` where it is absent or of another type. */
export function stringAt(object: JsonObject | undefined, key: string): string | undefined {
  const value = ownValue(object, key);
  return typeof value === 'string' ? value : undefined;
}

/** Whether a field counts as not set, as the API server sees it: absent or null. */
export function isUnset(value: Json | undefined): value is null | undefined {
  return value === undefined || value === null;
}

/** Whether a value is an object without a field. */
export function isEmptyObject(value: Json | undefined): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0;
}

/** Whether two values hold the same; parts that are the same object in both are not looked at. */
export function isSameJson(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const entries = Object.entries(left);
  return (
    entries.length === Object.keys(right).length &&
    entries.every(([key, value]) => Object.hasOwn(right, key) && isSameJson(value, (right as JsonObject)[key]))
  );
}

/**
 * A user's value for a message: as JSON, at most 60 characters of it, with nothing in it that could break or colour a line.
 */
export function quote(value: Json | undefined): string {
  const text = typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : shorten(toJson(value ?? null) ?? '…');
  const shortened = typeof value === 'string' && value.length > 60 ? `${text.slice(0, -1)}…"` : text;
  return escapeControls(shortened);
}

/** The value as JSON text; `undefined` where it is nested too deep to be written, as nothing is that an API server sends. */
export function toJson(value: Json): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** Writes control, format and line-separating characters as `\uXXXX`. */
export function escapeControls(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

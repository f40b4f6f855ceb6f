import jsonPatch, { type Operation } from 'fast-json-patch';
import type { Json, JsonObject } from '../../src/injection/json.ts';
import type { PatchOperation } from '../../src/injection/outcome.ts';

/** A deep copy that shares nothing with the value, `__proto__` keys included. */
export function copyOf<Value extends Json>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

/** The document with the patch applied by another library than ours; throws where an operation does not apply. */
export function applyPatch(document: JsonObject, patch: readonly PatchOperation[]): JsonObject {
  return applyToAny(document, patch) as JsonObject;
}

/** The same for a document of any type. */
export function applyToAny(document: Json, patch: readonly PatchOperation[]): Json {
  const operations = JSON.parse(JSON.stringify(patch)) as Operation[];
  return jsonPatch.applyPatch(copyOf(document), operations, true, false).newDocument;
}

/** Freezes a value and everything in it, so that a change of it throws. */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const child of Object.values(value)) deepFreeze(child);
  return value;
}

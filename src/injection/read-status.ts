import { STATUS_ANNOTATION } from './annotations.ts';
import { isJsonObject, objectAt, ownValue, stringAt, type Json, type JsonObject } from './json.ts';

/**
 * The record on a Pod of what was injected: per template, its revision and what was added, or, where it was asked for and skipped,
 * only the reason, as `skipped`.
 *
 * @returns `undefined` where there is none, or none that can be read: it decides nothing
 */
export function readStatus(pod: JsonObject): JsonObject | undefined {
  const text = stringAt(objectAt(objectAt(pod, 'metadata'), 'annotations'), STATUS_ANNOTATION);
  if (text === undefined) return undefined;
  try {
    const record: unknown = JSON.parse(text);
    return isJsonObject(record) ? record : undefined;
  } catch {
    return undefined;
  }
}

/** Whether an entry of the record tells why a template was skipped, rather than what was injected of it. */
export function isSkippedEntry(entry: Json | undefined): boolean {
  return isJsonObject(entry) && ownValue(entry, 'skipped') !== undefined;
}

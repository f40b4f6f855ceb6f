import {
  isJsonObject,
  isSameJson,
  isUnset,
  ownValue,
  stringAt,
  type Json,
  type JsonObject,
} from '../../injection/json.ts';
import { STATUS_ANNOTATION } from '../../injection/annotations.ts';

/**
 * What an injection adds to a Pod: the parts of `after` that `before` lacks or has otherwise, without the rest of the Pod, so that
 * Pods of different workloads compare. Of a list of named entries, the entries that differ; `null` for what is gone. Our own record
 * is left out: its revision changes with each comment of a template.
 */
export function findAdditions(before: JsonObject, after: JsonObject): JsonObject {
  const found = additionsTo(withoutRecord(before), withoutRecord(after));
  return isJsonObject(found) ? found : {};
}

/** A Pod without the annotation that records what was injected. */
export function withoutRecord(pod: JsonObject): JsonObject {
  const { metadata } = pod;
  if (!isJsonObject(metadata) || !isJsonObject(metadata['annotations'])) return pod;
  const { [STATUS_ANNOTATION]: _, ...annotations } = metadata['annotations'];
  return { ...pod, metadata: { ...metadata, annotations } };
}

function additionsTo(before: Json | undefined, after: Json): Json | undefined {
  if (isSameJson(before, after)) return undefined;
  if (isJsonObject(after)) return fieldsAdded(isJsonObject(before) ? before : {}, after);
  if (isList(after)) return elementsAdded(isList(before) ? before : [], after);
  return after;
}

function fieldsAdded(before: JsonObject, after: JsonObject): JsonObject | undefined {
  const changed = Object.entries(after).map(
    ([key, value]) => [key, additionsTo(ownValue(before, key), value ?? null)] as const,
  );
  const gone = Object.entries(before)
    .filter(([key, value]) => !isUnset(value) && !Object.hasOwn(after, key))
    .map(([key]) => [key, null] as const);
  const entries = [...changed, ...gone].filter(([, value]) => value !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function elementsAdded(before: readonly Json[], after: readonly Json[]): Json | undefined {
  const others = after.filter((element) => !before.some((other) => isSameJson(other, element)));
  const changed = others.map((element) => elementAdded(before, element));
  const kept = new Set(after.flatMap((element) => nameOf(element)));
  const gone = before.flatMap(nameOf).filter((name) => !kept.has(name));
  const all: readonly Json[] = [...changed, ...gone.map((name) => ({ name, gone: true }))];
  return all.length === 0 ? undefined : all;
}

/** Of an entry that was there under its name, that name and what differs. */
function elementAdded(before: readonly Json[], element: Json): Json {
  const name = isJsonObject(element) ? stringAt(element, 'name') : undefined;
  const origin = name === undefined ? undefined : findNamed(before, name);
  if (name === undefined || origin === undefined || !isJsonObject(element)) return element;
  return { name, ...fieldsAdded(origin, element) };
}

function findNamed(list: readonly Json[], name: string): JsonObject | undefined {
  return list.find((element): element is JsonObject => isJsonObject(element) && element['name'] === name);
}

function nameOf(element: Json): readonly string[] {
  const name = isJsonObject(element) ? stringAt(element, 'name') : undefined;
  return name === undefined ? [] : [name];
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

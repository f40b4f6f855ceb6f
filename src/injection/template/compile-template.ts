import { isJsonObject, objectAt, objectsAt, ownValue, stringAt, type Json, type JsonObject } from '../json.ts';
import { NO_TOKEN_VOLUME, withoutToken } from '../token-mount.ts';
import type { SpecFields } from './check-spec.ts';
import type { ConflictPolicy, Placement, Template } from './template.ts';

/** The SHA-256 of a text, as hex digits. A parameter because the core runs where there is no `node:crypto`. */
export type Sha256Hex = (text: string) => string;

const REVISION_LENGTH = 12;

/** Makes a template of a document that was found free of problems: what is absent takes its default. */
export function compileTemplate(
  name: string,
  document: JsonObject,
  fields: SpecFields,
  sha256Hex: Sha256Hex,
): Template {
  const spec = Object.fromEntries(
    [...fields]
      .map(([field, { value }]) => [field, withoutNulls(value)] as const)
      .filter(([, value]) => value !== null),
  );
  const token = choice<Template['token']>(document, 'token', 'pod');
  const placement = (list: string): Placement => choice(objectAt(document, 'order') ?? {}, list, 'last');
  const metadata = objectAt(document, 'metadata');
  return {
    name,
    revision: sha256Hex(JSON.stringify(sortKeys(document))).slice(0, REVISION_LENGTH),
    isDefault: document['default'] === true,
    order: { containers: placement('containers'), initContainers: placement('initContainers') },
    onConflict: choice<ConflictPolicy>(document, 'onConflict', 'keep'),
    hostNetwork: choice(document, 'hostNetwork', 'skip'),
    os: choice(document, 'os', 'linux'),
    token,
    labels: strings(objectAt(metadata, 'labels')),
    annotations: strings(objectAt(metadata, 'annotations')),
    spec: token === 'none' ? hideToken(spec) : spec,
  };
}

/** The value of a checked enumeration field; null counts as absent. */
function choice<Value extends string>(object: JsonObject, field: string, fallback: Value): Value {
  return (stringAt(object, field) as Value | undefined) ?? fallback;
}

function strings(object: JsonObject | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(object ?? {}).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  );
}

function hideToken(spec: JsonObject): JsonObject {
  const lists = (['containers', 'initContainers'] as const).filter((list) => ownValue(spec, list) !== undefined);
  const containers = Object.fromEntries(lists.map((list) => [list, objectsAt(spec, list).map(withoutToken)]));
  return { ...spec, ...containers, volumes: [...objectsAt(spec, 'volumes'), NO_TOKEN_VOLUME] };
}

/** Null means nothing in a template: it neither sets nor deletes. */
function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, child]) =>
      child === null || child === undefined ? [] : [[key, withoutNulls(child)]],
    ),
  );
}

function sortKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, child]) => [key, sortKeys(child ?? null)]));
}

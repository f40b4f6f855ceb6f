import { objectAt, objectsAt, stringAt, type Json, type JsonObject } from '../../../src/injection/json.ts';

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const NO_TOKEN = 'no-service-account-token';
const OPTIONS: ReadonlySet<string> = new Set(['description', 'order', 'token', 'hostNetwork', 'metadata']);
const CONTAINER_LISTS = ['containers', 'initContainers'] as const;

/** A template as a Pod, in the two forms that Go needs. */
export interface Overlays {
  /** What Go lays over the user's Pod: an entry named `"*"` stands once for each container of the application. */
  readonly overlay: JsonObject;
  /** The template without such entries. */
  readonly alone: JsonObject;
}

/** A template's document as a Pod, with all that it is short for written out. */
export function overlaysOf(document: JsonObject, pod: JsonObject): Overlays {
  const { spec, metadata } = document;
  const top = Object.fromEntries(Object.entries(document).filter(([field]) => !OPTIONS.has(field)));
  const fields = (spec ?? top) as JsonObject;
  const about = metadata === undefined ? {} : { metadata };
  const own = withLists(fields, (list) => ownEntries(fields, list));
  const alone = document['token'] === 'none' ? withoutToken(own) : own;
  const whole = withLists(alone, (list) => [...objectsAt(alone, list), ...applicationEntries(fields, pod, list)]);
  return { overlay: { ...about, spec: whole }, alone: { ...about, spec: alone } };
}

function withLists(spec: JsonObject, entries: (list: string) => readonly JsonObject[]): JsonObject {
  const lists = CONTAINER_LISTS.filter((list) => Array.isArray(spec[list])).map((list) => [list, entries(list)]);
  return { ...spec, ...(Object.fromEntries(lists) as JsonObject) };
}

function ownEntries(fields: JsonObject, list: string): readonly JsonObject[] {
  return objectsAt(fields, list).filter((entry) => entry['name'] !== '*');
}

function applicationEntries(fields: JsonObject, pod: JsonObject, list: string): readonly JsonObject[] {
  const shared = objectsAt(fields, list).find((entry) => entry['name'] === '*');
  if (shared === undefined) return [];
  const injected = new Set<Json | undefined>();
  for (const one of CONTAINER_LISTS) for (const { name } of ownEntries(fields, one)) injected.add(name);
  const names = objectsAt(objectAt(pod, 'spec'), list).map((container) => stringAt(container, 'name') ?? '');
  return names.filter((name) => !injected.has(name)).map((name) => Object.assign({}, shared, { name }));
}

function withoutToken(spec: JsonObject): JsonObject {
  const covered = withLists(spec, (list) => objectsAt(spec, list).map(coverToken));
  return { ...covered, volumes: [...objectsAt(spec, 'volumes'), { name: NO_TOKEN, emptyDir: {} }] };
}

function coverToken(container: JsonObject): JsonObject {
  const mount = { name: NO_TOKEN, readOnly: true, mountPath: TOKEN_PATH };
  return { ...container, volumeMounts: [...objectsAt(container, 'volumeMounts'), mount] };
}

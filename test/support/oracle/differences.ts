import { isJsonObject, isSameJson, ownValue, type Json, type JsonObject } from '../../../src/injection/json.ts';

/** One place in the Pods that are compared, and in those that they were made of. */
export interface Views {
  readonly ours: Json | undefined;
  readonly go: Json | undefined;
  readonly pod: Json | undefined;
  readonly overlay: Json | undefined;
  /** What the API server sees in ours and in Go's, with its defaults. */
  readonly seenOurs: Json | undefined;
  readonly seenGo: Json | undefined;
}

/** A place where ours and Go's are not the same. */
export interface Difference extends Views {
  /** As people read it: `spec.volumes[data].emptyDir`. */
  readonly path: string;
  /** The path without the keys of entries: `spec.volumes.emptyDir`. */
  readonly field: string;
  /** A value; the sequence of a list's keys; or all entries of one key, where a list holds the key twice. */
  readonly kind: 'value' | 'order' | 'entries';
  /** The innermost entry of a list with a merge key that the place is in, or is. */
  readonly entry?: Entry;
}

/** An entry of a list with a merge key. */
export interface Entry extends Views {
  readonly list: string;
  /** All entries of the list in ours. */
  readonly siblings: readonly JsonObject[];
}

interface Place {
  readonly path: string;
  readonly field: string;
  readonly entry?: Entry;
}

const CONTAINER_KEYS: readonly (readonly [string, string])[] = [
  ['env', 'name'],
  ['ports', 'containerPort'],
  ['volumeMounts', 'mountPath'],
  ['volumeDevices', 'devicePath'],
];

/**
 * The lists that Go merges by a key, from the `patchMergeKey` tags of its types.
 *
 * @see https://github.com/kubernetes/api/blob/v0.36.3/core/v1/types.go
 */
const GO_KEYS: ReadonlyMap<string, string> = new Map([
  ['spec.volumes', 'name'],
  ['spec.containers', 'name'],
  ['spec.initContainers', 'name'],
  ['spec.imagePullSecrets', 'name'],
  ['spec.schedulingGates', 'name'],
  ['spec.resourceClaims', 'name'],
  ['spec.hostAliases', 'ip'],
  ['spec.topologySpreadConstraints', 'topologyKey'],
  ...['spec.containers', 'spec.initContainers'].flatMap((list) =>
    CONTAINER_KEYS.map(([field, key]) => [`${list}.${field}`, key] as const),
  ),
]);

/** Every place where ours and Go's differ, as deep down as it goes. */
export function findDifferences(views: Views): readonly Difference[] {
  return walk({ path: '', field: '' }, views);
}

function walk(place: Place, views: Views): readonly Difference[] {
  const { ours, go } = views;
  if (isSameJson(ours, go)) return [];
  const names = fieldsToWalk(place, ours, go);
  if (names !== undefined) {
    return names.flatMap((name) =>
      walk(
        fieldOf(place, name),
        eachView(views, (value) => memberOf(value, name)),
      ),
    );
  }
  const key = GO_KEYS.get(place.field);
  return key !== undefined && Array.isArray(ours) && Array.isArray(go)
    ? walkList(place, views, key)
    : [{ ...place, ...views, kind: 'value' }];
}

/** The fields of two objects; of labels and annotations also where one side has none at all. */
function fieldsToWalk({ field }: Place, ours: Json | undefined, go: Json | undefined): readonly string[] | undefined {
  const isMap = field === 'metadata.labels' || field === 'metadata.annotations';
  const [left, right] = isMap ? [ours ?? {}, go ?? {}] : [ours, go];
  if (!isJsonObject(left) || !isJsonObject(right)) return undefined;
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return isMap && names.size === 0 ? undefined : [...names];
}

function fieldOf({ entry, ...place }: Place, name: string): Place {
  const dot = place.path === '' ? '' : '.';
  const field = { path: `${place.path}${dot}${name}`, field: `${place.field}${dot}${name}` };
  return entry === undefined ? field : { ...field, entry };
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  return isJsonObject(value) ? ownValue(value, name) : undefined;
}

function eachView(views: Views, pick: (value: Json | undefined) => Json | undefined): Views {
  return {
    ours: pick(views.ours),
    go: pick(views.go),
    pod: pick(views.pod),
    overlay: pick(views.overlay),
    seenOurs: pick(views.seenOurs),
    seenGo: pick(views.seenGo),
  };
}

function walkList(place: Place, views: Views, key: string): readonly Difference[] {
  const keys = eachView(views, (list) => [...new Set(entriesOf(list).map((entry) => entry[key] ?? null))]);
  const all = new Set([...keysOf(keys.ours), ...keysOf(keys.go)]);
  const inEntries = [...all].flatMap((value) => walkEntries(place, views, { key, value }));
  const common = (one: Json | undefined, other: Json | undefined): readonly Json[] =>
    keysOf(one).filter((value) => keysOf(other).includes(value));
  const isSameOrder = isSameJson(common(keys.ours, keys.go), common(keys.go, keys.ours));
  return isSameOrder ? inEntries : [...inEntries, { ...place, ...keys, kind: 'order' }];
}

function entriesOf(list: Json | undefined): readonly JsonObject[] {
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}

function keysOf(keys: Json | undefined): readonly Json[] {
  return Array.isArray(keys) ? keys : [];
}

interface Key {
  readonly key: string;
  readonly value: Json;
}

function walkEntries({ path, field }: Place, views: Views, { key, value }: Key): readonly Difference[] {
  const entries = eachView(views, (list) => entriesOf(list).filter((entry) => (entry[key] ?? null) === value));
  const siblings = entriesOf(views.ours);
  const at = { path: `${path}[${typeof value === 'string' ? value : JSON.stringify(value)}]`, field };
  if ([entries.ours, entries.go, entries.pod, entries.overlay].every((list) => keysOf(list).length < 2)) {
    const single = eachView(entries, (list) => keysOf(list)[0]);
    return walk({ ...at, entry: { ...single, list: field, siblings } }, single);
  }
  if (isSameJson(entries.ours, entries.go)) return [];
  return [{ ...at, ...entries, entry: { ...entries, list: field, siblings }, kind: 'entries' }];
}

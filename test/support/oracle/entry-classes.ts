import { isJsonObject, isUnset, type Json, type JsonObject } from '../../../src/injection/json.ts';
import type { DeviationClass } from './deviation-class.ts';
import type { Difference, Entry } from './differences.ts';
import { isSame } from './value-classes.ts';
import { withoutNulls } from './without-nulls.ts';

/** Lists of entries of which one field excludes the others. */
const UNION_LISTS: ReadonlySet<string> = new Set([
  'spec.volumes',
  'spec.resourceClaims',
  'spec.containers.env',
  'spec.initContainers.env',
]);
/** Objects outside of lists that are one value: a probe's handler, a profile and its type. */
const UNION_OBJECTS =
  /ecurityContext\.(?:seccomp|appArmor)Profile$|ontainers\.(?:(?:liveness|readiness|startup)Probe|lifecycle\.\w+)$/;
const CONTAINERS = /^spec\.(?:initC|c)ontainers$/;
const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The second key of lists that Go merges by the first only. */
const SECOND_KEYS: ReadonlyMap<string, string> = new Map([
  ['spec.topologySpreadConstraints', 'whenUnsatisfiable'],
  ['spec.containers.ports', 'protocol'],
  ['spec.initContainers.ports', 'protocol'],
]);

/** The classes of lists with a key. */
export const ENTRY_CLASSES: readonly DeviationClass[] = [
  { name: 'order', holds: { replace: keepsOrder, keep: keepsOrder, reject: ({ kind }) => kind === 'order' } },
  {
    name: 'union',
    holds: {
      replace: (place) =>
        isOfUnionObject(place, place.overlay, place.pod) || (isInUnion(place) && isTemplatesEntry(place)),
      keep: (place) => isOfUnionObject(place, place.pod, place.overlay) || (isInUnion(place) && isPodsEntry(place)),
    },
  },
  {
    name: 'whole-entry',
    holds: {
      replace: (place) => !isInUnion(place) && isTemplatesEntry(place),
      keep: (place) => !isInUnion(place) && isPodsEntry(place),
    },
  },
  {
    name: 'composite-key',
    holds: {
      replace: holdsEachOnce,
      keep: holdsEachOnce,
      reject: (place) => isMixture(place) || (isComposite(place) && hasNoRivals(place)),
    },
  },
  {
    name: 'duplicate-keys',
    holds: {
      replace: keepsDuplicates,
      keep: keepsDuplicates,
      reject: ({ kind, pod, overlay }) =>
        kind === 'entries' && listOf(pod).length > 1 && isSame(listOf(pod).at(-1), cleaned(listOf(overlay)[0])),
    },
  },
  { name: 'token-mount', holds: { replace: isTokenMount, keep: isTokenMount } },
  { name: 'mount-path', holds: { replace: hasOtherSlash, keep: hasOtherSlash } },
];

function cleaned(value: Json | undefined): Json {
  return withoutNulls(value ?? null);
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** The Pod's entries stay in their order; new ones follow them, and only containers may stand before them. */
function keepsOrder({ kind, field, ours, pod, overlay }: Difference): boolean {
  if (kind !== 'order') return false;
  const own = listOf(pod).map(withoutSlash);
  const wanted = listOf(overlay).map(withoutSlash);
  const merged = listOf(ours).map(withoutSlash);
  const added = wanted.filter((key) => !own.includes(key));
  const known = merged.filter((key) => own.includes(key) || added.includes(key));
  return isSame(known, [...own, ...added]) || (CONTAINERS.test(field) && isSame(known, [...added, ...own]));
}

function withoutSlash(key: Json): Json {
  return typeof key === 'string' ? key.replace(/(?<=.)\/$/, '') : key;
}

function isInUnion({ entry, field }: Difference): boolean {
  return entry !== undefined && UNION_LISTS.has(entry.list) && !field.slice(entry.list.length + 1).includes('.');
}

/** Whether a field, without keys, is a list of unions or a union itself. */
export function isUnionField(field: string): boolean {
  return UNION_LISTS.has(field) || UNION_OBJECTS.test(field);
}

/** Go leaves in a union what only the losing side has. */
function isOfUnionObject({ field, ours, go }: Difference, winner: Json | undefined, loser: Json | undefined): boolean {
  const names = field.split('.');
  const isInside = names.some((_, index) => UNION_OBJECTS.test(names.slice(0, index).join('.')));
  return isInside && isUnset(ours) && isUnset(winner) && !isUnset(go) && isSame(cleaned(go), cleaned(loser));
}

/** The template's entry stands as it is, and Go leaves something of the Pod's in it. */
function isTemplatesEntry({ entry, ours, go, pod, overlay }: Difference): boolean {
  const isWhole = hasBoth(entry) && isSame(entry.ours, cleaned(entry.overlay));
  return isWhole && isUnset(ours) && isUnset(overlay) && isSame(go, pod);
}

/** The Pod's entry stands as it is, and Go puts something of the template's into it. */
function isPodsEntry({ entry, ours, go, pod, overlay }: Difference): boolean {
  const isWhole = hasBoth(entry) && isSame(entry.ours, entry.pod);
  return isWhole && isUnset(ours) && isUnset(pod) && isSame(cleaned(go), cleaned(overlay));
}

function hasBoth(entry: Entry | undefined): entry is Entry {
  return isJsonObject(entry?.pod) && isJsonObject(entry.overlay) && !CONTAINERS.test(entry.list);
}

function isComposite({ kind, field }: Difference): boolean {
  return kind === 'entries' && SECOND_KEYS.has(field);
}

/** Ours has each second key once: the Pod's entry or the template's, never a mixture. */
function holdsEachOnce(place: Difference): boolean {
  if (!isComposite(place)) return false;
  const [ours, pod, overlay] = [listOf(place.ours), listOf(place.pod), listOf(place.overlay).map(cleaned)];
  const second = SECOND_KEYS.get(place.field) ?? '';
  const keys = new Set([...pod, ...overlay].map((entry) => keyOf(entry, second)));
  const isWhole = ours.every((entry) => [...pod, ...overlay].some((other) => isSame(entry, other)));
  return isWhole && ours.length === keys.size && keys.size === new Set(ours.map((entry) => keyOf(entry, second))).size;
}

function keyOf(entry: Json, second: string): Json {
  return (entry as JsonObject)[second] ?? 'TCP';
}

/** Go lays one entry over another that has another second key. */
function isMixture({ entry }: Difference): boolean {
  const second = SECOND_KEYS.get(entry?.list ?? '');
  if (second === undefined || !isJsonObject(entry?.pod) || !isJsonObject(entry.overlay)) return false;
  return keyOf(entry.pod, second) !== keyOf(entry.overlay, second);
}

/** Where both sides have an entry with both keys, it is the same one. */
function hasNoRivals({ field, pod, overlay }: Difference): boolean {
  const second = SECOND_KEYS.get(field) ?? '';
  return listOf(overlay).every((wanted) =>
    listOf(pod)
      .filter((own) => keyOf(own, second) === keyOf(wanted, second))
      .every((own) => isSame(completed(own, second), completed(wanted, second))),
  );
}

function completed(entry: Json, second: string): Json {
  return { ...(cleaned(entry) as JsonObject), [second]: keyOf(entry, second) };
}

/** The Pod has a key twice: none is removed, and only the last can give way. */
function keepsDuplicates({ kind, ours, pod, overlay }: Difference): boolean {
  const [own, merged] = [listOf(pod), listOf(ours)];
  if (kind !== 'entries' || own.length < 2 || merged.length !== own.length) return false;
  const last = merged.at(-1);
  const isLastOfEither = isSame(last, own.at(-1)) || isSame(last, cleaned(listOf(overlay)[0]));
  return isSame(merged.slice(0, -1), own.slice(0, -1)) && isLastOfEither;
}

/** What the API server's ServiceAccount plugin would add to a container that is new. */
function isTokenMount({ field, ours, go, pod }: Difference): boolean {
  if (!isUnset(pod) || listOf(go).length > 0 || !field.endsWith('ontainers.volumeMounts')) return false;
  const mounts = Array.isArray(ours) ? listOf(ours) : [ours ?? null];
  return mounts.length > 0 && mounts.every((mount) => isJsonObject(mount) && mount['mountPath'] === TOKEN_PATH);
}

/** `/etc/envoy/` and `/etc/envoy` are one path to us, of which one entry stands, and two to Go. */
function hasOtherSlash({ entry, ours, go }: Difference): boolean {
  if (entry?.list.endsWith('ontainers.volumeMounts') !== true || !isUnset(ours) || !isJsonObject(go)) return false;
  const path = pathOf(go);
  const isFromOneSide = isSame(go, entry.pod) || isSame(go, entry.overlay);
  return isFromOneSide && entry.siblings.some((mount) => pathOf(mount) === path);
}

function pathOf(mount: JsonObject): string | undefined {
  const path = withoutSlash(mount['mountPath'] ?? null);
  return typeof path === 'string' ? path : undefined;
}

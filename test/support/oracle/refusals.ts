import {
  isJsonObject,
  isUnset,
  objectAt,
  objectsAt,
  stringAt,
  type Json,
  type JsonObject,
} from '../../../src/injection/json.ts';
import type { Difference } from './differences.ts';
import { isUnionField } from './entry-classes.ts';
import { isSame } from './value-classes.ts';
import { withoutNulls } from './without-nulls.ts';

const CONTAINER_LISTS = ['containers', 'initContainers'] as const;

/** What the user's container may not have where the template's leaves it out: it would run something else. */
const DECISIVE_FIELDS: readonly string[] = [
  'command',
  'args',
  'workingDir',
  'lifecycle',
  'securityContext',
  'restartPolicy',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
];

/** The place that a refusal names, with both values. */
export interface StatedPlace {
  readonly path: string;
  readonly field: string;
  readonly pod: Json | undefined;
  readonly overlay: Json | undefined;
}

/** The place of a message `… conflicts with the Pod at spec.volumes[name="data"]: …`; `undefined` where it names none. */
export function findStatedPlace(message: string, pod: JsonObject, overlay: JsonObject): StatedPlace | undefined {
  const [, path] = /conflicts with the Pod at (.*?): the Pod has/.exec(message) ?? [];
  if (path === undefined) return undefined;
  const steps = [...path.matchAll(/(?<field>[^.[\]]+)(?:\[(?<keys>[^\]]*)\])?/g)].map(({ groups }) => groups ?? {});
  const at = (root: JsonObject): Json | undefined => steps.reduce<Json | undefined>(step, root);
  return { path, field: steps.map(({ field }) => field).join('.'), pod: at(pod), overlay: at(overlay) };
}

function step(
  value: Json | undefined,
  { field = '', keys }: Partial<Readonly<Record<string, string>>>,
): Json | undefined {
  if (!isJsonObject(value)) return undefined;
  return keys === undefined ? value[field] : objectsAt(value, field).findLast(isNamed(keys));
}

/** An entry with these keys; the paths that we write have no slash at their end, and name the default protocol. */
function isNamed(keys: string): (entry: JsonObject) => boolean {
  const wanted = keys.split(',').map((pair) => pair.split('='));
  return (entry) =>
    wanted.every(([key = '', value]) => {
      const own = key === 'protocol' ? (entry[key] ?? 'TCP') : entry[key];
      return JSON.stringify(own).replace(/(?<=.)\/"$/, '"') === value;
    });
}

/**
 * The class of a place where we refuse although Go's merges agree: two entries, or two of a union, of which Go takes the fields
 * together; `undefined` where both sides hold the same, or there is no such entry.
 */
export function classOfEntry({ path, field, pod, overlay }: StatedPlace): string | undefined {
  const differ = !isUnset(pod) && !isUnset(overlay) && !isSame(withoutNulls(pod), withoutNulls(overlay));
  if (differ && isUnionField(field)) return 'union';
  return differ && path.endsWith(']') ? 'whole-entry' : undefined;
}

/** Whether a refusal for a volume is backed: both have it, with other content, and a container comes to mount it. */
export function isMountedVolume(place: StatedPlace | undefined, pod: JsonObject, overlay: JsonObject): boolean {
  if (place?.field !== 'spec.volumes' || classOfEntry(place) === undefined) return false;
  const name = stringAt(place.overlay as JsonObject, 'name');
  return CONTAINER_LISTS.some((list) =>
    objectsAt(objectAt(overlay, 'spec'), list).some((container) => {
      const own = containerOf(pod, list, container['name']);
      return mounts(container, name) && (own === undefined || !mounts(own, name));
    }),
  );
}

function mounts(container: JsonObject, volume: string | undefined): boolean {
  return objectsAt(container, 'volumeMounts').some((mount) => mount['name'] === volume);
}

/** Whether Go would change a container that both sides have, in a place that no class names. */
export function changesContainer(unnamed: readonly Difference[], pod: JsonObject, overlay: JsonObject): boolean {
  return unnamed.some(({ path }) => {
    const isInside = /^spec\.(?:initC|c)ontainers\[/.test(path);
    return isInside && hasContainer(path, pod) && hasContainer(path, overlay);
  });
}

function hasContainer(path: string, root: JsonObject): boolean {
  const [, list = '', name] = /^spec\.(\w+)\[(.*?)\]/.exec(path) ?? [];
  return containerOf(root, list, name) !== undefined;
}

/**
 * Whether a container has something that decides what runs, and the template's of that name has not; both with defaults.
 * Ports count where the template says anything of them.
 */
export function hasDecisiveField(seenPod: JsonObject, seenOverlay: JsonObject, overlay: JsonObject): boolean {
  return CONTAINER_LISTS.some((list) =>
    objectsAt(objectAt(seenOverlay, 'spec'), list).some((wanted) => {
      const own = containerOf(seenPod, list, wanted['name']);
      const saysPorts = !isUnset(containerOf(overlay, list, wanted['name'])?.['ports']);
      const fields = saysPorts ? [...DECISIVE_FIELDS, 'ports'] : DECISIVE_FIELDS;
      return own !== undefined && fields.some((field) => !isSame(own[field], wanted[field]));
    }),
  );
}

function containerOf(pod: JsonObject, list: string, name: Json | undefined): JsonObject | undefined {
  return objectsAt(objectAt(pod, 'spec'), list).find((container) => container['name'] === name);
}

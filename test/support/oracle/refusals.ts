import { isUnset, objectAt, objectsAt, stringAt, type Json, type JsonObject } from '../../../src/injection/json.ts';
import type { Difference } from './differences.ts';
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
  const [, field, keys] = /conflicts with the Pod at (spec[.\w]*)(?:\[(.*?)\])?: the Pod has/.exec(message) ?? [];
  if (field === undefined) return undefined;
  const at = (root: JsonObject): Json | undefined =>
    keys === undefined ? valueAt(root, field) : objectsAt(parentOf(root, field), lastOf(field)).find(isNamed(keys));
  return { path: keys === undefined ? field : `${field}[${keys}]`, field, pod: at(pod), overlay: at(overlay) };
}

function parentOf(root: JsonObject, field: string): JsonObject | undefined {
  const names = field.split('.').slice(0, -1);
  return names.reduce<JsonObject | undefined>((object, name) => objectAt(object, name), root);
}

function lastOf(field: string): string {
  return field.split('.').at(-1) ?? '';
}

function valueAt(root: JsonObject, field: string): Json | undefined {
  return parentOf(root, field)?.[lastOf(field)];
}

function isNamed(keys: string): (entry: JsonObject) => boolean {
  const wanted = keys.split(',').map((pair) => pair.split('='));
  return (entry) => wanted.every(([key = '', value]) => JSON.stringify(entry[key]) === value);
}

/** Whether both sides have an entry in the place, and not the same. */
export function differs({ pod, overlay }: StatedPlace): boolean {
  return !isUnset(pod) && !isUnset(overlay) && !isSame(withoutNulls(pod), withoutNulls(overlay));
}

/** Whether a refusal for a volume is backed: both have it, with other content, and an added container mounts it. */
export function isMountedVolume(place: StatedPlace | undefined, pod: JsonObject, overlay: JsonObject): boolean {
  if (place?.field !== 'spec.volumes' || !differs(place)) return false;
  const name = stringAt(place.overlay as JsonObject, 'name');
  return CONTAINER_LISTS.some((list) => {
    const own = new Set(objectsAt(objectAt(pod, 'spec'), list).map((container) => container['name']));
    return objectsAt(objectAt(overlay, 'spec'), list)
      .filter((container) => !own.has(container['name']))
      .some((container) => objectsAt(container, 'volumeMounts').some((mount) => mount['name'] === name));
  });
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

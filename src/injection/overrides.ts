import { OVERRIDES_ANNOTATION } from './annotations.ts';
import {
  isEmptyObject,
  isJsonObject,
  objectAt,
  objectsAt,
  ownValue,
  stringAt,
  type Json,
  type JsonObject,
} from './json.ts';
import { layValue, wantedField, withFields, type Laying } from './merge-value.ts';
import { splitNames } from './opt-in.ts';
import { hidesToken, isPluginsTokenMount } from './token-mount.ts';

/** The image with which a user says: this container is the template's, with what I set here. */
export const AUTO_IMAGE = 'auto';

/** Fields of which the API server fills in a default before any webhook sees the Pod; with the image `auto` it counts as unset. */
const DEFAULTED_FIELDS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['imagePullPolicy', 'Always'],
  ['terminationMessagePath', '/dev/termination-log'],
  ['terminationMessagePolicy', 'File'],
]);

/**
 * The names of the Pod's containers that are the user's own overrides, although their image is no longer `auto`: those that
 * the annotation lists, which the injector writes when it fills one in.
 */
export function readOverrides(pod: JsonObject): ReadonlySet<string> {
  const names = stringAt(objectAt(objectAt(pod, 'metadata'), 'annotations'), OVERRIDES_ANNOTATION);
  return new Set(names === undefined ? [] : splitNames(names));
}

/** Whether the user left the image of a container to a template. */
export function hasAutoImage(container: JsonObject): boolean {
  return ownValue(container, 'image') === AUTO_IMAGE;
}

/**
 * The user's container with what it leaves out taken from the template's; what the user set stands, whatever the template's
 * policy. The very same object where nothing is left out.
 */
export function fillIn(own: JsonObject, template: JsonObject): JsonObject {
  const laying: Laying = { onConflict: 'keep', conflicts: [], additions: [] };
  const base = hasAutoImage(own) ? withoutDefaults(own, template) : own;
  const filled = withFields(base, Object.keys(template), (field) => {
    const present = ownValue(base, field);
    const wanted = template[field] ?? null;
    if (field === 'resources' && isJsonObject(present) && isJsonObject(wanted)) return fillResources(present, wanted);
    return layValue(laying, field, present, wantedField('Container', field, wanted));
  });
  return filled;
}

/**
 * What the user wrote. The pull policy that the API server made of the image `auto` would be wrong for the real one, and the
 * token that it mounted is nothing that the user asked for where the template hides it.
 */
function withoutDefaults(own: JsonObject, template: JsonObject): JsonObject {
  const kept = Object.entries(own).filter(
    ([field, value]) => field !== 'image' && !(value !== undefined && DEFAULTED_FIELDS.get(field) === value),
  );
  if (!hidesToken(template)) return Object.fromEntries(kept);
  const volumeMounts = objectsAt(own, 'volumeMounts').filter((mount) => !isPluginsTokenMount(mount));
  return { ...Object.fromEntries(kept), volumeMounts };
}

/** A request of the user's beside a limit of the template's could be larger than it: each resource is one or the other's. */
function fillResources(own: JsonObject, template: JsonObject): JsonObject {
  const named = new Set(['requests', 'limits'].flatMap((kind) => Object.keys(objectAt(own, kind) ?? {})));
  return withFields(own, Object.keys(template), (kind) => {
    const present = ownValue(own, kind);
    const wanted = ownValue(template, kind);
    if (!isJsonObject(wanted)) return present ?? wanted;
    const missing = Object.fromEntries(Object.entries(wanted).filter(([resource]) => !named.has(resource)));
    if (isEmptyObject(missing)) return present;
    return { ...missing, ...(isJsonObject(present) ? present : {}) };
  });
}

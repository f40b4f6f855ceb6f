import { mergeApplications, mountedVolumes } from './applications.ts';
import { isUnset, objectAt, objectsAt, ownValue, type Json, type JsonObject } from './json.ts';
import {
  CONTAINER_LISTS,
  listValue,
  mergeContainers,
  type ContainerList,
  type MergeTarget,
} from './merge-containers.ts';
import type { MergedContainers, Override, Placed } from './merge-containers.ts';
import { layValue, wantedField, withFields, type Conflict, type Laying } from './merge-value.ts';
import { settleDefault, withHostPorts } from './server-defaults.ts';
import type { Overlay, Template } from './template/template.ts';

/** The names of what a merge added. */
export interface Added {
  readonly containers: readonly string[];
  readonly initContainers: readonly string[];
  readonly volumes: readonly string[];
}

/** A value of the Pod that gave way to the template's. */
export interface GaveWay {
  readonly path: string;
  readonly value: Json;
  /** Of a container that moved to the other list: where in its own list it stood. */
  readonly index?: number;
}

/** What comes of laying a template over a Pod. */
export interface Merge {
  /** The merged Pod spec: the very object that went in where nothing changes. */
  readonly spec: JsonObject;
  readonly conflicts: readonly Conflict[];
  /** Names of containers that the Pod has already, with other content. */
  readonly taken: readonly string[];
  /** The user's own overrides that were filled in. */
  readonly overrides: readonly Override[];
  readonly added: Added;
  /** Paths of all else that was added: fields of the spec, and what `"*"` put into the application's containers. */
  readonly fields: readonly string[];
  readonly gaveWay: readonly GaveWay[];
  /** Names of the volumes that containers mount which this merge added or changed. */
  readonly mounted: ReadonlySet<Json | undefined>;
  /** How many containers this merge put before the Pod's own. */
  readonly placed: Placed;
}

/**
 * Lays a template over a Pod: what the Pod lacks is added, what is equal is left alone, what differs is a conflict. With
 * `onConflict: replace` the template's value stands in the merged spec, otherwise the Pod's. Whatever does not change
 * keeps its identity, so that the patch can skip it. Nothing of the Pod is removed, and no argument is changed.
 *
 * @see https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/
 */
export function mergeTemplate(template: Template, overlay: Overlay, target: MergeTarget): Merge {
  const before = objectAt(target.pod, 'spec') ?? {};
  const laying: Laying = { onConflict: template.onConflict, conflicts: [], additions: [] };
  const defaults: GaveWay[] = [];
  const containers = mergeContainers(template, overlay, target);
  const spec = withFields(before, fieldsOf(overlay), (field) =>
    field === 'containers' || field === 'initContainers'
      ? listValue(before, field, withApplications(laying, overlay, { containers, target, list: field }))
      : mergeField(laying, defaults, field, { pod: target.pod, wanted: overlay.spec[field] ?? null }),
  );
  const replaced = template.onConflict === 'replace' ? laying.conflicts : [];
  const filledIn = containers.overrides.map(beforeOverride);
  return {
    spec,
    conflicts: laying.conflicts,
    taken: containers.taken,
    overrides: containers.overrides,
    added: summarise(before, spec),
    fields: laying.additions.filter((path) => !path.startsWith('spec.volumes')),
    gaveWay: [...defaults, ...filledIn, ...replaced.map(({ path, podValue }) => ({ path, value: podValue ?? null }))],
    mounted: newlyMounted(before, spec),
    placed: containers.placed,
  };
}

function beforeOverride({ name, list, before: value, movedFrom: index }: Override): GaveWay {
  const path = `spec.${list}[name=${JSON.stringify(name)}]`;
  return index === undefined ? { path, value } : { path, value, index };
}

/** Native placement and `"*"` can change a list that the template's spec does not have. */
function fieldsOf({ spec, applications }: Overlay): readonly string[] {
  const fields = Object.keys(spec);
  const touchesContainers = CONTAINER_LISTS.some((list) => list in spec || list in applications);
  return touchesContainers ? [...new Set([...CONTAINER_LISTS, ...fields])] : fields;
}

interface ListMerge {
  readonly containers: MergedContainers;
  readonly target: MergeTarget;
  readonly list: ContainerList;
}

function withApplications(
  laying: Laying,
  { applications }: Overlay,
  { containers, target, list }: ListMerge,
): readonly JsonObject[] {
  const shared = applications[list];
  const merged = containers.lists[list];
  if (shared === undefined) return merged;
  const wantedFor = (container: JsonObject): JsonObject => withHostPorts(shared, target.pod, container);
  return mergeApplications(laying, list, merged, { wantedFor, injected: target.injected });
}

interface FieldMerge {
  readonly pod: JsonObject;
  readonly wanted: Json;
}

function mergeField(laying: Laying, defaults: GaveWay[], field: string, { pod, wanted }: FieldMerge): Json | undefined {
  const present = ownValue(objectAt(pod, 'spec'), field);
  const settled = settleDefault(pod, field, wanted);
  if (settled === undefined) return layValue(laying, `spec.${field}`, present, wantedField('PodSpec', field, wanted));
  if (settled !== present && !isUnset(present)) defaults.push({ path: `spec.${field}`, value: present });
  return settled;
}

function summarise(before: JsonObject, after: JsonObject): Added {
  return {
    containers: addedNames(before, after, 'containers'),
    initContainers: addedNames(before, after, 'initContainers'),
    volumes: addedNames(before, after, 'volumes'),
  };
}

function addedNames(before: JsonObject, after: JsonObject, list: string): readonly string[] {
  if (before[list] === after[list]) return [];
  const present = new Set<Json | undefined>();
  for (const { name } of objectsAt(before, list)) present.add(name);
  const added: string[] = [];
  for (const { name } of objectsAt(after, list)) if (typeof name === 'string' && !present.has(name)) added.push(name);
  return added;
}

/** Volumes that a container mounts now and did not mount before. */
function newlyMounted(before: JsonObject, after: JsonObject): ReadonlySet<Json | undefined> {
  const names = new Set<Json | undefined>();
  if (CONTAINER_LISTS.every((list) => before[list] === after[list])) return names;
  const present = new Map(containersOf(before).map((container) => [container['name'], container]));
  for (const container of containersOf(after)) {
    const own = present.get(container['name']);
    if (container === own) continue;
    const had = own === undefined ? [] : mountedVolumes(own);
    for (const volume of mountedVolumes(container)) if (!had.includes(volume)) names.add(volume);
  }
  return names;
}

function containersOf(spec: JsonObject): readonly JsonObject[] {
  return CONTAINER_LISTS.flatMap((list) => objectsAt(spec, list));
}

import { isTemplateContainer } from './container-match.ts';
import { isJsonObject, isUnset, objectAt, objectsAt, ownValue, stringAt, type Json, type JsonObject } from './json.ts';
import { describeKey, findEntry, isSameEntry } from './keyed-list.ts';
import { fieldOf } from './pod-fields.ts';
import type { FieldSchema } from './pod-schema.generated.ts';
import { isSameValue } from './same-value.ts';
import { settleDefault } from './server-defaults.ts';
import type { Template } from './template/template.ts';
import { withTokenMount } from './token-mount.ts';

/** A place where the Pod holds another value than the template. */
export interface Conflict {
  /** Field path as Kubernetes writes it: `spec.volumes[name="envoy-conf"]`. */
  readonly path: string;
  readonly podValue: Json | undefined;
  readonly templateValue: Json;
  /** The volume's name where the whole value of a volume differs. */
  readonly volume?: string;
}

/** How many containers of each list this review has put before the Pod's own already. */
export interface Placed {
  readonly containers: number;
  readonly initContainers: number;
}

/** The names of what a merge added. */
export interface Added {
  readonly containers: readonly string[];
  readonly initContainers: readonly string[];
  readonly volumes: readonly string[];
}

/** What comes of laying a template over a Pod. */
export interface Merge {
  /** The merged Pod spec: the very object that went in where nothing changes. */
  readonly spec: JsonObject;
  readonly conflicts: readonly Conflict[];
  /** Names of containers that the Pod has already, with other content. */
  readonly taken: readonly string[];
  readonly added: Added;
  /** How many containers this merge put before the Pod's own. */
  readonly placed: Placed;
}

interface Step {
  readonly pod: JsonObject;
  readonly template: Template;
  readonly placed: Placed;
  readonly conflicts: Conflict[];
  readonly taken: string[];
}

/**
 * Lays a template over a Pod: what the Pod lacks is added, what is equal is left alone, what differs is a conflict. With
 * `onConflict: replace` the template's value stands in the merged spec, otherwise the Pod's. Whatever does not change
 * keeps its identity, so that the patch can skip it. Nothing of the Pod is removed, and no argument is changed.
 *
 * @see https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/
 */
export function mergeTemplate(pod: JsonObject, template: Template, placed: Placed): Merge {
  const step: Step = { pod, template, placed, conflicts: [], taken: [] };
  const before = objectAt(pod, 'spec') ?? {};
  const spec = withFields(before, Object.keys(template.spec), (field) =>
    mergeSpecField(step, field, template.spec[field] ?? null),
  );
  return { spec, conflicts: step.conflicts, taken: step.taken, ...summarise(before, spec, template) };
}

function mergeSpecField(step: Step, field: string, wanted: Json): Json | undefined {
  const spec = objectAt(step.pod, 'spec') ?? {};
  const present = ownValue(spec, field);
  if (field === 'containers' || field === 'initContainers') return mergeContainers(step, field);
  const settled = settleDefault(step.pod, field, wanted);
  return settled === undefined
    ? mergeValue(step, `spec.${field}`, present, { wanted, schema: fieldOf('PodSpec', field) })
    : settled;
}

function mergeContainers(step: Step, field: 'containers' | 'initContainers'): Json | undefined {
  const present = ownValue(objectAt(step.pod, 'spec'), field);
  const containers = objectsAt(objectAt(step.pod, 'spec'), field);
  const schema = fieldOf('PodSpec', field);
  const hostNetwork = objectAt(step.pod, 'spec')?.['hostNetwork'] === true;
  const added: JsonObject[] = [];
  for (const wanted of objectsAt(step.template.spec, field)) {
    const own = findEntry(containers, wanted, schema);
    if (own === undefined) added.push(step.template.token === 'pod' ? withTokenMount(wanted, step.pod) : wanted);
    else if (!isTemplateContainer(wanted, own, hostNetwork)) step.taken.push(stringAt(wanted, 'name') ?? '');
  }
  if (added.length === 0) return present;
  const at = step.template.order[field] === 'first' ? step.placed[field] : containers.length;
  return [...containers.slice(0, at), ...added, ...containers.slice(at)];
}

interface Wanted {
  readonly wanted: Json;
  readonly schema: FieldSchema;
}

function mergeValue(step: Step, path: string, present: Json | undefined, { wanted, schema }: Wanted): Json | undefined {
  if (isEmpty(wanted) || isSameValue(wanted, present, schema)) return present;
  if (isUnset(present) || isEmpty(present)) return wanted;
  if (Array.isArray(present) && Array.isArray(wanted) && isMergedList(path, schema))
    return mergeList(step, path, present, { wanted, schema });
  if (isJsonObject(present) && isJsonObject(wanted) && !WHOLE_DEFINITIONS.has(schema.definition))
    return mergeObject(step, path, present, { wanted, schema });
  return settleConflict(step, { path, podValue: present, templateValue: wanted });
}

/** Objects that are one value: `localhostProfile` of one beside the `type` of another would be refused. */
const WHOLE_DEFINITIONS: ReadonlySet<string | undefined> = new Set(['SeccompProfile', 'AppArmorProfile']);

/** An empty list or map adds nothing and deletes nothing; in a Pod it counts as absent. */
function isEmpty(value: Json): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function mergeObject(step: Step, path: string, present: JsonObject, { wanted, schema }: Wanted): JsonObject {
  if (!isJsonObject(wanted)) return present;
  return withFields(present, Object.keys(wanted), (name) => {
    const field = schema.type === 'map' ? (schema.items ?? { type: 'any' }) : fieldOf(schema.definition, name);
    return mergeValue(step, `${path}.${name}`, ownValue(present, name), {
      wanted: wanted[name] ?? null,
      schema: field,
    });
  });
}

/** The object with the given fields as `merge` gives them; the very same object where none of them changes. */
function withFields(
  object: JsonObject,
  fields: readonly string[],
  merge: (field: string) => Json | undefined,
): JsonObject {
  const changes: [string, Json | undefined][] = [];
  for (const field of fields) {
    const value = merge(field);
    if (value !== ownValue(object, field)) changes.push([field, value]);
  }
  return changes.length === 0 ? object : { ...object, ...Object.fromEntries(changes) };
}

/** Lists whose entries are whole values: one that the Pod lacks is added, none is a conflict. */
const LISTS_OF_WHOLE_VALUES: ReadonlySet<string> = new Set([
  'spec.tolerations',
  'spec.readinessGates',
  'spec.securityContext.supplementalGroups',
]);

function isMergedList(path: string, schema: FieldSchema): boolean {
  return schema.keys !== undefined || LISTS_OF_WHOLE_VALUES.has(path);
}

function mergeList(step: Step, path: string, present: readonly Json[], { wanted, schema }: Wanted): readonly Json[] {
  let merged = present;
  for (const entry of Array.isArray(wanted) ? wanted : [])
    merged = mergeEntry(step, path, merged, { wanted: entry, schema });
  return merged;
}

function mergeEntry(step: Step, path: string, list: readonly Json[], { wanted, schema }: Wanted): readonly Json[] {
  if (!isJsonObject(wanted)) return list.includes(wanted) ? list : [...list, wanted];
  const own = findEntry(list.filter(isJsonObject), wanted, schema);
  if (own === undefined) return [...list, wanted];
  if (isSameEntry(wanted, own, schema)) return list;
  const volume = path === 'spec.volumes' ? { volume: stringAt(wanted, 'name') ?? '' } : {};
  const entryPath = `${path}[${describeKey(wanted, schema)}]`;
  const settled = settleConflict(step, { path: entryPath, podValue: own, templateValue: wanted, ...volume });
  return settled === own ? list : list.map((entry) => (entry === own ? settled : entry));
}

function settleConflict(step: Step, conflict: Conflict): Json {
  step.conflicts.push(conflict);
  return step.template.onConflict === 'replace' ? conflict.templateValue : (conflict.podValue ?? null);
}

function summarise(before: JsonObject, after: JsonObject, { order }: Template): Pick<Merge, 'added' | 'placed'> {
  const added = {
    containers: addedNames(before, after, 'containers'),
    initContainers: addedNames(before, after, 'initContainers'),
    volumes: addedNames(before, after, 'volumes'),
  };
  const placed = {
    containers: order.containers === 'first' ? added.containers.length : 0,
    initContainers: order.initContainers === 'first' ? added.initContainers.length : 0,
  };
  return { added, placed };
}

function addedNames(before: JsonObject, after: JsonObject, list: string): readonly string[] {
  if (before[list] === after[list]) return [];
  const present = new Set<Json | undefined>();
  for (const { name } of objectsAt(before, list)) present.add(name);
  const added: string[] = [];
  for (const { name } of objectsAt(after, list)) if (typeof name === 'string' && !present.has(name)) added.push(name);
  return added;
}

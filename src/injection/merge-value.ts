import { isJsonObject, isUnset, ownValue, type Json, type JsonObject } from './json.ts';
import { describeKey, findEntry, isSameEntry } from './keyed-list.ts';
import { fieldOf } from './pod-fields.ts';
import type { FieldSchema } from './pod-schema.generated.ts';
import { isSameValue } from './same-value.ts';
import { FIELD_DEFAULTS, UNION_DEFINITIONS } from './field-defaults.ts';
import type { ConflictPolicy } from './template/template.ts';

/** A place where the Pod holds another value than the template. */
export interface Conflict {
  /** Field path as Kubernetes writes it: `spec.volumes[name="envoy-conf"]`. */
  readonly path: string;
  readonly podValue: Json | undefined;
  readonly templateValue: Json;
}

/** How values are laid over each other, and what came of it so far. */
export interface Laying {
  readonly onConflict: ConflictPolicy;
  readonly conflicts: Conflict[];
  /** Paths of the values that the Pod lacked. */
  readonly additions: string[];
}

/** A value to lay over a field, and what is known of that field. */
export interface Wanted {
  readonly wanted: Json;
  readonly schema: FieldSchema;
  /** For a list of whole values: where one that the Pod lacks is put. */
  readonly wholeValues?: 'first' | 'last';
  /** Whether the value is what an absent field stands for. The API server may not write it down: then it is never there. */
  readonly isDefault?: true;
}

/**
 * Lists without a key in which one value more is no conflict. `envFrom` comes before the user's own, so that theirs win: of two
 * sources with the same variable the last counts.
 */
const LISTS_OF_WHOLE_VALUES: ReadonlyMap<string, 'first' | 'last'> = new Map([
  ['PodSpec.tolerations', 'last'],
  ['PodSpec.readinessGates', 'last'],
  ['PodSecurityContext.supplementalGroups', 'last'],
  ['Container.envFrom', 'first'],
]);

/** What is known of a field of a definition such as `PodSpec`, with the value to lay over it. */
export function wantedField(definition: string | undefined, name: string, wanted: Json): Wanted {
  const schema = fieldOf(definition, name);
  const place = `${definition}.${name}`;
  if (wanted === FIELD_DEFAULTS.get(place)) return { wanted, schema, isDefault: true };
  const wholeValues = schema.type === 'list' ? LISTS_OF_WHOLE_VALUES.get(place) : undefined;
  return wholeValues === undefined ? { wanted, schema } : { wanted, schema, wholeValues };
}

/**
 * What a field becomes with a template's value laid over the Pod's: the Pod's own where the template's adds nothing. Fields
 * of objects and entries of keyed lists are merged one by one; a union (a probe's handler, a volume's source) is one value.
 */
export function layValue(laying: Laying, path: string, present: Json | undefined, field: Wanted): Json | undefined {
  const { wanted, schema, wholeValues } = field;
  if (addsNothing(present, field)) return present;
  if (isUnset(present) || isEmpty(present)) return add(laying, path, wanted);
  if (isList(present) && isList(wanted) && (schema.keys !== undefined || wholeValues !== undefined))
    return layList(laying, path, present, field);
  if (isJsonObject(present) && isJsonObject(wanted) && !isUnion(schema))
    return layObject(laying, path, present, { wanted, schema });
  return settleConflict(laying, { path, podValue: present, templateValue: wanted });
}

function addsNothing(present: Json | undefined, { wanted, schema, isDefault }: Wanted): boolean {
  return isEmpty(wanted) || isSameValue(wanted, present, schema) || (isDefault === true && isUnset(present));
}

/** Whether a value adds nothing: an empty list or map. In a Pod it counts as absent. */
function isEmpty(value: Json): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** Objects of which one field says what the others may be. */
const TAGGED_DEFINITIONS: ReadonlySet<string> = new Set(['SeccompProfile', 'AppArmorProfile']);

/** Whether a field is one value, of which fields are never mixed with those of another. */
export function isUnion({ definition }: FieldSchema): boolean {
  return definition !== undefined && (UNION_DEFINITIONS.has(definition) || TAGGED_DEFINITIONS.has(definition));
}

function add(laying: Laying, path: string, value: Json): Json {
  laying.additions.push(path);
  return value;
}

function layObject(laying: Laying, path: string, present: JsonObject, { wanted, schema }: Wanted): JsonObject {
  if (!isJsonObject(wanted)) return present;
  return withFields(present, Object.keys(wanted), (name) => {
    const value = wanted[name] ?? null;
    const field =
      schema.type === 'map'
        ? { wanted: value, schema: schema.items ?? { type: 'any' as const } }
        : wantedField(schema.definition, name, value);
    return layValue(laying, `${path}.${name}`, ownValue(present, name), field);
  });
}

/** The object with the given fields as `lay` gives them; the very same object where none of them changes. */
export function withFields(
  object: JsonObject,
  fields: readonly string[],
  lay: (field: string) => Json | undefined,
): JsonObject {
  const changes: [string, Json | undefined][] = [];
  for (const field of fields) {
    const value = lay(field);
    if (value !== ownValue(object, field)) changes.push([field, value]);
  }
  return changes.length === 0 ? object : { ...object, ...Object.fromEntries(changes) };
}

function layList(laying: Laying, path: string, present: readonly Json[], field: Wanted): readonly Json[] {
  if (field.wholeValues !== undefined) return layWholeValues(laying, path, present, field);
  let merged = present;
  for (const entry of isList(field.wanted) ? field.wanted.filter(isJsonObject) : [])
    merged = layEntry(laying, path, merged, { wanted: entry, schema: field.schema });
  return merged;
}

function layWholeValues(laying: Laying, path: string, present: readonly Json[], field: Wanted): readonly Json[] {
  const { wanted, schema, wholeValues } = field;
  const missing = (isList(wanted) ? wanted : []).filter((value) => !holds(present, value, schema));
  if (missing.length === 0) return present;
  for (const value of missing) laying.additions.push(`${path}[${JSON.stringify(value)}]`);
  return wholeValues === 'first' ? [...missing, ...present] : [...present, ...missing];
}

function holds(list: readonly Json[], value: Json, schema: FieldSchema): boolean {
  return isJsonObject(value) ? findEntry(list.filter(isJsonObject), value, schema) !== undefined : list.includes(value);
}

interface Entry {
  readonly wanted: JsonObject;
  readonly schema: FieldSchema;
}

/** Of two entries with one key the Pod's or the template's stands, never a mixture that nobody wrote. */
function layEntry(laying: Laying, path: string, list: readonly Json[], { wanted, schema }: Entry): readonly Json[] {
  const own = findEntry(list.filter(isJsonObject), wanted, schema);
  if (own !== undefined && isSameEntry(wanted, own, schema)) return list;
  const entryPath = `${path}[${describeKey(wanted, schema)}]`;
  if (own === undefined) return [...list, add(laying, entryPath, wanted)];
  const settled = settleConflict(laying, { path: entryPath, podValue: own, templateValue: wanted });
  return settled === own ? list : list.map((entry) => (entry === own ? settled : entry));
}

function settleConflict(laying: Laying, conflict: Conflict): Json {
  laying.conflicts.push(conflict);
  return laying.onConflict === 'replace' ? conflict.templateValue : (conflict.podValue ?? null);
}

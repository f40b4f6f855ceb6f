import { isJsonObject, quote, type Json, type JsonObject } from '../json.ts';
import { describeField, hasType } from '../field-type.ts';
import { fieldNames, fieldOf, requiredFields } from '../pod-fields.ts';
import type { FieldSchema } from '../pod-schema.generated.ts';
import { suggest } from './problem.ts';

/** The first thing that is wrong inside a value, and where. */
interface Misfit {
  readonly path: string;
  readonly message: string;
}

/**
 * Why a value that an expression gave may not stand in its field: a wrong type, a value outside an enumeration, a number that is
 * not whole, no quantity, an unknown or missing field of an object. The first one only, on one line.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
 */
export function findValueMisfit(value: Json, schema: FieldSchema): string | undefined {
  const misfit = find(value, schema);
  if (misfit === undefined) return undefined;
  return misfit.path === '' ? misfit.message : `${misfit.path} ${misfit.message}`;
}

function find(value: Json, schema: FieldSchema): Misfit | undefined {
  if (schema.type === 'any') return undefined;
  if (!hasType(value, schema.type)) return wrong(value, schema);
  if (typeof value === 'string' && schema.enum?.includes(value) === false) return wrong(value, schema);
  if (Array.isArray(value)) return findInList(value, schema);
  if (!isJsonObject(value)) return undefined;
  return schema.definition === undefined ? findInMap(value, schema) : findInObject(value, schema.definition);
}

function wrong(value: Json, schema: FieldSchema): Misfit {
  return { path: '', message: `must be ${describeField(schema)}, not ${quote(value)}` };
}

function findInList(list: readonly Json[], schema: FieldSchema): Misfit | undefined {
  const items = schema.items ?? { type: 'any' };
  for (const [index, element] of list.entries()) {
    const misfit = find(element, items);
    if (misfit !== undefined) return { ...misfit, path: join(`[${index}]`, misfit.path) };
  }
  return undefined;
}

function findInMap(map: JsonObject, schema: FieldSchema): Misfit | undefined {
  const items = schema.items ?? { type: 'any' };
  for (const [key, element] of Object.entries(map)) {
    const misfit = find(element ?? null, items);
    if (misfit !== undefined) return { ...misfit, path: join(`[${quote(key)}]`, misfit.path) };
  }
  return undefined;
}

function findInObject(object: JsonObject, definition: string): Misfit | undefined {
  const known = fieldNames(definition) ?? [];
  for (const [name, field] of Object.entries(object)) {
    if (!known.includes(name))
      return { path: '', message: `has a field ${quote(name)} that a ${definition} lacks${suggest(name, known)}` };
    // A null field is an absent one.
    const misfit = field === undefined || field === null ? undefined : find(field, fieldOf(definition, name));
    if (misfit !== undefined) return { ...misfit, path: join(name, misfit.path) };
  }
  const missing = requiredFields(definition).find((name) => (object[name] ?? null) === null);
  return missing === undefined
    ? undefined
    : { path: '', message: `needs the field ${quote(missing)} of a ${definition}` };
}

function join(outer: string, inner: string): string {
  return inner === '' || inner.startsWith('[') ? outer + inner : `${outer}.${inner}`;
}

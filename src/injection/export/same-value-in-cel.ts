import { FIELD_DEFAULTS, UNION_DEFINITIONS } from '../field-defaults.ts';
import { isEmptyObject, isJsonObject, isSameJson, isUnset, ownValue, type Json, type JsonObject } from '../json.ts';
import { fieldNames, fieldOf } from '../pod-fields.ts';
import type { FieldSchema } from '../pod-schema.generated.ts';
import { hasExpression } from '../template/expression-sites.ts';
import type { FieldPath } from '../template/problem.ts';
import { allOf, celText } from './cel-text.ts';
import type { CelValues } from './cel-values.ts';

/** A value of the template that is compared with one of the Pod, and what is known of both. */
export interface Compared {
  readonly value: Json;
  readonly path: FieldPath;
  readonly schema: FieldSchema;
}

/**
 * The condition under which a part of the Pod, which the API server has filled in, holds what the template says: the same
 * comparison as `isSameValue`, in CEL. It never fails, whatever the Pod holds.
 */
export function sameValueInCel(values: CelValues, present: string, compared: Compared): string {
  return allOf(conditionsOf(values, present, compared));
}

function conditionsOf(values: CelValues, present: string, { value, path, schema }: Compared): readonly string[] {
  const isScalar = typeof value === 'string' || typeof value === 'number';
  if (schema.type === 'Quantity' && isScalar && !hasExpression(String(value)))
    return [`quantity(string(${present})).compareTo(quantity(${celText(String(value))})) == 0`];
  if (isJsonObject(value) && schema.definition !== undefined)
    return objectConditions(values, present, { value, path, schema, definition: schema.definition });
  if (isJsonObject(value)) return mapConditions(values, present, { value, path, schema });
  if (Array.isArray(value)) return listConditions(values, present, { value, path, schema });
  const { text, presence } = values.write(value, path);
  return [presence === undefined ? `${present} == ${text}` : `(${presence} ? ${present} == ${text} : false)`];
}

interface ComparedObject extends Compared {
  readonly value: JsonObject;
}

function objectConditions(
  values: CelValues,
  present: string,
  { value, path, definition }: ComparedObject & { readonly definition: string },
): readonly string[] {
  const isUnion = UNION_DEFINITIONS.has(definition);
  const known = (fieldNames(definition) ?? []).map((name) => {
    const own = ownValue(value, name);
    const wanted = isUnset(own) || (!isUnion && isEmptyObject(own)) ? undefined : own;
    return { name, wanted, fallback: defaultOf(definition, name, value) };
  });
  const relevant = known.filter(({ wanted, fallback }) => wanted !== undefined || fallback !== undefined);
  const names = relevant.map(({ name }) => celText(name)).join(', ');
  const conditions = relevant.map(({ name, wanted, fallback }) => {
    const child = `${present}.${name}`;
    const expected = { value: wanted ?? fallback ?? null, path: [...path, name], schema: fieldOf(definition, name) };
    const same = sameValueInCel(values, child, expected);
    const mayBeAbsent = wanted === undefined || (fallback !== undefined && isSameJson(wanted, fallback));
    return mayBeAbsent ? `(!has(${child}) || (${same}))` : `has(${child}) && ${same}`;
  });
  return [`${present}.all(k, k in [${names}])`, ...conditions];
}

/** A default that is an object is always written out, so it is not optional. */
function defaultOf(definition: string, name: string, object: JsonObject): Json | undefined {
  const fallback = FIELD_DEFAULTS.get(`${definition}.${name}`);
  return typeof fallback === 'function' ? fallback(object) : fallback;
}

function mapConditions(values: CelValues, present: string, { value, path, schema }: ComparedObject): readonly string[] {
  const keys = Object.keys(value).filter((key) => !isUnset(ownValue(value, key)));
  const items = schema.items ?? { type: 'any' };
  const entries = keys.map((key) => {
    const compared = { value: value[key] ?? null, path: [...path, key], schema: items };
    return `${celText(key)} in ${present} && ${sameValueInCel(values, `${present}[${celText(key)}]`, compared)}`;
  });
  return [`size(${present}) == ${keys.length}`, ...entries];
}

function listConditions(
  values: CelValues,
  present: string,
  { value, path, schema }: Compared & { readonly value: readonly Json[] },
): readonly string[] {
  const items = schema.items ?? { type: 'any' };
  const elements = value.map((element, index) =>
    sameValueInCel(values, `${present}[${index}]`, { value: element, path: [...path, index], schema: items }),
  );
  return [`size(${present}) == ${value.length}`, ...elements];
}

import { isJsonObject, quote, type Json, type JsonObject } from '../json.ts';
import { fieldNames, fieldOf, requiredFields } from '../pod-fields.ts';
import type { FieldSchema } from '../pod-schema.generated.ts';
import { parseQuantity } from '../quantity.ts';
import { findNearestName } from './nearest-name.ts';
import type { FieldPath } from './problem.ts';
import type { SourceDocument } from './source-document.ts';

const SHAPES: Readonly<Record<FieldSchema['type'], string>> = {
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  object: 'a mapping',
  map: 'a mapping',
  list: 'a list',
  Quantity: 'a quantity such as 100m or 64Mi',
  IntOrString: 'a whole number or a string',
  any: 'any value',
};

/**
 * Checks a value against the Kubernetes schema of its field: unknown and missing fields, wrong types, values outside an
 * enumeration. The API server would drop an unknown field without a word and answer 500 to a wrong type.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
 */
export function checkField(source: SourceDocument, path: FieldPath, value: Json, schema: FieldSchema): void {
  if (value === null || schema.type === 'any' || source.isHopeless) return;
  const choices = schema.enum
    ?.filter((name) => name !== '')
    .map((name) => quote(name))
    .join(', ');
  if (!hasType(value, schema.type)) {
    const shape = choices === undefined ? SHAPES[schema.type] : `one of ${choices}`;
    source.report('wrong-type', path, `must be ${shape}, not ${quote(value)}${hint(value, schema)}`);
    return;
  }
  if (schema.enum !== undefined && typeof value === 'string' && !schema.enum.includes(value)) {
    source.report('invalid-value', path, `must be one of ${choices}, not ${quote(value)}`);
  }
  checkChildren(source, path, value, schema);
}

function hasType(value: Json, type: FieldSchema['type']): boolean {
  switch (type) {
    case 'string':
    case 'boolean':
    case 'number':
      return typeof value === type;
    case 'integer':
      return Number.isSafeInteger(value);
    case 'IntOrString':
      return typeof value === 'string' || Number.isSafeInteger(value);
    case 'Quantity':
      return parseQuantity(value) !== undefined;
    case 'list':
      return Array.isArray(value);
    case 'object':
    case 'map':
      return isJsonObject(value);
    case 'any':
      return true;
    default:
      return type satisfies never;
  }
}

function hint(value: Json, schema: FieldSchema): string {
  const isUnquoted =
    schema.type === 'string' && schema.enum === undefined && (typeof value === 'number' || typeof value === 'boolean');
  return isUnquoted ? `: write it in quotes, "${String(value)}"` : '';
}

function checkChildren(source: SourceDocument, path: FieldPath, value: Json, schema: FieldSchema): void {
  const items = schema.items ?? { type: 'any' };
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) checkElement(source, [...path, index], element, items);
  } else if (isJsonObject(value) && schema.type === 'map') {
    for (const [key, element] of Object.entries(value)) checkElement(source, [...path, key], element ?? null, items);
  } else if (isJsonObject(value) && schema.definition !== undefined) {
    checkObject(source, path, value, schema.definition);
  }
}

function checkElement(source: SourceDocument, path: FieldPath, value: Json, schema: FieldSchema): void {
  if (value === null) source.report('wrong-type', path, `must be ${SHAPES[schema.type]}, not null`);
  else checkField(source, path, value, schema);
}

function checkObject(source: SourceDocument, path: FieldPath, value: JsonObject, definition: string): void {
  const known = fieldNames(definition) ?? [];
  for (const [name, child] of Object.entries(value)) {
    if (source.isHopeless) return;
    if (known.includes(name)) checkField(source, [...path, name], child ?? null, fieldOf(definition, name));
    else source.report('unknown-field', [...path, name], describeUnknown(name, known, `a ${definition}`), 'key');
  }
  for (const name of requiredFields(definition)) {
    if ((value[name] ?? null) === null)
      source.report('missing-field', path, `a ${definition} needs the field ${quote(name)}`);
  }
}

/** What to say of a field that `owner` does not have. */
export function describeUnknown(name: string, known: readonly string[], owner: string): string {
  const nearest = findNearestName(name, known);
  return `${owner} has no field ${quote(name)}${nearest === undefined ? '' : `: did you mean ${quote(nearest)}?`}`;
}

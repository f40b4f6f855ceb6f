import { isJsonObject, quote, type Json } from './json.ts';
import { validate, type SchemaError } from './pod-validator.generated.js';
import type { FieldPath } from './template/problem.ts';

const A_QUANTITY = 'a quantity such as 100m or 64Mi';
const A_TIME = 'a time such as 2026-01-31T12:00:00Z';
/** What fields of a type hold, by the type's name in the schema. */
const SHAPES: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'a whole number',
  'integer,string': 'a whole number or a string',
  number: 'a number',
  'number,string': A_QUANTITY,
  object: 'a mapping',
  string: 'a string',
};
/** The schema has two patterns: that of a time begins with the year. */
const TIME_START = String.raw`^\d{4}-`;
const SIMPLE_NAME = /^[A-Za-z]\w*$/;

/**
 * Everything in which a Pod departs from the Kubernetes schema: unknown and missing fields, wrong types, values outside an
 * enumeration. One line each, such as `spec.containers[0].ports[0].prots is not a field`; empty where the Pod is well formed.
 * What several fields mean together is not looked at. In what a user wrote it minds three things that the API server mends:
 * an absent required field that may be empty or zero (`httpHeaders[].value`), null in a list, spaces around a quantity.
 *
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation
 */
export function findSchemaViolations(pod: Json): readonly string[] {
  const written = withoutNulls(pod);
  if (validate(written)) return [];
  return (validate.errors ?? []).map((error) => describe(error, written));
}

/** A null field is an absent one to the API server. */
function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  const fields = Object.entries(value).filter(([, child]) => child !== null && child !== undefined);
  return Object.fromEntries(fields.map(([key, child = null]) => [key, withoutNulls(child)]));
}

function describe({ instancePath, params }: SchemaError, pod: Json): string {
  const { path, value } = resolve(instancePath, pod);
  const { additionalProperty, missingProperty } = params;
  if (additionalProperty !== undefined) return `${renderPath([...path, additionalProperty])} is not a field`;
  if (missingProperty !== undefined) return `${renderPath([...path, missingProperty])} is missing`;
  return `${renderPath(path)} must be ${describeExpected(params)}, not ${quote(value)}`;
}

function describeExpected(params: SchemaError['params']): string {
  const { allowedValues, comparison, limit, pattern, type } = params;
  if (type !== undefined) return SHAPES[String(type)] ?? String(type);
  if (pattern !== undefined) return pattern.startsWith(TIME_START) ? A_TIME : A_QUANTITY;
  if (allowedValues === undefined) return `${comparison === '<=' ? 'at most' : 'at least'} ${limit}`;
  const choices = allowedValues.filter((choice) => choice !== '').map((choice) => quote(choice));
  return `one of ${choices.join(', ')}`;
}

/** The place that a JSON Pointer leads to: fields by name, elements of lists by number. */
function resolve(pointer: string, pod: Json): { readonly path: FieldPath; readonly value: Json } {
  const path: (string | number)[] = [];
  let value = pod;
  for (const token of pointer.split('/').slice(1)) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(value) ? Number(key) : key);
    value = (value as Readonly<Record<string, Json>>)[key] ?? null;
  }
  return { path, value };
}

/** A path as Kubernetes writes it: `spec.containers[0].name`. */
function renderPath(path: FieldPath): string {
  if (path.length === 0) return 'a Pod';
  return path.map(renderStep).join('').replace(/^\./, '');
}

function renderStep(step: string | number): string {
  if (typeof step === 'number') return `[${step}]`;
  return SIMPLE_NAME.test(step) ? `.${step}` : `[${quote(step)}]`;
}

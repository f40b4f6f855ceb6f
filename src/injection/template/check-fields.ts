import { isJsonObject, quote, type Json, type JsonObject } from '../json.ts';
import { describeField, hasType, SHAPES } from '../field-type.ts';
import { fieldNames, fieldOf, requiredFields } from '../pod-fields.ts';
import type { FieldSchema } from '../pod-schema.generated.ts';
import { findNearestName } from './nearest-name.ts';
import type { FieldPath } from './problem.ts';
import { hasExpression, type ExpressionSites } from './expression-sites.ts';
import type { SourceDocument } from './source-document.ts';

/** A template that is being checked. */
export interface TemplateCheck {
  readonly source: SourceDocument;
  /** Where expressions are gathered; `undefined` where none may stand. */
  readonly sites: ExpressionSites | undefined;
}

/** What is known of a field: its schema, and its place as `Definition.field`, which the elements of a list or map share. */
export interface CheckedField {
  readonly schema: FieldSchema;
  readonly place?: string;
}

/**
 * Checks a value against the Kubernetes schema of its field: unknown and missing fields, wrong types, values outside an
 * enumeration, expressions whose value cannot stand there. The API server would drop an unknown field without a word and
 * answer 500 to a wrong type.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
 */
export function checkField(check: TemplateCheck, path: FieldPath, value: Json, field: CheckedField): void {
  const { source, sites } = check;
  const { schema, place } = field;
  if (value === null || schema.type === 'any' || source.isHopeless) return;
  if (sites !== undefined && typeof value === 'string' && hasExpression(value)) {
    sites.add(value, { path, schema, place });
    return;
  }
  if (!hasType(value, schema.type)) {
    source.report('wrong-type', path, `must be ${describeField(schema)}, not ${quote(value)}${hint(value, schema)}`);
    return;
  }
  if (schema.enum !== undefined && typeof value === 'string' && !schema.enum.includes(value)) {
    source.report('invalid-value', path, `must be ${describeField(schema)}, not ${quote(value)}`);
  }
  checkChildren(check, path, value, field);
}

function hint(value: Json, schema: FieldSchema): string {
  const isUnquoted =
    schema.type === 'string' && schema.enum === undefined && (typeof value === 'number' || typeof value === 'boolean');
  return isUnquoted ? `: write it in quotes, "${String(value)}"` : '';
}

function checkChildren(check: TemplateCheck, path: FieldPath, value: Json, { schema, place }: CheckedField): void {
  const field: CheckedField = { schema: schema.items ?? { type: 'any' }, ...(place !== undefined && { place }) };
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) checkElement(check, [...path, index], element, field);
  } else if (isJsonObject(value) && schema.type === 'map') {
    for (const [key, element] of Object.entries(value)) checkElement(check, [...path, key], element ?? null, field);
  } else if (isJsonObject(value) && schema.definition !== undefined) {
    checkObject(check, path, value, schema.definition);
  }
}

function checkElement(check: TemplateCheck, path: FieldPath, value: Json, field: CheckedField): void {
  if (value === null) check.source.report('wrong-type', path, `must be ${SHAPES[field.schema.type]}, not null`);
  else checkField(check, path, value, field);
}

function checkObject(check: TemplateCheck, path: FieldPath, value: JsonObject, definition: string): void {
  const { source } = check;
  const known = fieldNames(definition) ?? [];
  for (const [name, child] of Object.entries(value)) {
    if (source.isHopeless) return;
    const field = { schema: fieldOf(definition, name), place: `${definition}.${name}` };
    if (known.includes(name)) checkField(check, [...path, name], child ?? null, field);
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

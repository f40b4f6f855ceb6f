import { LAST_APPLIED_ANNOTATION } from '../annotations.ts';
import { isEmptyObject, isJsonObject, isUnset, ownValue, type Json, type JsonObject } from '../json.ts';
import { isUnion, wantedField, type Wanted } from '../merge-value.ts';
import { DEFAULTS } from '../server-defaults.ts';
import { hasExpression } from '../template/expression-sites.ts';
import type { FieldPath } from '../template/problem.ts';
import type { SourceDocument } from '../template/source-document.ts';
import { allOf, celText } from './cel-text.ts';
import type { CelValues } from './cel-values.ts';
import type { ExportedDocument } from './exported-document.ts';
import { celPointer, type CelOperation } from './patch-operation.ts';
import { sameValueInCel } from './same-value-in-cel.ts';

/** What the operations of one field need. */
interface FieldContext {
  readonly values: CelValues;
  readonly source: SourceDocument;
}

/** A field of the Pod that a value of the template goes to. */
interface Place {
  /** JSON Pointer tokens. */
  readonly tokens: readonly string[];
  /** The field in CEL. */
  readonly present: string;
  /** The condition under which the Pod has it, without those that hold anyway where it is asked. */
  readonly isThere: string;
  /** Conditions under which it is looked at: what it stands in is there. */
  readonly when: readonly string[];
  /** Where the value is written in the template. */
  readonly path: FieldPath;
}

/** Adds what the Pod's spec lacks, field by field and entry by entry; what the Pod has, stands. */
export function fieldOperations(values: CelValues, { fields, source }: ExportedDocument): readonly CelOperation[] {
  return [...fields].flatMap(([field, { value, path }]) => {
    const present = `object.spec.${field}`;
    const place: Place = { tokens: ['spec', field], present, isThere: `has(${present})`, when: [], path };
    const fallback = DEFAULTS.get(field);
    if (fallback !== undefined) return [defaultOperation(values, place, value, fallback)];
    return layInCel({ values, source }, place, wantedField('PodSpec', field, value));
  });
}

function layInCel(context: FieldContext, place: Place, field: Wanted): readonly CelOperation[] {
  const { wanted, schema, wholeValues } = field;
  if (isEmpty(wanted)) return [];
  if (Array.isArray(wanted) && (schema.keys !== undefined || wholeValues !== undefined))
    return listOperations(context, place, { ...field, wanted });
  if (isJsonObject(wanted) && !isUnion(schema)) return objectOperations(context, place, { ...field, wanted });
  if (isMergedExpression(field)) reportWhole(context, place.path);
  return [addWhole(context, place, wanted)];
}

function isEmpty(value: Json): boolean {
  return isEmptyObject(value) || (Array.isArray(value) && value.length === 0);
}

/** An expression in the place of what is merged piece by piece: the pieces are known for each Pod only. */
function isMergedExpression({ wanted, schema, wholeValues }: Wanted): boolean {
  if (typeof wanted !== 'string' || !hasExpression(wanted)) return false;
  const isMerged = schema.keys !== undefined || wholeValues !== undefined;
  return isMerged || schema.type === 'map' || (schema.type === 'object' && !isUnion(schema));
}

function reportWhole({ source }: FieldContext, path: FieldPath): void {
  source.report(
    'unsupported',
    path,
    'a policy merges this field entry by entry: write it out, with expressions inside it',
  );
}

function addWhole({ values }: FieldContext, { tokens, isThere, when, path }: Place, wanted: Json): CelOperation {
  const { text, presence } = values.write(wanted, path);
  const conditions = [...when, `!${isThere}`, ...(presence === undefined ? [] : [presence])];
  return { op: 'add', path: celPointer(tokens), value: text, when: allOf(conditions) };
}

function objectOperations(
  context: FieldContext,
  place: Place,
  { wanted, schema }: Wanted & { readonly wanted: JsonObject },
): readonly CelOperation[] {
  const when = [...place.when, place.isThere];
  const children = Object.keys(wanted).flatMap((name) => {
    const value = ownValue(wanted, name);
    if (isUnset(value)) return [];
    const isMap = schema.type === 'map';
    const child: Place = {
      tokens: [...place.tokens, name],
      present: isMap ? `${place.present}[${celText(name)}]` : `${place.present}.${name}`,
      isThere: isMap ? `(${celText(name)} in ${place.present})` : `has(${place.present}.${name})`,
      when,
      path: [...place.path, name],
    };
    const field = isMap
      ? { wanted: value, schema: schema.items ?? { type: 'any' as const } }
      : wantedField(schema.definition, name, value);
    return layInCel(context, child, field);
  });
  return [addWhole(context, place, wanted), ...children];
}

function listOperations(
  context: FieldContext,
  { tokens, present, isThere, when, path }: Place,
  { wanted, schema }: Wanted & { readonly wanted: readonly Json[] },
): readonly CelOperation[] {
  const create: CelOperation = {
    op: 'add',
    path: celPointer(tokens),
    value: '[]',
    when: allOf([...when, `!${isThere}`]),
  };
  const additions = wanted.map((entry, index): CelOperation => {
    const entryPath = [...path, index];
    if (typeof entry === 'string' && hasExpression(entry)) reportWhole(context, entryPath);
    const { text } = context.values.write(entry, entryPath);
    const items = schema.items ?? { type: 'any' };
    const same =
      schema.keys !== undefined && isJsonObject(entry)
        ? hasKeys(context.values, entry, entryPath, schema.keys)
        : sameValueInCel(context.values, 'e', { value: entry, path: entryPath, schema: items });
    const missing = `!(${allOf([isThere, `${present}.exists(e, ${same})`])})`;
    return { op: 'add', path: celPointer([...tokens, '-']), value: text, when: allOf([...when, missing]) };
  });
  return [create, ...additions];
}

function hasKeys(values: CelValues, entry: JsonObject, path: FieldPath, keys: readonly string[]): string {
  const conditions = keys.map((key) => {
    const wanted = ownValue(entry, key);
    if (isUnset(wanted)) return `!has(e.${key})`;
    return `has(e.${key}) && e.${key} == ${values.write(wanted, [...path, key]).text}`;
  });
  return allOf(conditions);
}

/**
 * A field that the API server fills in: its default gives way unless the user wrote it, which the record of `kubectl apply` or
 * an Apply entry of managedFields tells. `terminationGracePeriodSeconds` is raised, never lowered.
 */
function defaultOperation(
  values: CelValues,
  { tokens, present, path }: Place,
  wanted: Json,
  fallback: Json,
): CelOperation {
  const field = String(tokens.at(-1));
  const { text, presence } = values.write(wanted, path);
  const applied = `variables.annotations[?${celText(LAST_APPLIED_ANNOTATION)}].orValue("").contains(${celText(`"${field}"`)})`;
  const managed = `object.metadata.?managedFields.orValue([]).exists(e, e.operation == "Apply" && e.?fieldsV1[?"f:spec"][?${celText(`f:${field}`)}].hasValue())`;
  const conditions = [
    `has(${present})`,
    `${present} == ${JSON.stringify(fallback)}`,
    ...(presence === undefined ? [] : [presence]),
    `${present} ${field === 'terminationGracePeriodSeconds' ? '<' : '!='} ${text}`,
    `!${applied}`,
    `!${managed}`,
  ];
  return { op: 'replace', path: celPointer(tokens), value: text, when: allOf(conditions) };
}

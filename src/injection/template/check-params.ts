import { BudgetExhausted, EvaluationBudget } from '../expression/budget.ts';
import { compilePattern, type Pattern } from '../expression/re2.ts';
import type { ParameterType, ParameterValue } from '../expression/expression.ts';
import { isJsonObject, isUnset, ownValue, quote, stringAt, type Json, type JsonObject } from '../json.ts';
import { describeUnknown } from './check-fields.ts';
import { describeAllowed, isWithin, MAX_VALUE_LENGTH, type Parameter, type ParameterBounds } from './parameter.ts';
import type { FieldPath } from './problem.ts';
import type { SourceDocument } from './source-document.ts';

const TYPES: readonly ParameterType[] = ['string', 'integer', 'number', 'boolean'];
const FIELDS = ['type', 'default', 'minimum', 'maximum', 'pattern', 'enum', 'description'];

/** More than anybody sets; each has a pattern that is compiled and a default that is tried. */
const MAX_PARAMS = 32;

const NAME = /^[a-z][A-Za-z0-9_]{0,30}$/;

/** Words that mean something else in an expression. @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax */
const RESERVED_WORDS: ReadonlySet<string> = new Set(
  (
    'true false null in as break const continue else for function if import let loop package namespace return var ' +
    'void while'
  ).split(' '),
);

/** Reads the parameters that a template declares, and reports what is wrong with each declaration. */
export function checkParams(source: SourceDocument, declared: Json): ReadonlyMap<string, Parameter> {
  if (isUnset(declared)) return new Map();
  if (!isJsonObject(declared)) {
    source.report('wrong-type', ['params'], `must be a mapping from names to declarations, not ${quote(declared)}`);
    return new Map();
  }
  const declarations = Object.entries(declared);
  if (declarations.length > MAX_PARAMS) {
    const message = `declares ${declarations.length} parameters: at most ${MAX_PARAMS} are allowed`;
    source.report('invalid-parameter', ['params'], message, 'key');
  }
  const params = new Map<string, Parameter>();
  const budget = new EvaluationBudget();
  for (const [name, declaration] of declarations.slice(0, MAX_PARAMS)) {
    const parameter = checkParameter(source, name, declaration ?? null, budget);
    if (parameter !== undefined) params.set(name, parameter);
  }
  return params;
}

/** Reports each parameter that no expression reads: setting it would change nothing. */
export function checkUse(
  source: SourceDocument,
  params: ReadonlyMap<string, Parameter>,
  used: ReadonlySet<string>,
): void {
  for (const name of params.keys()) {
    if (used.has(name)) continue;
    const message = `no expression reads the parameter: use \${{ params.${name} }}, or take it away`;
    source.report('invalid-parameter', ['params', name], message, 'key');
  }
}

function checkParameter(
  source: SourceDocument,
  name: string,
  declaration: Json,
  budget: EvaluationBudget,
): Parameter | undefined {
  const path = ['params', name];
  if (!NAME.test(name) || RESERVED_WORDS.has(name)) {
    // A key such as `on` is read as true, as kubectl does.
    const hint = name === 'true' || name === 'false' ? '; write names such as "on", "off", "y" and "n" in quotes' : '';
    const message = `${quote(name)} cannot name a parameter: a lower-case letter, then at most 30 letters, digits and "_"; no word of CEL${hint}`;
    source.report('invalid-name', path, message, 'key');
  }
  if (!isJsonObject(declaration)) {
    source.report('wrong-type', path, `must be a mapping with type and default, not ${quote(declaration)}`);
    return undefined;
  }
  for (const field of Object.keys(declaration)) {
    if (FIELDS.includes(field)) continue;
    source.report('unknown-field', [...path, field], describeUnknown(field, FIELDS, 'a parameter'), 'key');
  }
  const type = TYPES.find((known) => known === declaration['type']);
  if (type === undefined) {
    const found = isUnset(declaration['type']) ? 'it is missing' : `not ${quote(declaration['type'])}`;
    source.report('invalid-parameter', [...path, 'type'], `the type must be one of ${listTypes()}; ${found}`);
    return undefined;
  }
  const bounds = readBounds(source, path, declaration, type);
  return checkDefault(source, path, declaration, { bounds, budget });
}

function listTypes(): string {
  return TYPES.map((type) => quote(type)).join(', ');
}

function readBounds(
  source: SourceDocument,
  path: FieldPath,
  declaration: JsonObject,
  type: ParameterType,
): ParameterBounds {
  const minimum = readBound(source, [...path, 'minimum'], declaration, type);
  const maximum = readBound(source, [...path, 'maximum'], declaration, type);
  if (minimum !== undefined && maximum !== undefined && minimum > maximum)
    source.report('invalid-parameter', [...path, 'minimum'], `the minimum ${minimum} is above the maximum ${maximum}`);
  const pattern = readPattern(source, [...path, 'pattern'], declaration, type);
  const choices = readChoices(source, [...path, 'enum'], declaration, type);
  return { type, minimum, maximum, pattern, choices };
}

function readBound(
  source: SourceDocument,
  path: FieldPath,
  declaration: JsonObject,
  type: ParameterType,
): number | undefined {
  const bound = ownValue(declaration, String(path.at(-1)));
  if (isUnset(bound)) return undefined;
  const isNumeric = type === 'integer' || type === 'number';
  if (isNumeric && typeof bound === 'number' && Number.isFinite(bound)) return bound;
  const message = isNumeric ? `must be a number, not ${quote(bound)}` : `a ${type} has no ${String(path.at(-1))}`;
  source.report('invalid-parameter', path, message);
  return undefined;
}

function readPattern(
  source: SourceDocument,
  path: FieldPath,
  declaration: JsonObject,
  type: ParameterType,
): Pattern | undefined {
  const text = ownValue(declaration, 'pattern');
  if (isUnset(text)) return undefined;
  if (type !== 'string' || typeof text !== 'string') {
    const message = type === 'string' ? `must be a text, not ${quote(text)}` : `a ${type} has no pattern`;
    source.report('invalid-parameter', path, message);
    return undefined;
  }
  const compiled = compilePattern(text);
  if (compiled.ok) return compiled.value;
  source.report('invalid-parameter', path, `the pattern cannot be used: ${compiled.error}`);
  return undefined;
}

function readChoices(
  source: SourceDocument,
  path: FieldPath,
  declaration: JsonObject,
  type: ParameterType,
): ReadonlySet<ParameterValue> | undefined {
  const list = ownValue(declaration, 'enum');
  if (isUnset(list)) return undefined;
  const choices = Array.isArray(list) ? list.map((choice: Json) => readValue(type, choice)) : [];
  if (choices.length > 0 && choices.every((choice) => choice !== undefined)) return new Set(choices);
  source.report('invalid-parameter', path, `must be a list with at least one value, each ${describeType(type)}`);
  return undefined;
}

function checkDefault(
  source: SourceDocument,
  path: FieldPath,
  declaration: JsonObject,
  { bounds, budget }: { readonly bounds: ParameterBounds; readonly budget: EvaluationBudget },
): Parameter | undefined {
  const name = String(path.at(-1));
  const given = ownValue(declaration, 'default');
  if (isUnset(given)) {
    source.report('invalid-parameter', path, 'a parameter needs a default: most Pods set nothing');
    return undefined;
  }
  const value = readValue(bounds.type, given);
  if (value === undefined) {
    const hint =
      bounds.type === 'string' && typeof given !== 'object' ? `: write it in quotes, "${String(given)}"` : '';
    const message = `the default must be ${describeType(bounds.type)}, not ${quote(given)}${hint}`;
    source.report('invalid-parameter', [...path, 'default'], message);
    return undefined;
  }
  const misfit = findMisfit(bounds, value, budget);
  if (misfit !== undefined) source.report('invalid-parameter', [...path, 'default'], misfit);
  if (declaration['description'] !== undefined && stringAt(declaration, 'description') === undefined)
    source.report('wrong-type', [...path, 'description'], `must be a text, not ${quote(declaration['description'])}`);
  return { ...bounds, name, default: value };
}

function findMisfit(bounds: ParameterBounds, value: ParameterValue, budget: EvaluationBudget): string | undefined {
  try {
    return isWithin(bounds, value, budget) ? undefined : `the default must be ${describeAllowed(bounds)}`;
  } catch (error) {
    if (!(error instanceof BudgetExhausted)) throw error;
    return 'the defaults up to this one are too long for their patterns: make some of them shorter';
  }
}

/** A value of a declaration; in YAML it has a type of its own, in an annotation it is text. */
function readValue(type: ParameterType, value: Json): ParameterValue | undefined {
  if (type === 'string') return typeof value === 'string' && value.length <= MAX_VALUE_LENGTH ? value : undefined;
  if (type === 'boolean') return typeof value === 'boolean' ? value : undefined;
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  if (type === 'number') return value;
  return Number.isSafeInteger(value) ? BigInt(value) : undefined;
}

function describeType(type: ParameterType): string {
  return describeAllowed({ type, minimum: undefined, maximum: undefined, pattern: undefined, choices: undefined });
}

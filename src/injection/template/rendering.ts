import type { EvaluationBudget } from '../expression/budget.ts';
import type { ExpressionScope } from '../expression/expression.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { ExpressionSites } from './expression-sites.ts';
import type { FieldPath } from './problem.ts';
import type { Overlay } from './template.ts';

/** One rendering of a template: what its expressions see, and the first that failed. */
export interface RenderContext {
  readonly scope: ExpressionScope;
  readonly budget: EvaluationBudget;
  /** Where an expression failed and why, in one line; `undefined` while none has. */
  failure: string | undefined;
}

/** Gives the value of a field for one Pod; `undefined` where the field is left out, or an expression failed. */
export type RenderValue = (context: RenderContext) => Json | undefined;

/** How a template becomes an overlay: the same one for all Pods, or one made for each. */
export type Rendering = { readonly overlay: Overlay } | { readonly render: (context: RenderContext) => Overlay };

/** A value of a template, ready for reviews: a constant, or what makes it for each Pod. */
export type CompiledValue = { readonly constant: Json } | { readonly render: RenderValue };

/**
 * Compiles a value of a template's document. A part without an expression becomes a constant that all Pods share; nulls are
 * left out, since null means nothing in a template. Names of fields are never expressions.
 */
export function compileValue(value: Json, path: FieldPath, sites: ExpressionSites): CompiledValue {
  if (typeof value === 'string') return sites.compiledAt(path) ?? { constant: value };
  if (Array.isArray(value)) return compileList(value, path, sites);
  if (isJsonObject(value)) return compileObject(value, path, sites);
  return { constant: value };
}

function compileList(list: readonly Json[], path: FieldPath, sites: ExpressionSites): CompiledValue {
  const parts = list.map((element, index) => compileValue(element, [...path, index], sites));
  if (parts.every(isConstant)) return { constant: parts.map(({ constant }) => constant) };
  return { render: (context) => parts.map((part) => renderPart(part, context)).filter((value) => value !== undefined) };
}

function compileObject(object: JsonObject, path: FieldPath, sites: ExpressionSites): CompiledValue {
  const parts = Object.entries(object)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => [key, compileValue(value ?? null, [...path, key], sites)] as const);
  const constants = parts.flatMap(([key, part]) => (isConstant(part) ? [[key, part.constant] as const] : []));
  if (constants.length === parts.length) return { constant: Object.fromEntries(constants) };
  return { render: (context) => renderFields(parts, context) };
}

function renderFields(parts: readonly (readonly [string, CompiledValue])[], context: RenderContext): JsonObject {
  const fields: [string, Json][] = [];
  for (const [key, part] of parts) {
    const value = renderPart(part, context);
    if (value !== undefined) fields.push([key, value]);
  }
  return Object.fromEntries(fields);
}

function renderPart(part: CompiledValue, context: RenderContext): Json | undefined {
  return isConstant(part) ? part.constant : part.render(context);
}

function isConstant(part: CompiledValue): part is { readonly constant: Json } {
  return 'constant' in part;
}

import type { JsonObject } from '../json.ts';
import type { EvaluationBudget } from './budget.ts';
import type { ParameterValue } from './parameter.ts';
import { Double, EvaluationFailure, missingKey, type Value } from './value.ts';

/** What an expression is evaluated against. */
export interface ExpressionScope {
  /** The Pod under review. */
  readonly object: JsonObject;
  /** The Pod's namespace; of its fields an expression can name only the metadata. */
  readonly namespaceObject: JsonObject;
  /** The admission request, without the Pod. */
  readonly request: JsonObject;
  /** The values of the declared parameters. */
  readonly params: Readonly<Record<string, ParameterValue>>;
}

/** One evaluation. */
export interface Frame {
  readonly scope: ExpressionScope;
  readonly budget: EvaluationBudget;
  /** The element that a comprehension is at; one slot is enough, as none may stand inside another. */
  item: Value;
}

/** A part of an expression, ready to run. */
export type Evaluate = (frame: Frame) => Value;

/** Reads a variable. */
export function readVariable(name: string): Evaluate {
  if (name === 'object') return (frame) => frame.scope.object;
  if (name === 'namespaceObject') return (frame) => frame.scope.namespaceObject;
  return name === 'request' ? (frame) => frame.scope.request : (frame) => frame.item;
}

/** Reads a parameter. */
export function readParameter(name: string): Evaluate {
  return ({ scope: { params } }) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    if (value === undefined) throw missingKey(name);
    return typeof value === 'number' ? new Double(value) : value;
  };
}

/** A value as a condition. */
export function asBool(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  throw new EvaluationFailure('a condition must be true or false');
}

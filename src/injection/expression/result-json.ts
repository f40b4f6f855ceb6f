import type { Json, JsonObject } from '../json.ts';
import type { EvaluationBudget } from './budget.ts';
import { MAX_VALUE_DEPTH, UNITS_PER_KEY, UNITS_PER_NESTED_VALUE } from './limits.ts';
import {
  Double,
  EvaluationFailure,
  fromElement,
  isList,
  isMadeMap,
  Optional,
  type Element,
  type Value,
} from './value.ts';

/**
 * The JSON of an expression's value; `undefined` for null and for an optional without a value, which leave their field out. Fails
 * for a number that JSON does not carry exactly and for a map with keys that are no strings.
 */
export function toResult(value: Value, budget: EvaluationBudget): Json | undefined {
  return convert(value, budget, 0) ?? undefined;
}

function convert(element: Element, budget: EvaluationBudget, depth: number): Json | undefined {
  budget.charge(UNITS_PER_NESTED_VALUE);
  if (depth > MAX_VALUE_DEPTH) throw new EvaluationFailure(`the value nests deeper than ${MAX_VALUE_DEPTH}`);
  if (element === null || typeof element === 'number' || typeof element === 'boolean') return element;
  if (typeof element === 'bigint') return intToNumber(element);
  if (typeof element === 'string') {
    budget.chargeText(element.length);
    return element;
  }
  if (element instanceof Double) return finite(element.value);
  if (element instanceof Optional)
    return element.value === undefined ? undefined : convert(element.value, budget, depth);
  return isList(element) ? convertList(element, budget, depth) : convertMap(element, budget, depth);
}

function convertList(list: readonly Element[], budget: EvaluationBudget, depth: number): Json {
  const elements: Json[] = [];
  for (const element of list) {
    const converted = convert(element, budget, depth + 1);
    if (converted !== undefined) elements.push(converted);
  }
  return elements;
}

function convertMap(map: JsonObject | ReadonlyMap<unknown, Value>, budget: EvaluationBudget, depth: number): Json {
  const entries: [string, Json][] = [];
  for (const [key, element] of isMadeMap(map as Value) ? (map as ReadonlyMap<unknown, Value>) : Object.entries(map)) {
    if (typeof key !== 'string') throw new EvaluationFailure('the keys of the map must be strings');
    budget.charge(UNITS_PER_KEY);
    budget.chargeText(key.length);
    const converted = element === undefined ? undefined : convert(fromElement(element as Element), budget, depth + 1);
    if (converted !== undefined) entries.push([key, converted]);
  }
  // Not a literal with assignments: a key may be `__proto__`.
  return Object.fromEntries(entries);
}

function intToNumber(value: bigint): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new EvaluationFailure(`${value} is too large for a number in JSON: give it as string(…)`);
}

function finite(value: number): number {
  if (Number.isFinite(value)) return value;
  throw new EvaluationFailure(`${value} cannot be written as JSON`);
}

import type { EvaluationBudget } from './budget.ts';
import { MAX_VALUE_DEPTH, UNITS_PER_KEY, UNITS_PER_NESTED_VALUE } from './limits.ts';
import {
  Double,
  elementAt,
  EvaluationFailure,
  fromElement,
  isList,
  isMadeMap,
  isMapping,
  Optional,
  typeName,
  type List,
  type MapKey,
  type Mapping,
  type Value,
} from './value.ts';

/**
 * CEL equality: numbers by value whatever their type, lists and maps by content, values of different types never equal. Each part
 * that is compared is charged.
 *
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#equality
 */
export function isEqual(left: Value, right: Value, budget: EvaluationBudget, depth: number = 0): boolean {
  budget.charge(depth === 0 ? 1 : UNITS_PER_NESTED_VALUE);
  if (depth > MAX_VALUE_DEPTH) throw new EvaluationFailure(`the values nest deeper than ${MAX_VALUE_DEPTH}`);
  if (typeof left === 'string' && typeof right === 'string') return isSameText(left, right, budget);
  if (isList(left)) return isList(right) && isSameList(left, right, budget, depth);
  if (left instanceof Optional) return right instanceof Optional && isSameOptional(left, right, budget, depth);
  if (isMapping(left)) return isMapping(right) && isSameMap(left, right, budget, depth);
  return isSameScalar(left, right);
}

function isSameScalar(left: Value, right: Value): boolean {
  const number = numberOf(left);
  return number === undefined ? left === right : compareNumbers(number, numberOf(right)) === 0;
}

function isSameText(left: string, right: string, budget: EvaluationBudget): boolean {
  if (left.length !== right.length) return false;
  budget.chargeText(left.length);
  return left === right;
}

function isSameList(left: List, right: List, budget: EvaluationBudget, depth: number): boolean {
  if (left.length !== right.length) return false;
  return left.every((element, index) =>
    isEqual(fromElement(element), fromElement(right[index] ?? null), budget, depth + 1),
  );
}

function isSameOptional(left: Optional, right: Optional, budget: EvaluationBudget, depth: number): boolean {
  if (left.value === undefined || right.value === undefined) return left.value === right.value;
  return isEqual(left.value, right.value, budget, depth + 1);
}

function isSameMap(left: Mapping, right: Mapping, budget: EvaluationBudget, depth: number): boolean {
  const keys = keysOf(left, budget);
  if (keys.length !== keysOf(right, budget).length) return false;
  return keys.every((key) => {
    chargeKey(key, budget);
    const [one, other] = [elementAt(left, key), elementAt(right, key)];
    return one !== undefined && other !== undefined && isEqual(one, other, budget, depth + 1);
  });
}

/**
 * The keys of a map, charged. JavaScript does not tell the number of an object's keys before it has found them all, so a single map
 * takes the time it takes: a third of what parsing it took.
 */
export function keysOf(map: Mapping, budget: EvaluationBudget): readonly MapKey[] {
  const keys = isMadeMap(map) ? [...map.keys()] : Object.keys(map);
  budget.charge(keys.length * UNITS_PER_KEY);
  return keys;
}

/** Takes away what looking a key up may cost: a key that was just put together is hashed first. */
export function chargeKey(key: Value, budget: EvaluationBudget): void {
  if (typeof key === 'string') budget.chargeText(key.length);
}

/** `left in right`: an element of a list, or a key of a map. */
export function isIn(value: Value, container: Value, budget: EvaluationBudget): boolean {
  if (isList(container)) return container.some((element) => isEqual(value, fromElement(element), budget));
  chargeKey(value, budget);
  if (isMapping(container)) return elementAt(container, value) !== undefined;
  throw new EvaluationFailure(`"in" needs a list or a map on its right, not a ${typeName(container)}`);
}

/** Less than, equal or greater as -1, 0 or 1; `NaN` where a number is NaN. Fails for values that have no order. */
export function compare(left: Value, right: Value, budget: EvaluationBudget): number {
  if (typeof left === 'string' && typeof right === 'string') {
    budget.chargeText(Math.min(left.length, right.length));
    return compareTexts(left, right);
  }
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  const [leftNumber, rightNumber] = [numberOf(left), numberOf(right)];
  if (leftNumber !== undefined && rightNumber !== undefined) return compareNumbers(leftNumber, rightNumber);
  throw new EvaluationFailure(`a ${typeName(left)} and a ${typeName(right)} have no order`);
}

function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function numberOf(value: Value): bigint | number | undefined {
  if (typeof value === 'bigint') return value;
  return value instanceof Double ? value.value : undefined;
}

/** JavaScript orders a bigint and a number by their exact values, as CEL does. */
function compareNumbers(left: bigint | number, right: bigint | number | undefined): number {
  if (right === undefined) return Number.NaN;
  if (left < right) return -1;
  if (left > right) return 1;
  // oxlint-disable-next-line eqeqeq -- an int and a double of the same value are equal
  return left == right ? 0 : Number.NaN;
}

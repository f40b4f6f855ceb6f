import type { EvaluationBudget } from './budget.ts';
import { Double, EvaluationFailure, isList, typeName, type Value } from './value.ts';

/** CEL ints have 64 bits with a sign. */
export const MAX_INT: bigint = 2n ** 63n - 1n;
const MIN_INT = -(2n ** 63n);

/** The operators that compute with two values. */
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';

/**
 * Computes with two values of the same type; `+` also joins texts and lists. Ints that leave 64 bits fail, as in CEL.
 *
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#numeric-values
 */
export function calculate(operator: ArithmeticOperator, left: Value, right: Value, budget: EvaluationBudget): Value {
  if (typeof left === 'bigint' && typeof right === 'bigint') return checkRange(calculateInts(operator, left, right));
  if (operator === '+' && typeof left === 'string' && typeof right === 'string') {
    budget.chargeText(left.length + right.length);
    return left + right;
  }
  if (left instanceof Double && right instanceof Double && operator !== '%') {
    return new Double(calculateDoubles(operator, left.value, right.value));
  }
  if (operator === '+' && isList(left) && isList(right)) {
    budget.charge(left.length + right.length);
    return left.concat(right);
  }
  throw new EvaluationFailure(`${typeName(left)} ${operator} ${typeName(right)} is not possible`);
}

function calculateInts(operator: ArithmeticOperator, left: bigint, right: bigint): bigint {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / divisor(right);
    case '%':
      return left % divisor(right);
    default:
      return operator satisfies never;
  }
}

function divisor(value: bigint): bigint {
  if (value === 0n) throw new EvaluationFailure('division by zero');
  return value;
}

function calculateDoubles(operator: Exclude<ArithmeticOperator, '%'>, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    default:
      return operator satisfies never;
  }
}

/** `-value`. */
export function negate(value: Value): Value {
  if (typeof value === 'bigint') return checkRange(-value);
  if (value instanceof Double) return new Double(-value.value);
  throw new EvaluationFailure(`-${typeName(value)} is not possible`);
}

/** The int itself where it fits into 64 bits; fails otherwise. */
export function checkRange(value: bigint): bigint {
  if (value > MAX_INT || value < MIN_INT) throw new EvaluationFailure('the number does not fit into 64 bits');
  return value;
}

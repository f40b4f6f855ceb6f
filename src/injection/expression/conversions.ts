import type { EvaluationBudget } from './budget.ts';
import { checkRange } from './arithmetic.ts';
import { Double, EvaluationFailure, typeName, type Value } from './value.ts';

/** Digits of the longest int of 64 bits, with its sign, and of the longest double that JavaScript writes. */
const MAX_NUMBER_LENGTH = 32;
const INT = /^[+-]?\d+$/;
const DOUBLE = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const TRUE_TEXTS: readonly Value[] = ['true', 'True', 'TRUE', 't', '1'];
const FALSE_TEXTS: readonly Value[] = ['false', 'False', 'FALSE', 'f', '0'];

/** `string(value)`: of a string, an int, a double or a bool. @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#string */
export function toText([value = null]: readonly Value[]): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value instanceof Double) return doubleToText(value.value);
  throw new EvaluationFailure(`string() takes no ${typeName(value)}`);
}

function doubleToText(value: number): string {
  return Number.isFinite(value) || Number.isNaN(value) ? String(value) : `${value > 0 ? '+' : '-'}Inf`;
}

/** `int(value)`: of an int, a double, whose fraction is cut off, or a text of digits. */
export function toInt([value = null]: readonly Value[]): bigint {
  if (typeof value === 'bigint') return value;
  if (value instanceof Double && Number.isFinite(value.value)) return checkRange(BigInt(Math.trunc(value.value)));
  if (typeof value === 'string' && value.length <= MAX_NUMBER_LENGTH && INT.test(value)) {
    return checkRange(BigInt(value.startsWith('+') ? value.slice(1) : value));
  }
  throw notConvertible('int', value);
}

/** `double(value)`: of a double, an int or a text with a decimal number. */
export function toDouble([value = null]: readonly Value[]): Double {
  if (value instanceof Double) return value;
  if (typeof value === 'bigint') return new Double(Number(value));
  if (typeof value === 'string' && value.length <= MAX_NUMBER_LENGTH && DOUBLE.test(value)) {
    return new Double(Number(value));
  }
  throw notConvertible('double', value);
}

/** `bool(value)`: of a bool or one of the texts that Go's ParseBool takes. */
export function toBool([value = null]: readonly Value[], budget: EvaluationBudget): boolean {
  budget.charge(TRUE_TEXTS.length + FALSE_TEXTS.length);
  if (typeof value === 'boolean') return value;
  if (TRUE_TEXTS.includes(value)) return true;
  if (FALSE_TEXTS.includes(value)) return false;
  throw notConvertible('bool', value);
}

function notConvertible(type: string, value: Value): EvaluationFailure {
  return new EvaluationFailure(
    typeof value === 'string' ? `${type}() cannot read the text` : `${type}() cannot take this ${typeName(value)}`,
  );
}

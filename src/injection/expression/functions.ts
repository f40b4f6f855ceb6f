import { keysOf } from './compare.ts';
import type { EvaluationBudget } from './budget.ts';
import { countCharacters } from './code-points.ts';
import { toBool, toDouble, toInt, toText } from './conversions.ts';
import { TEXT_METHODS, type Run } from './text-functions.ts';
import { EvaluationFailure, isList, isMapping, Optional, typeName, type Value } from './value.ts';

/** The functions of an expression, each with the number of its arguments. What is not here, or a method, or a macro, is refused. */
export const FUNCTIONS: Readonly<Record<string, Run>> = {
  'size/1': sizeOf,
  'string/1': toText,
  'int/1': toInt,
  'double/1': toDouble,
  'bool/1': toBool,
  'dyn/1': ([value = null]) => value,
};

/** The methods that compute from their arguments alone. */
export const METHODS: Readonly<Record<string, Run>> = {
  ...TEXT_METHODS,
  'size/0': sizeOf,
  'hasValue/0': ([value = null]) => optional(value).value !== undefined,
  'value/0': ([value = null]) => {
    const held = optional(value).value;
    if (held === undefined) throw new EvaluationFailure('the optional has no value');
    return held;
  },
};

/** The macros that go through a list or the keys of a map. */
export const COMPREHENSIONS: readonly string[] = ['all/2', 'exists/2', 'exists_one/2', 'filter/2', 'map/2', 'map/3'];

/** The methods that are evaluated in a way of their own. */
export const SPECIAL_METHODS: readonly string[] = [...COMPREHENSIONS, 'matches/1', 'or/1', 'orValue/1'];

/** What to say of functions that CEL or Kubernetes has and that are not offered here. */
export const ADVICE: Readonly<Record<string, string>> = {
  bind: 'repeat the part that it would name',
  bytes: 'use texts',
  duration: 'times are not offered',
  find: 'use matches(), indexOf() and substring()',
  findAll: 'use matches() and split()',
  format: 'join the pieces with +, and numbers with string(…)',
  matches: 'write it as a method: text.matches("…")',
  ofNonZeroValue: 'write a condition: x == "" ? optional.none() : optional.of(x)',
  optFlatMap: 'write a condition: x.hasValue() ? … : optional.none()',
  optMap: 'write a condition: x.hasValue() ? optional.of(…) : optional.none()',
  quantity: 'give the quantity as a text',
  timestamp: 'times are not offered',
  type: 'types are known when the template is loaded',
  uint: 'use int(…)',
};

/** A value as an optional; fails for any other. */
export function optional(value: Value): Optional {
  if (value instanceof Optional) return value;
  throw new EvaluationFailure(`an optional is needed, not a ${typeName(value)}`);
}

function sizeOf([value = null]: readonly Value[], budget: EvaluationBudget): bigint {
  if (typeof value === 'string') return BigInt(countCharacters(value, budget));
  if (isList(value)) return BigInt(value.length);
  if (isMapping(value)) return BigInt(keysOf(value, budget).length);
  throw new EvaluationFailure(`size() takes no ${typeName(value)}`);
}

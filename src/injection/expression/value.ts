import { isJsonObject, ownValue, quote, type Json, type JsonObject } from '../json.ts';

/** A CEL double. Wrapped, because a plain number inside JSON is an int where it is whole. */
export class Double {
  readonly value: number;

  /** Wraps a number, whole or not. */
  constructor(value: number) {
    this.value = value;
  }
}

/** A CEL optional; without a value it is {@link NONE}. */
export class Optional {
  readonly value: Value | undefined;

  /** Wraps a value; `undefined` for none. */
  constructor(value: Value | undefined) {
    this.value = value;
  }
}

/** The optional without a value. */
export const NONE: Optional = new Optional(undefined);

/** The keys that a literal map may have; in JSON every key is a string. */
export type MapKey = string | bigint | boolean;

/** A CEL list: plain JSON, or made by the expression. */
export type List = readonly Element[];

/** A CEL map: plain JSON, or made by the expression. */
export type Mapping = JsonObject | ReadonlyMap<MapKey, Value>;

/** What an expression computes with. A CEL int is a bigint; a plain number never stands alone, only inside JSON. */
export type Value = null | boolean | string | bigint | Double | Optional | List | Mapping;

/** What a list or map holds: a value, or a number of JSON. */
export type Element = Value | number;

/** Why an expression has no value for this Pod, without the place; {@link BudgetExhausted} is no such error. */
export class EvaluationFailure extends Error {
  override readonly name = 'EvaluationFailure';
}

/** The value of an element: a whole JSON number is an int, any other a double, as in Kubernetes. */
export function fromElement(element: Element | Json): Value {
  if (typeof element !== 'number') return element;
  return Number.isSafeInteger(element) ? BigInt(element) : new Double(element);
}

/** Whether a value is a list. */
export function isList(value: Value): value is List {
  return Array.isArray(value);
}

/** Whether a value is a map made by the expression. */
export function isMadeMap(value: Value): value is ReadonlyMap<MapKey, Value> {
  return value instanceof Map;
}

/** Whether a value is a map, of either form. */
export function isMapping(value: Value): value is Mapping {
  return isJsonObject(value) && !(value instanceof Double) && !(value instanceof Optional);
}

/** The CEL name of a value's type, for messages. */
export function typeName(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  if (value instanceof Double) return 'double';
  if (value instanceof Optional) return 'optional';
  return isList(value) ? 'list' : 'map';
}

/** The element under a key or index; `undefined` where there is none. Never what a prototype holds. */
export function elementAt(container: Value, key: Value): Value | undefined {
  if (isList(container)) {
    if (typeof key !== 'bigint') throw new EvaluationFailure(`a list's index must be an int, not a ${typeName(key)}`);
    const element = key >= 0n && key < BigInt(container.length) ? container[Number(key)] : undefined;
    return element === undefined ? undefined : fromElement(element);
  }
  if (isMadeMap(container)) return isMapKey(key) ? container.get(key) : undefined;
  if (!isMapping(container)) throw new EvaluationFailure(`a ${typeName(container)} has no fields`);
  const element = typeof key === 'string' ? ownValue(container, key) : undefined;
  return element === undefined ? undefined : fromElement(element);
}

/** Whether a value may be a key of a map. */
export function isMapKey(value: Value): value is MapKey {
  return typeof value === 'string' || typeof value === 'bigint' || typeof value === 'boolean';
}

/** The error for a key or index that is not there. */
export function missingKey(key: Value): EvaluationFailure {
  return new EvaluationFailure(`no such key: ${describeKey(key)}`);
}

const PLAIN_KEY = /^[\w./-]{1,60}$/;

function describeKey(key: Value): string {
  if (typeof key === 'string') return PLAIN_KEY.test(key) ? key : quote(key);
  return typeof key === 'bigint' || typeof key === 'boolean' ? String(key) : `a ${typeName(key)}`;
}

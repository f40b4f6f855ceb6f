import { describe, expect, it } from 'vitest';
import {
  escapeControls,
  isJsonObject,
  isSameJson,
  objectAt,
  objectsAt,
  ownValue,
  quote,
  stringAt,
  type Json,
  type JsonObject,
} from '../../src/injection/json.ts';

const PROTO = JSON.parse('{"__proto__":{"a":"own"}}') as JsonObject;

describe('ownValue', () => {
  it('never finds what Object.prototype holds', () => {
    expect([ownValue({}, '__proto__'), ownValue({}, 'constructor'), ownValue(undefined, 'a')]).toStrictEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('finds a key __proto__ that the object has', () => {
    expect(ownValue(PROTO, '__proto__')).toStrictEqual({ a: 'own' });
  });
});

describe('objectAt, objectsAt and stringAt', () => {
  it.each<[Json, unknown, unknown, unknown]>([
    [{ a: 1 }, { a: 1 }, [], undefined],
    [[{ a: 1 }, null, 'x', [1]], undefined, [{ a: 1 }], undefined],
    ['x', undefined, [], 'x'],
    [null, undefined, [], undefined],
    [1, undefined, [], undefined],
  ])('read %j as what it is or as nothing', (value, asObject, asObjects, asString) => {
    expect(objectAt({ value }, 'value')).toStrictEqual(asObject);
    expect(objectsAt({ value }, 'value')).toStrictEqual(asObjects);
    expect(stringAt({ value }, 'value')).toBe(asString);
  });
});

describe('isJsonObject', () => {
  it.each<[unknown, boolean]>([
    [{}, true],
    [[], false],
    [null, false],
    ['x', false],
    [undefined, false],
  ])('of %j is %j', (value, expected) => {
    expect(isJsonObject(value)).toBe(expected);
  });
});

describe('isSameJson', () => {
  it.each<[Json, Json, boolean]>([
    [{ a: 1, b: [{}] }, { b: [{}], a: 1 }, true],
    [[1, 2], [2, 1], false],
    [[1], [1, 2], false],
    [{ a: 1 }, { a: 1, b: null }, false],
    [{ a: 1 }, { b: 1 }, false],
    [[], {}, false],
    [null, {}, false],
    ['1', 1, false],
    [{ constructor: 1 }, {}, false],
    [PROTO, { ...PROTO }, true],
    [PROTO, JSON.parse('{"__proto__":{"a":"other"}}') as Json, false],
  ])('of %j and %j is %j', (left, right, expected) => {
    expect(isSameJson(left, right)).toBe(expected);
    expect(isSameJson(right, left)).toBe(expected);
  });
});

describe('quote', () => {
  it.each<[Json | undefined, string]>([
    ['envoy', '"envoy"'],
    ['a"b', '"a\\"b"'],
    [undefined, 'null'],
    [{ a: [1] }, '{"a":[1]}'],
    ['x'.repeat(61), `"${'x'.repeat(60)}…"`],
    [['y'.repeat(80)], `["${'y'.repeat(58)}…`],
    ['line\nbreak\u0085\u2028', '"line\\nbreak\\u0085\\u2028"'],
  ])('writes %j', (value, expected) => {
    expect(quote(value)).toBe(expected);
  });
});

describe('escapeControls', () => {
  it('writes what could break or colour a line as an escape', () => {
    expect(escapeControls('a\u001B[0m\u202E\uD800é😀')).toBe('a\\u001b[0m\\u202e\\ud800é😀');
  });
});

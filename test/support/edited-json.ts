import * as fc from 'fast-check';
import type { Json, JsonObject } from '../../src/injection/json.ts';
import { copyOf } from './apply-patch.ts';

/** A JSON value, and an edit of it that shares with it whatever it does not change. */
export interface Edited {
  readonly before: Json;
  readonly after: Json;
}

const KEYS = ['a', 'b', 'a/b', '~', '', 'constructor', '0'];

const { value: anyJson } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom<Json>(null, true, false, 0, 1, '', 'x', 'y'),
    fc.array(tie('value'), { maxLength: 5 }),
    fc
      .uniqueArray(fc.tuple(fc.constantFrom(...KEYS), tie('value')), { selector: ([key]) => key, maxLength: 4 })
      .map((entries): JsonObject => Object.fromEntries(entries)),
  ),
}));

/** Hands out choices one after the other; zeros, which change nothing, when they are used up. */
type Choose = (bound: number) => number;

function edit(value: Json, choose: Choose): Json {
  if (choose(3) === 0) return value;
  if (Array.isArray(value)) return editList(value, choose);
  if (typeof value !== 'object' || value === null) return ['x', null, 1, [value], { a: value }][choose(5)] ?? null;
  return editObject(value as JsonObject, choose);
}

function editList(list: readonly Json[], choose: Choose): Json {
  const edited = list.flatMap((element): readonly Json[] => {
    const what = choose(8);
    if (what === 1) return [];
    if (what === 2) return [element, element];
    if (what === 3) return ['new', element];
    return [edit(element, choose)];
  });
  return choose(4) === 1 ? edited.toReversed() : edited;
}

function editObject(object: JsonObject, choose: Choose): Json {
  const entries = Object.entries(object).flatMap(([key, value = null]): readonly [string, Json][] =>
    choose(8) === 1 ? [] : [[key, edit(value, choose)]],
  );
  const added: readonly [string, Json][] = choose(3) === 1 ? [[KEYS[choose(KEYS.length)] ?? '', ['new']]] : [];
  return Object.fromEntries([...entries, ...added]);
}

/** Two values of which the second was made from the first, element by element. */
export const editedJson: fc.Arbitrary<Edited> = fc
  .tuple(anyJson, fc.array(fc.nat(63), { maxLength: 40 }))
  .map(([value, choices]) => {
    const before = copyOf(value);
    const left = [...choices];
    return { before, after: edit(before, (bound) => (left.shift() ?? 0) % bound) };
  });

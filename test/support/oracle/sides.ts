import * as fc from 'fast-check';
import type { Json, JsonObject } from '../../../src/injection/json.ts';

/** What the template and the Pod say in one place; absent where they say nothing. */
export interface Sides {
  readonly overlay?: Json;
  readonly pod?: Json;
}

/** Writes a value as somebody else would: with defaults, in other words, in another order. */
export type Dress = (value: Json) => Json;

type Relation =
  | 'none'
  | 'template'
  | 'pod'
  | 'equal'
  | 'dressed'
  | 'different'
  | 'null in template'
  | 'null in Pod'
  | 'empty in template'
  | 'empty in Pod';

const RELATIONS: readonly (readonly [Relation, number])[] = [
  ['none', 4],
  ['template', 3],
  ['pod', 3],
  ['equal', 3],
  ['dressed', 3],
  ['different', 5],
  ['null in template', 1],
  ['null in Pod', 1],
  ['empty in template', 1],
  ['empty in Pod', 1],
];

const relation: fc.Arbitrary<Relation> = fc.oneof(
  ...RELATIONS.map(([name, weight]) => ({ weight, arbitrary: fc.constant(name) })),
);

/** A value of a template and of a Pod in one place, in every relation that they can stand in. */
export function sidesOf(value: fc.Arbitrary<Json>, dress: Dress = (plain) => plain): fc.Arbitrary<Sides> {
  return fc.tuple(relation, value, value).map(([name, one, other]) => relate(name, one, dress, other));
}

/** The same for the value of a map, where null is nothing that a template or an API server writes. */
export function mapValueSides(value: fc.Arbitrary<Json>): fc.Arbitrary<Sides> {
  return sidesOf(value).map(withoutNull);
}

function withoutNull({ overlay = null, pod = null }: Sides): Sides {
  return { ...(overlay === null ? {} : { overlay }), ...(pod === null ? {} : { pod }) };
}

function relate(name: Relation, one: Json, dress: Dress, other: Json): Sides {
  const relations: Readonly<Record<Relation, () => Sides>> = {
    none: () => ({}),
    template: () => ({ overlay: one }),
    pod: () => ({ pod: one }),
    equal: () => ({ overlay: one, pod: one }),
    dressed: () => ({ overlay: one, pod: dress(one) }),
    different: () => ({ overlay: one, pod: other }),
    'null in template': () => ({ overlay: null, pod: one }),
    'null in Pod': () => ({ overlay: one, pod: null }),
    'empty in template': () => ({ overlay: emptied(one), pod: one }),
    'empty in Pod': () => ({ overlay: one, pod: emptied(one) }),
  };
  return relations[name]();
}

function emptied(value: Json): Json {
  return Array.isArray(value) ? [] : value;
}

/** An object on both sides, its fields related one by one; now and then one side has nothing of it. */
export function mapSides(fields: Readonly<Record<string, fc.Arbitrary<Sides>>>): fc.Arbitrary<Sides> {
  const shown = fc.constantFrom<'both' | 'overlay' | 'pod'>('both', 'both', 'both', 'both', 'overlay', 'pod');
  return fc.tuple(shown, fc.record(fields, { noNullPrototype: true })).map(([side, members]) => {
    const both = { overlay: gather(members, 'overlay'), pod: gather(members, 'pod') };
    return side === 'both' ? both : { [side]: both[side] };
  });
}

/** The same for a field that may be null. */
export function objectSides(fields: Readonly<Record<string, fc.Arbitrary<Sides>>>): fc.Arbitrary<Sides> {
  return fc.tuple(mapSides(fields), fc.nat(19)).map(nullOneSide);
}

function nullOneSide([sides, chance]: readonly [Sides, number]): Sides {
  if (chance > 1) return sides;
  return chance === 0 ? { ...sides, overlay: null } : { ...sides, pod: null };
}

/** The members of one side, without those that it does not have. */
export function gather(members: Readonly<Record<string, Sides>>, side: keyof Sides): JsonObject {
  const present = Object.entries(members).flatMap(([name, sides]): readonly [string, Json][] => {
    const value = sides[side];
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(present);
}

/** A list of entries, each related by itself; the Pod's in either order, and now and then with an entry repeated. */
export function listSides(
  entries: readonly fc.Arbitrary<Sides>[],
  repeat?: (entry: JsonObject) => JsonObject,
): fc.Arbitrary<Sides> {
  return fc
    .tuple(fc.tuple(...entries), fc.boolean(), fc.nat(9))
    .map(([members, isReversed, chance]) =>
      listsOf(members, (own) => arrange(own, isReversed, chance === 0 ? repeat : undefined)),
    );
}

function listsOf(members: readonly Sides[], arranged: (own: readonly JsonObject[]) => readonly JsonObject[]): Sides {
  const overlay = members.flatMap((sides) => (isEntry(sides.overlay) ? [sides.overlay] : []));
  const own = members.flatMap((sides) => (isEntry(sides.pod) ? [sides.pod] : []));
  return { ...asField('overlay', overlay), ...asField('pod', arranged(own)) };
}

function arrange(
  own: readonly JsonObject[],
  isReversed: boolean,
  repeat: ((entry: JsonObject) => JsonObject) | undefined,
): readonly JsonObject[] {
  const [first] = own;
  const repeated = repeat === undefined || first === undefined ? own : [...own, repeat(first)];
  return isReversed ? repeated.toReversed() : repeated;
}

function isEntry(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function asField(side: keyof Sides, list: readonly Json[]): Sides {
  return list.length === 0 ? {} : { [side]: list };
}

import { describe, expect, it } from 'vitest';
import { describeMisfit, isInterpolable } from '../../../src/injection/expression/fits-field.ts';
import { fieldOf } from '../../../src/injection/pod-fields.ts';
import type { FieldSchema } from '../../../src/injection/pod-schema.generated.ts';

const TYPES = ['string', 'int', 'uint', 'double', 'bool', 'map<string, string>', 'Container', 'list<string>'];

/** One row per kind of field: which of TYPES fit. */
const FITTING: Readonly<Record<FieldSchema['type'], readonly string[]>> = {
  string: ['string'],
  integer: ['int', 'uint'],
  number: ['int', 'uint', 'double'],
  boolean: ['bool'],
  object: ['map<string, string>', 'Container'],
  map: ['map<string, string>', 'Container'],
  list: ['list<string>'],
  Quantity: ['string', 'int', 'uint', 'double'],
  IntOrString: ['string', 'int', 'uint'],
  any: TYPES,
};

describe('describeMisfit', () => {
  it.each(Object.entries(FITTING))('a field of type %s takes %j', (name, fitting) => {
    const type = name as FieldSchema['type'];
    expect(TYPES.filter((candidate) => describeMisfit(candidate, { type }) === undefined)).toEqual(fitting);
    expect(TYPES.filter((candidate) => describeMisfit(`optional<${candidate}>`, { type }) === undefined)).toEqual(
      fitting,
    );
    for (const open of ['dyn', 'null', 'optional<dyn>']) expect(describeMisfit(open, { type })).toBeUndefined();
  });

  it.each<[string, FieldSchema, string | undefined]>([
    ['int', fieldOf('Container', 'image'), 'the expression gives int, the field takes a string: write string(…)'],
    [
      'string',
      fieldOf('ContainerPort', 'containerPort'),
      'the expression gives string, the field takes a whole number: write int(…)',
    ],
    ['list<string>', fieldOf('Container', 'image'), 'the expression gives list<string>, the field takes a string'],
    [
      'list<int>',
      fieldOf('Container', 'args'),
      'its elements are int, the field takes for each a string: write string(…)',
    ],
    ['list<optional<string>>', fieldOf('Container', 'args'), undefined],
    ['list<dyn>', fieldOf('Container', 'args'), undefined],
    ['list<Container>', fieldOf('PodSpec', 'containers'), undefined],
    ['list<map<string, dyn>>', fieldOf('PodSpec', 'containers'), undefined],
    ['list<string>', fieldOf('PodSpec', 'containers'), 'its elements are string, the field takes for each a mapping'],
    [
      'map<string, int>',
      fieldOf('PodSpec', 'nodeSelector'),
      'its elements are int, the field takes for each a string: write string(…)',
    ],
    ['map<int, string>', fieldOf('PodSpec', 'nodeSelector'), 'the keys of the map are int, they must be strings'],
    ['map<string, list<string>>', fieldOf('Container', 'securityContext'), undefined],
  ])('%s in a field: %s', (type, schema, misfit) => {
    expect(describeMisfit(type, schema)).toBe(misfit);
  });
});

describe('isInterpolable', () => {
  it('takes scalars, optionals of them and dyn into a longer string', () => {
    const types = [
      'string',
      'int',
      'uint',
      'double',
      'bool',
      'dyn',
      'null',
      'list<string>',
      'map<string, string>',
      'Pod',
    ];
    const scalars = ['string', 'int', 'uint', 'double', 'bool', 'dyn'];
    expect(types.filter(isInterpolable)).toEqual(scalars);
    expect(types.filter((type) => isInterpolable(`optional<${type}>`))).toEqual(scalars);
  });
});

import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/injection/json.ts';
import type { FieldSchema } from '../../src/injection/pod-schema.generated.ts';
import { isSameValue } from '../../src/injection/same-value.ts';

const object = (definition: string): FieldSchema => ({ type: 'object', definition });
const VOLUME = object('Volume');
const ANY: FieldSchema = { type: 'any' };
const QUANTITIES: FieldSchema = { type: 'map', items: { type: 'Quantity' } };
const ENV: FieldSchema = { type: 'list', items: object('EnvVar'), keys: ['name'] };

describe('isSameValue', () => {
  it.each<[string, Json | undefined, Json | undefined, FieldSchema, boolean]>([
    ['absent and null', undefined, null, ANY, true],
    ['absent and an empty list', undefined, [], ANY, true],
    ['null and a list', null, [1], ANY, false],
    ['a list and a text', ['a'], 'a', ANY, false],
    ['lists in another order', ['a', 'b'], ['b', 'a'], ANY, false],
    ['keyed lists in another order', [{ name: 'a' }, { name: 'b' }], [{ name: 'b' }, { name: 'a' }], ENV, true],
    ['keyed lists of another length', [{ name: 'a' }], [{ name: 'a' }, { name: 'b' }], ENV, false],
    ['keyed lists with another value', [{ name: 'a', value: '1' }], [{ name: 'a', value: '2' }], ENV, false],
    ['a number and its text', 1, '1', ANY, false],
    ['a number and its text as a quantity', 1, '1000m', { type: 'Quantity' }, true],
    ['quantities in a map', { cpu: '1000m' }, { cpu: '1' }, QUANTITIES, true],
    ['a map with a quantity more', { cpu: '1' }, { cpu: '1', memory: '1' }, QUANTITIES, false],
    ['an empty map and an absent field', { resources: {} }, {}, object('Container'), true],
    [
      'a defaulted ConfigMap volume',
      { name: 'v', configMap: { name: 'c' } },
      { name: 'v', configMap: { name: 'c', defaultMode: 420 } },
      VOLUME,
      true,
    ],
    [
      'a ConfigMap volume with another mode',
      { name: 'v', configMap: { name: 'c' } },
      { name: 'v', configMap: { name: 'c', defaultMode: 256 } },
      VOLUME,
      false,
    ],
    ['no source and an empty directory', { name: 'v' }, { name: 'v', emptyDir: {} }, VOLUME, true],
    [
      'an empty directory with and without a medium',
      { name: 'v', emptyDir: {} },
      { name: 'v', emptyDir: { medium: '' } },
      VOLUME,
      true,
    ],
    [
      'an empty directory in memory',
      { name: 'v', emptyDir: {} },
      { name: 'v', emptyDir: { medium: 'Memory' } },
      VOLUME,
      false,
    ],
    [
      'size limits by value',
      { name: 'v', emptyDir: { sizeLimit: '1Gi' } },
      { name: 'v', emptyDir: { sizeLimit: '1024Mi' } },
      VOLUME,
      true,
    ],
    [
      'an empty directory and another source',
      { name: 'v', emptyDir: {} },
      { name: 'v', configMap: { name: 'c' } },
      VOLUME,
      false,
    ],
    ['no source and another source', { name: 'v' }, { name: 'v', configMap: { name: 'c' } }, VOLUME, false],
    [
      'an empty value and one from elsewhere',
      { name: 'A', value: '' },
      { name: 'A', valueFrom: { fieldRef: { fieldPath: 'x' } } },
      object('EnvVar'),
      false,
    ],
    [
      'pull policy of a tag',
      { image: 'a:1' },
      { image: 'a:1', imagePullPolicy: 'IfNotPresent' },
      object('Container'),
      true,
    ],
    [
      'pull policy of latest',
      { image: 'a:latest' },
      { image: 'a:latest', imagePullPolicy: 'Always' },
      object('Container'),
      true,
    ],
    [
      'pull policy of no tag behind a port',
      { image: 'r:5000/a' },
      { image: 'r:5000/a', imagePullPolicy: 'Always' },
      object('Container'),
      true,
    ],
    [
      'pull policy of a digest',
      { image: 'a@sha256:0' },
      { image: 'a@sha256:0', imagePullPolicy: 'IfNotPresent' },
      object('Container'),
      true,
    ],
    [
      'a toleration with its defaults',
      { key: 'a' },
      { key: 'a', operator: 'Equal', value: '', effect: '' },
      object('Toleration'),
      true,
    ],
    ['fields that no schema knows', { x: { y: [1] } }, { x: { y: [1] } }, ANY, true],
    ['a field that Object.prototype has', { constructor: 'x' }, {}, { type: 'map', items: { type: 'string' } }, false],
  ])('of %s', (...row) => {
    const [, left, right, schema, expected] = row;
    expect(isSameValue(left, right, schema)).toBe(expected);
    expect(isSameValue(right, left, schema)).toBe(expected);
  });

  it('compares a value of depth 100,000 with a shallow one', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`) as Json;
    expect(isSameValue({ a: { a: 1 } }, deep, ANY)).toBe(false);
  });
});

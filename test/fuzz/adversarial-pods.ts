import type { Json, JsonObject } from '../../src/injection/json.ts';
import { Dice } from './dice.ts';

const PREFIX = 'sidecar-injector.dev/slow.';

function list<Value>(count: number, make: (index: number) => Value): readonly Value[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function map(count: number, key: (index: number) => string, value: Json): JsonObject {
  return Object.fromEntries(list(count, (index) => [key(index), value]));
}

function nested(depth: number, open: string, close: string): Json {
  return JSON.parse(`${open.repeat(depth)}0${close.repeat(depth)}`) as Json;
}

/** A text without a period: an automaton that remembers its states meets new ones all the time. */
function shuffled(length: number, seed: number): string {
  const dice = new Dice(seed);
  return dice.times(length, () => dice.pick('abcd'.split(''))).join('');
}

interface Parts {
  readonly labels?: Json;
  readonly annotations?: JsonObject;
  readonly container?: JsonObject;
  readonly spec?: JsonObject;
}

function podOf({ labels = { a: 'a', b: 'b' }, annotations = {}, container = {}, spec = {} }: Parts): JsonObject {
  const app = { name: 'app', image: 'shop:1', env: [], args: [], ...container };
  const usual = { containers: [app], initContainers: [], volumes: [], affinity: {} };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'shop', labels, annotations: { 'sidecar-injector.dev/inject': 'slow', ...annotations } },
    spec: { ...usual, ...spec },
  };
}

function parameters(length: number): JsonObject {
  return Object.fromEntries(list(8, (index) => [`${PREFIX}p${index}`, shuffled(length, 3 + index)]));
}

function texts(a: string, b: string): JsonObject {
  return podOf({ labels: { a, b }, annotations: { a } });
}

const container = (index: number): JsonObject => ({
  name: `c${index}`,
  image: `i:${index}`,
  env: [{ name: 'A', value: 'b' }],
});
const variable = (index: number): JsonObject => ({ name: `E${index}`, value: 'a'.repeat(30) });
const KIB = 1024;

/** Pods that no person would write, by what is odd about them; up to some MB as JSON. */
export const ADVERSARIAL_PODS: Readonly<Record<string, JsonObject>> = {
  'nothing odd': texts('abc', 'b'),
  'texts of 1,000 characters': texts('abcab'.repeat(200), 'b'.repeat(999)),
  'texts of 20 KiB': texts('a,'.repeat(10 * KIB), 'ab'.repeat(5 * KIB)),
  'texts of 200 KiB': texts('a'.repeat(200 * KIB), `${'a'.repeat(100)}b`),
  'a text of 5 MiB': texts('a'.repeat(5 * KIB * KIB), 'aab'),
  'two texts of 2 MiB': texts('ab'.repeat(KIB * KIB), `${'ab'.repeat(KIB * KIB - 1)}aa`),
  'emoji by the hundred thousand': texts('😀'.repeat(100_000), '😀'),
  'lone surrogates': texts('\uD800'.repeat(50_000), '\uDC00'),
  'line ends and controls': texts('\n\u0000\u2028'.repeat(20_000), '\n'),
  '256 KiB in one annotation': podOf({ annotations: { a: 'a'.repeat(250 * KIB) } }),
  '256 KiB in many annotations': podOf({ annotations: map(6_000, (index) => `example.com/k${index}`, 'a'.repeat(25)) }),
  'a text of 4 KiB without a period': texts(shuffled(4_096, 1), 'abcd'),
  'a parameter at its limit': podOf({ annotations: { [`${PREFIX}p0`]: shuffled(1_024, 2) } }),
  'all parameters at their limits': podOf({ annotations: parameters(1_024) }),
  'all parameters at half of their limits': podOf({ annotations: parameters(512) }),
  'parameters one too long': podOf({ annotations: map(8, (index) => `${PREFIX}p${index}`, 'a'.repeat(1025)) }),
  'parameters that nobody declared': podOf({ annotations: map(6_000, (index) => `${PREFIX}q${index}`, 'a') }),
  'a parameter with a name of 200 KiB': podOf({ annotations: { [`${PREFIX}${'p'.repeat(200 * KIB)}`]: 'a' } }),
  '2,000 variables': podOf({ container: { env: list(2_000, variable) } }),
  '20,000 variables': podOf({ container: { env: list(20_000, variable) } }),
  'a variable 20,000 times': podOf({ container: { env: list(20_000, () => variable(1)) } }),
  '100,000 arguments': podOf({ container: { args: list(100_000, (index) => `a${index}`) } }),
  '500 containers': podOf({ spec: { containers: list(500, container), initContainers: list(500, container) } }),
  '5,000 containers': podOf({ spec: { containers: list(5_000, container), initContainers: list(5_000, container) } }),
  '10,000 volumes': podOf({ spec: { volumes: list(10_000, (index) => ({ name: `v${index}`, emptyDir: {} })) } }),
  '20,000 tolerations': podOf({ spec: { tolerations: list(20_000, (index) => ({ key: `k${index}` })) } }),
  '9,000 labels': podOf({ labels: map(9_000, (index) => `k${index}`, 'a') }),
  '100,000 labels': podOf({ labels: map(100_000, (index) => `k${index}`, 'a') }),
  'lists 5,000 deep': podOf({ spec: { affinity: nested(5_000, '[', ']') } }),
  'maps 5,000 deep': podOf({ spec: { affinity: nested(5_000, '{"a":', '}') } }),
  'numbers where texts belong': podOf({ container: { args: list(50_000, (index) => index), workingDir: 1e300 } }),
};

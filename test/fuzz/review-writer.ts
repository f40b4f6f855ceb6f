import type { Json, JsonObject } from '../../src/injection/json.ts';
import { isJsonObject } from '../../src/injection/json.ts';
import { loadReviews, podOf } from '../support/load-example.ts';
import { reviewOf } from '../support/review-of.ts';
import type { Dice } from './dice.ts';

/** Stands in environment values, arguments and foreign annotations of every review: it must never be told to anybody. */
export const CANARY = 'c4n4ry-s3cr3t';

const KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'name',
  'image',
  '',
  '*',
  'a/b~c',
  '0',
  '\u0000',
];
const PREFIX = 'sidecar-injector.dev/';
const ANNOTATIONS = [
  'inject',
  'templates',
  'status',
  'overrides',
  'injection',
  'a.image',
  'a.concurrency',
  'a.port',
  'b.nope',
  '__proto__',
];
const TEXTS = [
  '',
  'true',
  'false',
  'True',
  'a',
  'a,b',
  'a,,b',
  ' a ',
  'nope',
  '1',
  '-1',
  '99',
  'x'.repeat(2_000),
  '\n',
  '\u0000',
  '{"a":[]}',
  '${{ params.x }}',
  '__proto__',
  'é😀\uD800',
];

/** What a case of the fuzzer was made by. */
export type ReviewKind = 'annotations' | 'structure' | 'poison' | 'text';

/** Writes reviews that no API server sends, and some that it does. */
export class ReviewWriter {
  readonly #dice: Dice;
  readonly #bases: readonly JsonObject[];

  constructor(dice: Dice) {
    this.#dice = dice;
    const pods: readonly JsonObject[] = [
      {},
      { restartPolicy: 'Never' },
      { hostNetwork: true },
      {
        containers: [
          { name: 'envoy', image: 'auto' },
          { name: 'shop', image: 'shop:1' },
        ],
      },
      { volumes: [{ name: 'conf', emptyDir: {} }], initContainers: [{ name: 'init', image: 'init:1' }] },
    ];
    this.#bases = [...pods.map((spec) => reviewOf(ownedPod(spec))), ...loadReviews().map(({ body }) => body)];
  }

  /** One review, as the text of a request's body. */
  write(): { readonly kind: ReviewKind; readonly text: string } {
    const kind = this.#dice.pick<ReviewKind>([
      'annotations',
      'annotations',
      'structure',
      'structure',
      'poison',
      'text',
    ]);
    const base = this.#dice.pick(this.#bases);
    if (kind === 'annotations') return { kind, text: JSON.stringify(this.#annotate(base)) };
    if (kind === 'structure') return { kind, text: JSON.stringify(this.#changePod(base)) };
    if (kind === 'poison') return { kind, text: this.#poison(JSON.stringify(this.#annotate(base))) };
    return { kind, text: this.#breakText(JSON.stringify(base)) };
  }

  #annotate(review: JsonObject): JsonObject {
    const dice = this.#dice;
    const pairs = dice.times(1 + dice.below(4), (): [string, string] => {
      const key = dice.pick(ANNOTATIONS);
      const prefix = dice.pick([PREFIX, PREFIX, PREFIX, 'initializer.kubernetes.io/', 'example.com/']);
      return [`${prefix}${key}`, dice.pick(TEXTS)];
    });
    const request = review['request'] as JsonObject;
    const object = isJsonObject(request['object']) ? request['object'] : {};
    const metadata = isJsonObject(object['metadata']) ? object['metadata'] : {};
    const old = isJsonObject(metadata['annotations']) ? metadata['annotations'] : {};
    const annotations = { ...old, 'example.com/secret': CANARY, ...Object.fromEntries(pairs) };
    return { ...review, request: { ...request, object: { ...object, metadata: { ...metadata, annotations } } } };
  }

  /** Mostly of the Pod: what is about it is soon no review any more. */
  #changePod(review: JsonObject): JsonObject {
    const request = review['request'];
    const pod = isJsonObject(request) ? request['object'] : undefined;
    if (!isJsonObject(request) || !isJsonObject(pod) || this.#dice.once(10)) return this.#change(review, 2);
    return { ...review, request: { ...request, object: this.#change(pod, 4) } };
  }

  /** Walks into a value at random and puts another one somewhere on the way. */
  #change(value: JsonObject, changes: number): JsonObject {
    let changed: Json = value;
    for (let index = 0; index < 1 + this.#dice.below(changes); index += 1) changed = this.#changeOnce(changed, 0);
    return isJsonObject(changed) ? changed : { changed };
  }

  #changeOnce(value: Json, depth: number): Json {
    const dice = this.#dice;
    if (Array.isArray(value) && value.length > 0 && !dice.once(6)) {
      const at = dice.below(value.length);
      return value.map((entry, index) => (index === at ? this.#changeOnce(entry, depth + 1) : entry));
    }
    if (!isJsonObject(value) || Object.keys(value).length === 0 || (depth > 3 && dice.once(6))) return this.#oddValue();
    const key = dice.once(8) ? dice.pick(KEYS) : dice.pick(Object.keys(value));
    const entries = Object.entries(value).filter(([name]) => name !== key || !dice.once(12));
    return Object.fromEntries([...entries, [key, this.#changeOnce(value[key] ?? null, depth + 1)]]);
  }

  #oddValue(): Json {
    const dice = this.#dice;
    return dice.pick<() => Json>([
      () => null,
      () => true,
      () => dice.below(1_000) - 500,
      () => 1e300,
      () => dice.pick(TEXTS),
      () => [],
      () => ({}),
      () => [{ name: 'a' }, { name: 'a' }, { name: 'envoy', image: 'auto' }],
      () => [null, 1, 'a', []],
      () => nested(dice.pick([2, 50, 2_000])),
      () => Object.fromEntries(dice.times(dice.pick([1, 5, 5, 200]), (index) => [`k${index}`, dice.pick(TEXTS)])),
      () =>
        dice.times(dice.pick([1, 5, 5, 100]), (index) => ({
          name: `n${index}`,
          image: CANARY,
          env: [{ name: 'S', value: CANARY }],
        })),
    ])();
  }

  /** Keys of objects' prototypes take the place of some names, which only text can do. */
  #poison(text: string): string {
    const names = [...text.matchAll(/"([A-Za-z]+)":/g)];
    const { index, 0: found } = this.#dice.pick(names);
    const key = this.#dice.pick(['__proto__', 'constructor', 'prototype', '__defineGetter__']);
    const value = this.#dice.pick(['', '{"polluted":true},"x":', '{"prototype":{"polluted":true}},"x":', 'null,"x":']);
    return `${text.slice(0, index)}"${key}":${value}${text.slice(index + found.length)}`;
  }

  #breakText(text: string): string {
    const dice = this.#dice;
    const at = dice.below(text.length);
    const put = dice.pick([
      '',
      '"',
      '\\',
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '\u0000',
      '\u2028',
      '1e999',
      '\\uD800',
      '9'.repeat(40),
    ]);
    return text.slice(0, at) + put + text.slice(at + dice.below(3));
  }
}

function nested(depth: number): Json {
  return JSON.parse(`${'['.repeat(depth)}0${']'.repeat(depth)}`) as Json;
}

/** A Pod of a ReplicaSet, which is where Events are written, with a secret in it. */
function ownedPod(spec: JsonObject): JsonObject {
  const app = { name: 'app', image: 'shop:1', args: [CANARY], env: [{ name: 'SECRET', value: CANARY }] };
  const pod = podOf({ containers: [app], ...spec });
  const metadata = isJsonObject(pod['metadata']) ? pod['metadata'] : {};
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'shop-1', uid: 'u-1', controller: true };
  return { ...pod, metadata: { ...metadata, ownerReferences: [owner] } };
}

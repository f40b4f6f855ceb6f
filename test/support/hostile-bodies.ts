import type { JsonObject } from '../../src/injection/json.ts';
import { podOf } from './load-example.ts';
import { reviewOf } from './review-of.ts';

const ASKS: JsonObject = { 'sidecar-injector.dev/inject': 'true' };

function entries(count: number, prefix: string): string {
  return Array.from({ length: count }, (_, index) => `"${prefix}${index.toString(36)}":""`).join(',');
}

function list(count: number, item: (index: number) => string): string {
  return `[${Array.from({ length: count }, (_, index) => item(index)).join(',')}]`;
}

/** A review in which one value is written as this JSON, so that no such value ever stands in memory here. */
function reviewWith(pod: JsonObject, json: string): string {
  return JSON.stringify(reviewOf(pod)).replace('"HERE"', () => json);
}

function withLabels(json: string): string {
  return reviewWith({ ...podOf(), metadata: { name: 'shop', annotations: ASKS, labels: 'HERE' } }, json);
}

/** What is odd about a body. */
export type HostileBody =
  | '400,000 keys in a field that nobody knows'
  | '400,000 labels'
  | '75,000 labels, which etcd can store'
  | '60,000 annotations, which the API server takes'
  | '9 MiB of escapes'
  | '10 MiB of empty maps'
  | 'lists 5,000,000 deep'
  | 'as many values as are read'
  | 'as many maps as are read'
  | 'as many different keys as are read, 16 a map'
  | '9 MB of digits'
  | '9 MiB of space'
  | '5,000 containers'
  | '300,000 readiness gates, the most values that etcd can store'
  | '30 KiB of annotations';

/** Bodies that cost a server more than their size tells; each is written when it is asked for. */
export const HOSTILE_BODIES: Readonly<Record<HostileBody, () => string>> = {
  '400,000 keys in a field that nobody knows': () =>
    reviewWith(podOf({ unknown: 'HERE' }), `{${entries(400_000, 'key-no-')}}`),
  '400,000 labels': () => withLabels(`{${entries(400_000, 'key-no-')}}`),
  '75,000 labels, which etcd can store': () => withLabels(`{${entries(75_000, '')}}`),
  '60,000 annotations, which the API server takes': () =>
    reviewWith(
      { ...podOf(), metadata: { name: 'shop', annotations: 'HERE' } },
      `{"sidecar-injector.dev/inject":"true",${entries(60_000, '')}}`,
    ),
  '9 MiB of escapes': () => reviewWith(podOf({}, { ...ASKS, text: 'HERE' }), `"${'\\u003c'.repeat(1_560_000)}"`),
  '10 MiB of empty maps': () =>
    reviewWith(
      podOf({ unknown: 'HERE' }),
      list(3_400_000, () => '{}'),
    ),
  'lists 5,000,000 deep': () => reviewWith(podOf({ unknown: 'HERE' }), '['.repeat(5_000_000) + ']'.repeat(5_000_000)),
  'as many values as are read': () =>
    reviewWith(
      podOf({ unknown: 'HERE' }),
      list(780_000, () => '0'),
    ),
  'as many maps as are read': () =>
    reviewWith(
      podOf({ unknown: 'HERE' }),
      list(390_000, () => '[0]'),
    ),
  'as many different keys as are read, 16 a map': () =>
    reviewWith(
      podOf({ unknown: 'HERE' }),
      list(10_800, (index) => `{${entries(16, `${index.toString(36)}-`)}}`),
    ),
  '9 MB of digits': () => reviewWith(podOf({ unknown: 'HERE' }), '1'.repeat(9_000_000)),
  '9 MiB of space': () => reviewWith(podOf({ unknown: 'HERE' }), ' '.repeat(9_400_000) + '1'),
  '5,000 containers': () =>
    reviewWith(
      podOf({ containers: 'HERE' }),
      list(5_000, (index) => `{"name":"c${index}","image":"i"}`),
    ),
  '300,000 readiness gates, the most values that etcd can store': () =>
    reviewWith(
      podOf({ readinessGates: 'HERE' }),
      list(300_000, () => '{"conditionType":"a"}'),
    ),
  '30 KiB of annotations': () =>
    reviewWith(
      { ...podOf(), metadata: { name: 'shop', annotations: 'HERE' } },
      `{"sidecar-injector.dev/inject":"true",${entries(3_000, '')}}`,
    ),
};

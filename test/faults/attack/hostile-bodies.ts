import { reviewOf } from '../../support/review-of.ts';
import { ENABLED_NAMESPACE } from '../load/pod-kinds.ts';

const MIB = 1_048_576;
const HOLE = '"@@"';

/** A review with a text of JSON somewhere in its Pod, whatever that is. */
function reviewWith(json: string, where: (hole: string) => object): Buffer {
  const review = JSON.stringify(reviewOf(where('@@'), { namespace: ENABLED_NAMESPACE }));
  return Buffer.from(review.replace(HOLE, () => json));
}

const containers = [{ name: 'app', image: 'registry.example/app:1' }];
const withAnnotations = (hole: string): object => ({
  metadata: { name: 'hostile', annotations: hole },
  spec: { containers },
});
const withVariable = (hole: string): object => ({
  metadata: { name: 'hostile' },
  spec: { containers: [{ ...containers[0], env: [{ name: 'V', value: hole }] }] },
});

function manyKeys(count: number): string {
  return `{${Array.from({ length: count }, (_, index) => `"k${index}":"v"`).join(',')}}`;
}

function manyVariables(count: number): Buffer {
  const env = Array.from({ length: count }, (_, index) => `{"name":"V${index}","value":"1"}`).join(',');
  return reviewWith(`[${env}]`, (hole) => ({
    metadata: { name: 'hostile' },
    spec: { containers: [{ ...containers[0], env: hole }] },
  }));
}

/** Bodies that cost a server much for what they cost to send. Each is made when it is asked for. */
export const HOSTILE_BODIES: Readonly<Record<string, () => Buffer>> = {
  'keys-400k': () => reviewWith(manyKeys(400_000), withAnnotations),
  'variables-100k': () => manyVariables(100_000),
  deep: () => reviewWith('['.repeat(4 * MIB) + ']'.repeat(4 * MIB), withAnnotations),
  'escapes-9-MiB': () => reviewWith(`"${'\\u003c'.repeat((9 * MIB) / 6)}"`, withVariable),
  'text-9-MiB': () => reviewWith(`"${'x'.repeat(9 * MIB)}"`, withVariable),
  'over-18-MiB': () => reviewWith(`"${'\\u003c'.repeat(3 * MIB)}"`, withVariable),
  'no-json': () => Buffer.from('{'.repeat(5 * MIB)),
};

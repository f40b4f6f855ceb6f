import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadReviews } from '../support/load-example.ts';
import { isJsonObject, objectAt, type JsonObject } from '../../src/injection/json.ts';
import { acceptablePod } from './acceptable-pods.ts';
import { type InjectorCluster, startInjectorCluster } from './injector-cluster.ts';

const SEED = Number(process.env['FC_SEED'] ?? 20_261_121);
const GENERATED = Number(process.env['FC_RUNS'] ?? 800);

/** Namespaces that differ in the label alone: the webhook sees every Pod of one and none of the other. */
const SEEN = 'seen';
const UNSEEN = 'unseen';

let injector: InjectorCluster;

beforeAll(async () => {
  injector = await startInjectorCluster();
  await injector.createNamespace(SEEN, { 'sidecar-injector.dev/injection': 'enabled' });
  await injector.createNamespace(UNSEEN, { 'sidecar-injector.dev/injection': 'disabled' });
});

afterAll(async () => {
  await injector[Symbol.asyncDispose]();
});

interface Reply {
  readonly status: number;
  readonly pod: JsonObject;
}

/** Creates a Pod by dry run: the same admission, and nothing stays. */
async function tryIn(namespace: string, pod: JsonObject): Promise<Reply> {
  const path = `/api/v1/namespaces/${namespace}/pods?dryRun=All`;
  const { status, body } = await injector.cluster.controlPlane.request({
    method: 'POST',
    path,
    body: JSON.stringify(pod),
  });
  const answered: unknown = JSON.parse(body);
  return { status, pod: isJsonObject(answered) ? answered : {} };
}

/** A recorded Pod as a user would create it: without what the API server and its namespace added. */
function asSubmitted(pod: JsonObject): JsonObject {
  const { name, generateName, labels, annotations } = objectAt(pod, 'metadata') ?? {};
  const spec = objectAt(pod, 'spec') ?? {};
  const metadata = { labels, annotations, ...(name === undefined ? { generateName } : { name }) };
  return { apiVersion: 'v1', kind: 'Pod', metadata: JSON.parse(JSON.stringify(metadata)) as JsonObject, spec };
}

describe('a Pod that the API server takes without the webhook', () => {
  it.each(loadReviews())('is taken with it: the recorded review $name', async ({ body }) => {
    const pod = asSubmitted(objectAt(objectAt(body, 'request'), 'object') ?? {});
    const [without, within] = await Promise.all([tryIn(UNSEEN, pod), tryIn(SEEN, pod)]);
    expect(within.status, JSON.stringify(within.pod['message'])).toBe(without.status);
  });

  it(`is taken with it: ${GENERATED} generated Pods, seed ${SEED}`, async () => {
    const counts = { taken: 0, refused: 0, injected: 0 };
    for (const pod of fc.sample(acceptablePod(), { numRuns: GENERATED, seed: SEED })) {
      const [without, within] = await Promise.all([tryIn(UNSEEN, pod), tryIn(SEEN, pod)]);
      expect(within.status, `${JSON.stringify(pod)}\n${JSON.stringify(within.pod)}`).toBe(without.status);
      counts[without.status === 201 ? 'taken' : 'refused'] += 1;
      if (JSON.stringify(objectAt(within.pod, 'spec') ?? {}).includes('"name":"envoy-conf"')) counts.injected += 1;
    }
    process.stderr.write(`${JSON.stringify(counts)}\n`);
    expect(counts.taken).toBeGreaterThan(GENERATED / 2);
    expect(counts.injected).toBeGreaterThan(GENERATED / 4);
  }, 180_000);
});

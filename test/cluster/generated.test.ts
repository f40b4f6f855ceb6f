import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { parse } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { objectAt, type JsonObject } from '../../src/injection/json.ts';
import { findSchemaViolations } from '../../src/injection/pod-validator.ts';
import { BROKEN_PODS } from '../support/broken-pods.ts';
import { renderGeneratedFiles } from '../support/generate/generated-files.ts';
import { readKubernetesApi } from '../support/generate/open-api.ts';
import { listGoldenCases } from '../support/golden-cases.ts';
import { loadReviews, podOf } from '../support/load-example.ts';
import { acceptablePod } from './acceptable-pods.ts';
import { type ControlPlane, startControlPlane } from './control-plane.ts';

const REPOSITORY = new URL('../../', import.meta.url);
const SEED = Number(process.env['FC_SEED'] ?? 20_261_121);
const GENERATED = Number(process.env['FC_RUNS'] ?? 300);

let controlPlane: ControlPlane;

beforeAll(async () => {
  // Only for its ServiceAccounts, without which no Pod can be created.
  controlPlane = await startControlPlane();
  await controlPlane.waitForDefaultServiceAccount('default');
});

afterAll(async () => {
  await controlPlane[Symbol.asyncDispose]();
});

interface Reply {
  readonly status: number;
  readonly object: JsonObject;
}

/** Creates a Pod by dry run, with each unknown field an error, or dropped in silence. */
async function tryPod(pod: JsonObject, fieldValidation: 'Strict' | 'Ignore' = 'Strict'): Promise<Reply> {
  const path = `/api/v1/namespaces/default/pods?dryRun=All&fieldValidation=${fieldValidation}`;
  const { status, body } = await controlPlane.request({ method: 'POST', path, body: JSON.stringify(pod) });
  return { status, object: JSON.parse(body) as JsonObject };
}

/** A Pod as a user would create it: without what the API server sets itself. */
function asSubmitted(pod: JsonObject): JsonObject {
  const { name = 'a-pod', labels, annotations } = objectAt(pod, 'metadata') ?? {};
  return { ...pod, metadata: JSON.parse(JSON.stringify({ name, labels, annotations })) as JsonObject };
}

/**
 * What the API server takes must be free of violations, before and after it was admitted. What it cannot read (400) must have
 * some. What it refuses for what the fields mean together (422) may have none.
 */
async function compare(pod: JsonObject): Promise<number> {
  const { status, object } = await tryPod(pod);
  const violations = findSchemaViolations(pod);
  const shown = JSON.stringify({ violations, message: object['message'] });
  if (status === 201) expect([...violations, ...findSchemaViolations(object)], shown).toEqual([]);
  else if (status === 400) expect(violations.length, shown).toBeGreaterThan(0);
  else expect([403, 422], shown).toContain(status);
  return status;
}

describe('the generated files', () => {
  it('are what this version of Kubernetes gives: if not, run npm run generate', async () => {
    const files = renderGeneratedFiles(await readKubernetesApi(controlPlane));
    const stale = [...files].filter(([path, text]) => readFileSync(new URL(path, REPOSITORY), 'utf8') !== text);
    expect(stale.map(([path]) => path)).toEqual([]);
    expect(files.size).toBe(4);
  });
});

describe('findSchemaViolations says what the API server says', () => {
  it.each(loadReviews())('of the recorded review $name', async ({ body }) => {
    await compare(asSubmitted(objectAt(objectAt(body, 'request'), 'object') ?? {}));
  });

  it.each(listGoldenCases())('of the golden Pods $name', async ({ folder }) => {
    for (const file of ['pod.yaml', 'injected.yaml']) {
      await compare(asSubmitted(parse(readFileSync(new URL(file, folder), 'utf8')) as JsonObject));
    }
  });

  it(`of ${GENERATED} generated Pods, seed ${SEED}`, async () => {
    const statuses = [];
    for (const pod of fc.sample(acceptablePod(), { numRuns: GENERATED, seed: SEED })) statuses.push(await compare(pod));
    expect(statuses.filter((status) => status === 201).length).toBeGreaterThan(GENERATED / 2);
  });

  it.each(BROKEN_PODS)('of a Pod with $what', async ({ pod, violations }) => {
    const { status } = await tryPod(pod);
    expect([400, 422]).toContain(status);
    expect(findSchemaViolations(pod)).toEqual(violations);
    // Without strict validation unknown fields vanish, and the rest is refused all the same.
    const isOnlyUnknown = violations.every((violation) => violation.endsWith(' is not a field'));
    const lenient = await tryPod(pod, 'Ignore');
    expect(lenient.status === 201).toBe(isOnlyUnknown);
    if (isOnlyUnknown) expect(findSchemaViolations(lenient.object)).toEqual([]);
  });

  it.each([
    [
      'a required field whose absence means the empty string',
      { livenessProbe: { httpGet: { port: 80, httpHeaders: [{ name: 'A' }] } } },
    ],
    ['null in a list', { args: [null] }],
    ['a quantity between spaces', { resources: { limits: { cpu: ' 1 ' } } }],
  ])('but for what it mends itself: %s', async (_, fields) => {
    const { status, object } = await tryPod(podOf({ containers: [{ name: 'app', image: 'shop:1', ...fields }] }, {}));
    expect(status).toBe(201);
    expect(findSchemaViolations(podOf({ containers: [{ name: 'app', image: 'shop:1', ...fields }] }))).toHaveLength(1);
    expect(findSchemaViolations(object)).toEqual([]);
  });
});

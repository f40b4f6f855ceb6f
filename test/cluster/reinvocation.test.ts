import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { objectAt, objectsAt, stringAt, type JsonObject } from '../../src/injection/json.ts';
import type { PatchOperation } from '../../src/injection/outcome.ts';
import { type AppendingWebhook, startAppendingWebhook } from './appending-webhook.ts';
import { HookedControlPlane, type ReviewLine } from './hooked-control-plane.ts';
import { waitUntil } from './wait-until.ts';

const NAMESPACE = 'labelled';
const LATE = { name: 'late', image: 'late:1' };
const APP = { name: 'app', image: 'shop:1', ports: [{ containerPort: 8080 }] };
const ENVOY = 'containers: [{name: envoy, image: "envoy:1", args: [--fast]}]';
const PROXY = { name: 'HTTP_PROXY', value: 'http://127.0.0.1:15001' };
const SHARED = `containers: [{name: envoy, image: "envoy:1"}, {name: "*", env: [${JSON.stringify(PROXY)}]}]`;
const STATUS_PATH = '/metadata/annotations/sidecar-injector.dev~1status';

let hooked: HookedControlPlane;
let late: AppendingWebhook;

beforeAll(async () => {
  hooked = await HookedControlPlane.start();
  await hooked.addNamespace(NAMESPACE, { labels: { 'sidecar-injector.dev/injection': 'enabled' } });
  late = await startAppendingWebhook(LATE);
  // The API server calls configurations in the order of their names: this one after the injector's.
  await hooked.addWebhook('z-late', late.url, late.caCertificate);
  hooked.useTemplates(new Map([['envoy', ENVOY]]));
  await waitUntil(findLate, { what: 'the late webhook' });
});

afterAll(async () => {
  await hooked[Symbol.asyncDispose]();
  await late[Symbol.asyncDispose]();
});

async function create(name: string, spec: JsonObject, annotations: JsonObject = {}): Promise<JsonObject> {
  const pod = { metadata: { name, annotations }, spec: { containers: [APP], ...spec } };
  const { status, body } = await hooked.createPod(NAMESPACE, pod);
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}

async function findLate(): Promise<JsonObject | undefined> {
  return listOf(await create('probe', {}), 'containers').find(({ name }) => name === 'late');
}

function listOf(pod: JsonObject, list: string): readonly JsonObject[] {
  return objectsAt(objectAt(pod, 'spec'), list);
}

function namesOf(pod: JsonObject, list: string): readonly unknown[] {
  return listOf(pod, list).map(({ name }) => name);
}

function containerOf(pod: JsonObject, name: string): JsonObject {
  const all = [...listOf(pod, 'containers'), ...listOf(pod, 'initContainers')];
  return all.find((container) => container['name'] === name) ?? {};
}

const endings = (reviews: readonly ReviewLine[]): readonly string[] =>
  reviews.map(({ decision, reason }) => `${decision} ${reason}`);

/** A Pod that was created, and our reviews of it with their patches. */
interface Creation {
  readonly pod: JsonObject;
  readonly reviews: readonly string[];
  readonly warnings: readonly (string | undefined)[];
  readonly patches: readonly (readonly PatchOperation[])[];
}

let count = 0;

/** Creates a Pod in the enabled namespace with exactly these templates. */
async function createWith(
  templates: Readonly<Record<string, string>>,
  spec: JsonObject = {},
  annotations: JsonObject = {},
): Promise<Creation> {
  hooked.useTemplates(new Map(Object.entries(templates)));
  await hooked.takeReviews();
  count += 1;
  const pod = await create(`pod-${count}`, spec, annotations);
  const reviews = await hooked.takeReviews();
  const warnings = reviews.map((review) => review.warnings);
  return { pod, reviews: endings(reviews), warnings, patches: hooked.patchesFor(`pod-${count}`) };
}

const ONCE = ['inject injected', 'skip already-injected'];
const TWICE = ['inject injected', 'inject injected'];
const ASKS_FOR_BOTH = { 'sidecar-injector.dev/inject': 'envoy,log' };
const LOG = 'containers: [{name: log, image: "log:1"}]';

describe('a Pod that another webhook changes after the injector', () => {
  it('has each sidecar once, and the second review changes nothing', async () => {
    const { pod, reviews, patches } = await createWith({ envoy: ENVOY });
    expect(namesOf(pod, 'containers')).toEqual(['app', 'envoy', 'late']);
    expect(reviews).toEqual(ONCE);
    expect(patches).toHaveLength(1);
  });

  it('gets the fields of an entry "*" in the late container too, and nothing else', async () => {
    const { pod, reviews, patches } = await createWith({ envoy: SHARED });
    expect(listOf(pod, 'containers').map(({ name, env }) => [name, env])).toEqual([
      ['app', [PROXY]],
      ['envoy', undefined],
      ['late', [PROXY]],
    ]);
    expect(reviews).toEqual(TWICE);
    expect(patches[1]?.map(({ op, path }) => `${op} ${path}`).toSorted()).toEqual([
      `add /spec/containers/2/env`,
      `replace ${STATUS_PATH}`,
    ]);
  });

  it('has a native sidecar once where it ends', async () => {
    const { pod, reviews, patches } = await createWith({ envoy: ENVOY }, { restartPolicy: 'Never' });
    expect([namesOf(pod, 'initContainers'), namesOf(pod, 'containers')]).toEqual([['envoy'], ['app', 'late']]);
    expect(containerOf(pod, 'envoy')['restartPolicy']).toBe('Always');
    expect(reviews).toEqual(ONCE);
    expect(patches).toHaveLength(1);
  });

  it('has several sidecars once each', async () => {
    const { pod, reviews, patches } = await createWith(
      { envoy: `default: true\n${ENVOY}`, log: LOG },
      {},
      ASKS_FOR_BOTH,
    );
    expect(namesOf(pod, 'containers')).toEqual(['app', 'envoy', 'log', 'late']);
    expect(reviews).toEqual(ONCE);
    expect(patches).toHaveLength(1);
  });

  it('keeps the record of a template that was complete when another adds to the late container', async () => {
    const templates = { envoy: `default: true\n${SHARED}`, log: LOG };
    const { pod, reviews } = await createWith(templates, {}, ASKS_FOR_BOTH);
    expect(namesOf(pod, 'containers')).toEqual(['app', 'envoy', 'log', 'late']);
    expect(reviews).toEqual(TWICE);
    const annotations = objectAt(objectAt(pod, 'metadata'), 'annotations');
    const status = JSON.parse(stringAt(annotations, 'sidecar-injector.dev/status') ?? '') as JsonObject;
    expect(status).toMatchObject({ log: { containers: ['log'] } });
  });
});

describe('the user’s own override, with the image auto', () => {
  const OVERRIDE = { name: 'envoy', image: 'auto', env: [{ name: 'MINE', value: 'x' }], args: ['--mine'] };
  const TEMPLATE =
    'containers: [{name: envoy, image: "envoy:1", args: [--fast], env: [{name: A, value: a}], tty: false}]';

  it.each(['keep', 'replace', 'reject'])('is filled in once under onConflict: %s', async (policy) => {
    const templates = { envoy: `onConflict: ${policy}\n${TEMPLATE}` };
    const { pod, reviews, patches } = await createWith(templates, { containers: [APP, OVERRIDE] });
    expect(namesOf(pod, 'containers')).toEqual(['app', 'envoy', 'late']);
    expect(containerOf(pod, 'envoy')).toMatchObject({
      image: 'envoy:1',
      imagePullPolicy: 'IfNotPresent',
      args: ['--mine'],
      env: [
        { name: 'MINE', value: 'x' },
        { name: 'A', value: 'a' },
      ],
    });
    expect(reviews).toEqual(ONCE);
    expect(patches).toHaveLength(1);
  });

  it.each(['keep', 'replace', 'reject'])('moves once where it becomes native, under onConflict: %s', async (policy) => {
    const templates = { envoy: `native: always\nonConflict: ${policy}\n${TEMPLATE}` };
    const { pod, reviews, patches } = await createWith(templates, { containers: [APP, OVERRIDE] });
    expect([namesOf(pod, 'initContainers'), namesOf(pod, 'containers')]).toEqual([['envoy'], ['app', 'late']]);
    expect(containerOf(pod, 'envoy')).toMatchObject({ image: 'envoy:1', args: ['--mine'], restartPolicy: 'Always' });
    expect(reviews).toEqual(ONCE);
    expect(patches).toHaveLength(1);
  });
});

function reading(expression: string, options: string): string {
  return `${options}\ncontainers: [{name: envoy, image: "envoy:1", args: ["\${{ ${expression} }}"]}]`;
}

describe('a template that reads the containers', () => {
  it.each(['keep', 'replace', 'reject'])(
    'gives the same port the second time, wherever its own stands, under onConflict: %s',
    async (policy) => {
      const options = `onConflict: ${policy}\norder: {containers: first}`;
      const templates = { envoy: reading('string(object.spec.containers[0].ports[0].containerPort)', options) };
      const { pod, reviews, warnings } = await createWith(templates);
      expect(namesOf(pod, 'containers')).toEqual(['envoy', 'app', 'late']);
      expect(containerOf(pod, 'envoy')['args']).toEqual(['8080']);
      expect(reviews).toEqual(ONCE);
      expect(warnings).toEqual([undefined, undefined]);
    },
  );

  it.each(['keep', 'replace'])(
    'leaves its container as it was when the late one makes another value of it, under onConflict: %s',
    async (policy) => {
      const templates = { envoy: reading('string(object.spec.containers.size())', `onConflict: ${policy}`) };
      const { pod, patches, reviews } = await createWith(templates);
      expect(containerOf(pod, 'envoy')['args']).toEqual(['1']);
      expect(namesOf(pod, 'containers')).toEqual(['app', 'envoy', 'late']);
      expect(reviews).toEqual(['inject injected', 'skip name-taken']);
      expect(patches).toHaveLength(1);
    },
  );
});

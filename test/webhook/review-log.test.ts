import { describe, expect, it, onTestFinished } from 'vitest';
import { send } from '../support/https-client.ts';
import { podOf, loadReviews } from '../support/load-example.ts';
import type { JsonObject } from '../../src/injection/json.ts';
import { reviewOf } from '../support/review-of.ts';
import { startWebhook, type RunningWebhook } from '../support/running-webhook.ts';

const CANARY = 'canary7f3a';
const UID = '13796e58-a751-4671-8371-67ff68c1f41d';

async function start(): Promise<RunningWebhook> {
  const server = await startWebhook();
  onTestFinished(() => server.close());
  return server;
}

/** The lines that these bodies leave in the log, in order. */
async function logOf(...bodies: readonly unknown[]): Promise<readonly JsonObject[]> {
  const { url, logText } = await start();
  for (const [index, body] of bodies.entries()) {
    await send(url, { body });
    await expect.poll(() => logText().split('\n')).toHaveLength(index + 2);
  }
  return logText()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JsonObject);
}

describe('the log line of a review', () => {
  it('tells who asked, what was decided and why, for an injected Pod', async () => {
    const [line] = await logOf(reviewOf());
    expect(line).toStrictEqual({
      level: 30,
      time: expect.any(Number),
      uid: UID,
      namespace: 'demo',
      owner: 'Pod/shop',
      decision: 'inject',
      reason: 'injected',
      templates: 'envoy',
      revision: expect.stringMatching(/^[0-9a-f]{12}$/),
      reasons: 'injected',
      durationMs: expect.any(Number),
      msg: 'review',
    });
    expect(line?.['durationMs']).toBeGreaterThan(0);
    expect(line?.['durationMs']).toBeLessThan(5000);
  });

  it('tells the reason of a skip, a refusal and a failure', async () => {
    const lines = await logOf(
      reviewOf(podOf({}, {})),
      reviewOf(podOf({}, { 'sidecar-injector.dev/inject': 'nope' })),
      '{',
    );
    const seen = lines.map(({ decision, reason, level }) => ({ decision, reason, level }));
    expect(seen).toStrictEqual([
      { decision: 'skip', reason: 'not-requested', level: 30 },
      { decision: 'reject', reason: 'unknown-template', level: 30 },
      { decision: 'fail', reason: 'not-json', level: 40 },
    ]);
  });

  it('tells the reason of each template that exists', async () => {
    const manifest = {
      kind: 'ConfigMap',
      data: {
        envoy: 'default: true\ncontainers: [{name: envoy, image: "e:1"}]',
        log: 'os: windows\ncontainers: [{name: log, image: "l:1"}]',
      },
    };
    const server = await startWebhook({ manifest: JSON.stringify(manifest) });
    onTestFinished(() => server.close());
    await send(server.url, { body: reviewOf(podOf({}, { 'sidecar-injector.dev/inject': 'log,envoy' })) });
    await expect.poll(server.logText).toContain('\n');
    expect(JSON.parse(server.logText())).toMatchObject({
      reason: 'injected',
      templates: 'log,envoy',
      reasons: 'other-os,injected',
    });
  });

  it('names warnings by their code, and a dry run', async () => {
    const annotations = { 'sidecar-injector.dev/inject': 'true', 'initializer.kubernetes.io/gone': 'true' };
    const [line] = await logOf(reviewOf(podOf({}, annotations), { dryRun: true }));
    expect(line).toMatchObject({ decision: 'inject', dryRun: true, warnings: expect.stringMatching(/^[a-z,-]+$/) });
  });

  it.each<[string, JsonObject, string]>([
    [
      'the controller',
      {
        ownerReferences: [
          { kind: 'Node', name: 'n' },
          { kind: 'Job', name: 'j', controller: true },
        ],
      },
      'Job/j',
    ],
    ['the first owner', { ownerReferences: [{ kind: 'ReplicaSet', name: 'r' }] }, 'ReplicaSet/r'],
    ['the Pod', { name: 'web' }, 'Pod/web'],
    ['the start of a name to come', { generateName: 'web-' }, 'Pod/web-*'],
    ['no name', {}, 'Pod/*'],
  ])('names as owner %s', async (_title, metadata, owner) => {
    const [line] = await logOf(reviewOf({ ...podOf(), metadata }));
    expect(line?.['owner']).toBe(owner);
  });

  it('holds no content of a Pod', async () => {
    const container = {
      name: 'app',
      image: `registry/${CANARY}`,
      args: [CANARY],
      env: [{ name: `${CANARY}_NAME`, value: CANARY }],
    };
    const spec = { containers: [container], volumes: [{ name: `v-${CANARY}` }], nodeName: CANARY };
    const withAnnotations = (annotations: JsonObject): JsonObject =>
      reviewOf({
        ...podOf(spec),
        metadata: { name: 'shop', labels: { app: CANARY }, annotations: { note: CANARY, ...annotations } },
      });
    const lines = await logOf(
      withAnnotations({ 'sidecar-injector.dev/inject': 'true' }),
      withAnnotations({ 'sidecar-injector.dev/inject': CANARY }),
      withAnnotations({ 'sidecar-injector.dev/inject': `${CANARY}!` }),
      withAnnotations({ [`initializer.kubernetes.io/${CANARY}`]: 'true', 'sidecar-injector.dev/inject': 'true' }),
      withAnnotations({ 'initializer.kubernetes.io/envoy': CANARY }),
      reviewOf({ metadata: { annotations: { [CANARY]: 1 } } }),
      { kind: CANARY },
      `{"${CANARY}`,
    );
    expect(lines.map(({ reason }) => reason)).toStrictEqual([
      'injected',
      'unknown-template',
      'invalid-annotation',
      'injected',
      'not-requested',
      'malformed-pod',
      'not-a-review',
      'not-json',
    ]);
    expect(JSON.stringify(lines)).not.toContain(CANARY);
  });

  it('is one per recorded review', async () => {
    const reviews = loadReviews().map(({ body }) => body);
    const lines = await logOf(...reviews);
    const uids = reviews.map(({ request }) => (request as { uid: string }).uid);
    expect(lines.map(({ uid }) => uid)).toStrictEqual(uids);
  });
});

import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiConnection } from '../../src/kubernetes/api-connection.ts';
import { openResponse } from '../../src/kubernetes/api-request.ts';
import { connectToApiServer } from '../../src/kubernetes/connect.ts';
import { Deadline } from '../../src/kubernetes/deadline.ts';
import type { InformerEvent } from '../../src/kubernetes/informer-state.ts';
import { NamespaceInformer } from '../../src/kubernetes/namespace-informer.ts';
import { TemplateInformer, type TemplateConfigMap } from '../../src/kubernetes/template-informer.ts';
import { SYSTEM_TIMING } from '../../src/kubernetes/timing.ts';
import { startControlPlane, type ControlPlane } from './control-plane.ts';
import { create, createServiceAccount, mountServiceAccount } from './service-account.ts';
import { waitUntil } from './wait-until.ts';

const NAMESPACE = 'sidecar-injector';
const NAME = 'envoy-initializer';
const INJECTION = 'sidecar-injector.dev/injection';
const CONFIG_MAPS = `/api/v1/namespaces/${NAMESPACE}/configmaps`;

let controlPlane: ControlPlane;
let connection: ApiConnection;
let folder: string;
let templates: TemplateInformer;
let namespaces: NamespaceInformer;
const told: TemplateConfigMap[] = [];
const lists: { readonly of: string; readonly reason: string; readonly atMs: number }[] = [];

function noteList(of: string, event: InformerEvent): void {
  if (event.type === 'listed') lists.push({ of, reason: event.reason, atMs: performance.now() });
}

/** Milliseconds until something is true. */
async function timeUntil(what: string, isTrue: () => boolean): Promise<number> {
  const startedMs = performance.now();
  await waitUntil(() => isTrue() || undefined, { what, timeoutMs: 30_000, intervalMs: 1 });
  return performance.now() - startedMs;
}

const currentText = (): string | undefined => {
  const current = templates.current();
  return current.state === 'present' ? current.source.data.get('config') : undefined;
};

async function changeTemplate(text: string): Promise<void> {
  const { body, status } = await controlPlane.request({
    method: 'PATCH',
    path: `${CONFIG_MAPS}/${NAME}`,
    contentType: 'application/merge-patch+json',
    body: JSON.stringify({ data: { config: text } }),
  });
  if (status !== 200) throw new Error(body);
}

async function connect(): Promise<ApiConnection> {
  const token = await createServiceAccount(controlPlane, {
    namespace: NAMESPACE,
    name: 'injector',
    rules: [{ apiGroups: [''], resources: ['configmaps'], resourceNames: [NAME], verbs: ['get', 'list', 'watch'] }],
    clusterRules: [{ apiGroups: [''], resources: ['namespaces'], verbs: ['list', 'watch'] }],
  });
  folder = await mountServiceAccount(token, controlPlane.caCertificate);
  const { hostname, port } = new URL(controlPlane.url);
  const environment = { KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port };
  const connected = await connectToApiServer({ environment, serviceAccountFolder: folder, nowMs: SYSTEM_TIMING.nowMs });
  if (!connected.ok) throw new Error(connected.error);
  return connected.value;
}

beforeAll(async () => {
  controlPlane = await startControlPlane({ controllerManager: false });
  await create(controlPlane, '/api/v1/namespaces', { metadata: { name: NAMESPACE } });
  connection = await connect();
  templates = new TemplateInformer({
    connection,
    namespace: NAMESPACE,
    name: NAME,
    onEvent: (event) => noteList('templates', event),
    onChange: (configMap) => void told.push(configMap),
  });
  namespaces = new NamespaceInformer({ connection, onEvent: (event) => noteList('namespaces', event) });
});

afterAll(async () => {
  await Promise.all([templates.stop(), namespaces.stop()]);
  connection.close();
  await controlPlane.stop();
  await rm(folder, { recursive: true });
});

describe('informers at a real API server', () => {
  it('are synced within a second of their start, the ConfigMap absent', async () => {
    templates.start();
    namespaces.start();
    const elapsedMs = await timeUntil('both to watch', () =>
      [templates, namespaces].every((informer) => informer.state().phase === 'watching'),
    );
    console.log(`synced and watching after ${elapsedMs.toFixed(0)} ms`);
    expect(elapsedMs).toBeLessThan(1_000);
    expect(templates.current()).toEqual({
      state: 'absent',
      reason: `the ConfigMap ${NAMESPACE}/${NAME} does not exist`,
    });
    expect(namespaces.find('kube-system')).toEqual({
      labels: { 'kubernetes.io/metadata.name': 'kube-system' },
      annotations: {},
    });
  });

  it('have no right to any other ConfigMap', async () => {
    const deadline = new Deadline(SYSTEM_TIMING, new AbortController().signal);
    const all = await openResponse(connection, { path: CONFIG_MAPS }, deadline);
    const other = await openResponse(connection, { path: `${CONFIG_MAPS}/kube-root-ca.crt` }, deadline);
    deadline.end();
    expect([all, other].map((answer) => (answer.ok ? 'ok' : answer.error.kind))).toEqual(['forbidden', 'forbidden']);
  });

  it('see a change of the template within a second', async () => {
    await create(controlPlane, CONFIG_MAPS, { metadata: { name: NAME }, data: { config: 'first' } });
    await timeUntil('the ConfigMap', () => currentText() === 'first');
    const elapsed: number[] = [];
    for (let index = 0; index < 30; index += 1) {
      const text = `version ${index} Ж€😀`;
      await changeTemplate(text);
      elapsed.push(await timeUntil(text, () => currentText() === text));
    }
    console.log(`template change seen, at most, after its write was answered: ${Math.max(...elapsed).toFixed(1)} ms`);
    expect(Math.max(...elapsed)).toBeLessThan(1_000);
  });

  it('see namespaces come, change and wait for them', async () => {
    const waiting = namespaces.waitFor('team', 5_000);
    await create(controlPlane, '/api/v1/namespaces', {
      metadata: { name: 'team', annotations: { 'sidecar-injector.dev/templates': 'envoy', note: 'x' } },
    });
    const named = { 'kubernetes.io/metadata.name': 'team' };
    const annotations = { 'sidecar-injector.dev/templates': 'envoy', note: 'x' };
    expect(await waiting).toEqual({ labels: named, annotations });
    const label = { [INJECTION]: 'disabled' };
    await controlPlane.request({
      method: 'PATCH',
      path: '/api/v1/namespaces/team',
      contentType: 'application/merge-patch+json',
      body: JSON.stringify({ metadata: { labels: label } }),
    });
    await timeUntil('the label', () => namespaces.find('team')?.labels[INJECTION] === 'disabled');
    expect(namespaces.find('team')?.labels).toEqual({ ...named, ...label });
  });

  it('tell of a ConfigMap deleted and made again', async () => {
    told.length = 0;
    await controlPlane.request({ method: 'DELETE', path: `${CONFIG_MAPS}/${NAME}` });
    await timeUntil('the deletion', () => templates.current().state === 'absent');
    await create(controlPlane, CONFIG_MAPS, { metadata: { name: NAME }, data: { config: 'again' } });
    await timeUntil('the ConfigMap', () => currentText() === 'again');
    expect(told.map(({ state }) => state)).toEqual(['absent', 'present']);
  });

  it('are back within 5 s of an API server that was killed, and lose nothing', async () => {
    for (let round = 0; round < 3; round += 1) {
      await controlPlane.killApiServer();
      await timeUntil('the failure', () => templates.state().lastError !== undefined);
      expect(currentText()).toBe(round === 0 ? 'again' : `after ${round - 1}`);
      await controlPlane.startApiServer();
      const startedMs = performance.now();
      await changeTemplate(`after ${round}`);
      await create(controlPlane, '/api/v1/namespaces', { metadata: { name: `after-${round}` } });
      await timeUntil('the ConfigMap', () => currentText() === `after ${round}`);
      const templatesMs = performance.now() - startedMs;
      await timeUntil('the namespace', () => namespaces.find(`after-${round}`) !== undefined);
      const namespacesMs = performance.now() - startedMs;
      console.log(`back after: ConfigMap ${templatesMs.toFixed(0)} ms, namespaces ${namespacesMs.toFixed(0)} ms`);
      expect(Math.max(templatesMs, namespacesMs)).toBeLessThan(5_000);
    }
    console.log(JSON.stringify([templates.state(), namespaces.state()]));
  });

  it.each(['templates', 'namespaces'])('list only at the start and after 410, at most every 5 s: %s', (of) => {
    const own = lists.filter((list) => list.of === of);
    expect(own.map(({ reason }) => reason)).toEqual(['start', ...own.slice(1).map(() => 'gone')]);
    const pauses = own.slice(1).map(({ atMs }, index) => atMs - (own[index]?.atMs ?? 0));
    for (const pauseMs of pauses) expect(pauseMs).toBeGreaterThan(4_900);
  });
});

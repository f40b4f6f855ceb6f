import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { objectAt, objectsAt, stringAt, type Json, type JsonObject } from '../../src/injection/json.ts';
import { decisionsOf, parseMetrics, type MetricSamples } from '../support/metric-samples.ts';
import { type InjectorCluster, probe, startInjectorCluster } from './injector-cluster.ts';
import { waitUntil } from './wait-until.ts';
import { type Annotations, APP_CONTAINER, deploymentOf, jobOf, podOf } from './workloads.ts';

const PREFIX = 'sidecar-injector.dev/';
const ENABLED = { 'sidecar-injector.dev/injection': 'enabled' };
const HEARD_WITHIN_MS = 2000;

const TEMPLATES = {
  envoy: `
    default: true
    params:
      level: {type: string, default: info, enum: [info, debug]}
      concurrency: {type: integer, default: 2, minimum: 1, maximum: 16}
    metadata:
      annotations: {example.com/created-by: "\${{ request.userInfo.username }}"}
    containers:
      - name: envoy
        image: envoy:1
        args: ["--concurrency", "\${{ string(params.concurrency) }}"]
        env: [{name: LEVEL, value: "\${{ params.level }}"}]`,
  native: `
    native: always
    containers:
      - name: proxy
        image: proxy:1
        ports: [{name: stats, containerPort: 15020}]
        startupProbe: {httpGet: {path: /ready, port: stats}, failureThreshold: 30}
        livenessProbe: {tcpSocket: {port: stats}}
        lifecycle: {preStop: {sleep: {seconds: 5}}, postStart: {exec: {command: [/wait]}}}
        resources: {requests: {cpu: 100m}, limits: {memory: 64Mi}}
    initContainers:
      - {name: setup, image: "setup:1", command: [/setup]}`,
  staged: `
    when: namespaceObject.metadata.?labels['stage'].orValue('') == 'live'
    containers: [{name: staged, image: "staged:1"}]`,
  strict: `
    metadata: {labels: {owner: "\${{ object.metadata.labels['team'] }}"}}
    containers: [{name: strict, image: "strict:1"}]`,
};

let injector: InjectorCluster;

beforeAll(async () => {
  injector = await startInjectorCluster();
  const data = { config: null, ...TEMPLATES };
  await injector.api.merge('/api/v1/namespaces/sidecar-injector/configmaps/envoy-initializer', {
    metadata: { annotations: { [`${PREFIX}retired`]: 'envoy' } },
    data,
  });
  await waitUntil(areInForce, { what: 'the templates' });
  await injector.createNamespace('labelled', ENABLED);
});

afterAll(async () => {
  await injector[Symbol.asyncDispose]();
});

async function metrics(): Promise<MetricSamples> {
  return parseMetrics(await probe(await injector.locate(), '/metrics'));
}

async function areInForce(): Promise<true | undefined> {
  const good = (await metrics()).get('sidecar_injector_templates{state="good"}');
  return good === Object.keys(TEMPLATES).length ? true : undefined;
}

/** Everything that the injector and the other Pods of this cluster have logged. */
function logText(): string {
  const { folder } = injector.cluster;
  const files = readdirSync(folder).filter((name) => name.endsWith('.log'));
  return files.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
}

/** Sees a reason in the metric and in the log, which are written when the answer is out. */
async function waitForRecord(decision: string, reason: string): Promise<void> {
  const isRecorded = async (): Promise<true | undefined> =>
    decisionsOf(await metrics(), decision, reason) > 0 && logText().includes(`"reason":"${reason}"`) ? true : undefined;
  await waitUntil(isRecorded, { what: `the record of ${reason}`, timeoutMs: HEARD_WITHIN_MS });
}

function asks(names: string, more: Annotations = {}): Annotations {
  return { [`${PREFIX}inject`]: names, ...more };
}

interface Tried {
  readonly pod: JsonObject;
  /** Of a refusal, why; of a Pod that was let through, the warnings. */
  readonly said: string;
}

/** What kubectl gets for a Pod that is created by dry run, as a person sees it. */
async function tryPod(
  namespace: string,
  annotations: Annotations = {},
  containers: readonly object[] = [],
): Promise<Tried> {
  const { metadata } = podOf('tried', annotations) as { readonly metadata: object };
  const spec = { containers: [APP_CONTAINER, ...containers] };
  const args = ['create', `--namespace=${namespace}`, '--dry-run=server', '--output=json', '--filename=-'];
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata, spec });
  const { code, stdout, stderr } = await injector.cluster.controlPlane.kubectl(args, { input });
  return { pod: code === 0 ? (JSON.parse(stdout) as JsonObject) : {}, said: stderr };
}

async function annotate(namespace: string, annotations: Readonly<Record<string, string | null>>): Promise<void> {
  await injector.api.merge(`/api/v1/namespaces/${namespace}`, { metadata: { annotations } });
}

function listOf(pod: JsonObject, list: string): readonly JsonObject[] {
  return objectsAt(objectAt(pod, 'spec'), list);
}

function namesOf(pod: JsonObject, list: string): readonly (Json | undefined)[] {
  return listOf(pod, list).map(({ name }) => name);
}

function joinNames(pod: JsonObject): string {
  return listOf(pod, 'containers')
    .map((container) => stringAt(container, 'name'))
    .join(',');
}

function levelOf(pod: JsonObject): Json | undefined {
  const envoy = listOf(pod, 'containers').find(({ name }) => name === 'envoy');
  return objectsAt(envoy, 'env').find(({ name }) => name === 'LEVEL')?.['value'];
}

/** Waits until the next Pod of a namespace gives this value: the injector hears of a change by its informer. */
async function waitForNext<Value>(namespace: string, read: (pod: JsonObject) => Value, value: Value): Promise<void> {
  const isThere = async (): Promise<true | undefined> =>
    read((await tryPod(namespace)).pod) === value ? true : undefined;
  await waitUntil(isThere, { what: `${String(value)} in ${namespace}`, timeoutMs: HEARD_WITHIN_MS });
}

interface Conditioned {
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly message?: string }[] };
}

/** Waits until one of these workloads cannot make its Pods, and gives the message of that condition. */
async function waitForCondition(path: string): Promise<string> {
  const find = async (): Promise<string | undefined> => {
    const owners = await injector.api.list<Conditioned>(path);
    const conditions = owners.flatMap(({ status }) => status?.conditions ?? []);
    return conditions.find(({ type }) => type === 'ReplicaFailure')?.message;
  };
  return waitUntil(find, { what: `a failure among ${path}` });
}

/** A Pod that a controller made, as `kubectl get --output=yaml` shows it. */
async function shownPod(app: string): Promise<JsonObject> {
  const { metadata } = await injector.waitForPod('labelled', app);
  return parse(
    await injector.kubectl(['get', 'pod', metadata.name, '--namespace=labelled', '--output=yaml']),
  ) as JsonObject;
}

describe('a native sidecar', () => {
  it('is in the Pods that the Job controller makes, and the Job’s own template is as it was', async () => {
    await injector.create(jobOf('labelled', 'batch'));
    const pod = await shownPod('batch');
    expect([namesOf(pod, 'initContainers'), namesOf(pod, 'containers')]).toEqual([['envoy'], ['app']]);
    expect(listOf(pod, 'initContainers')[0]).toMatchObject({ image: 'envoy:1', restartPolicy: 'Always' });
    expect(injector.callsFor('labelled', 'batch')).toEqual(['enabled.sidecar-injector.dev']);
    const job = await injector.api.find<JsonObject>('/apis/batch/v1/namespaces/labelled/jobs/batch');
    const template = objectAt(objectAt(job, 'spec'), 'template') ?? {};
    expect([namesOf(template, 'initContainers'), namesOf(template, 'containers')]).toEqual([[], ['app']]);
  });

  it('comes first with native: always, with its probes and its lifecycle, before the init containers', async () => {
    const { path, body } = deploymentOf('labelled', 'web', asks('native'));
    const migrate = { name: 'migrate', image: 'migrate:1' };
    const { spec } = body as { readonly spec: { readonly template: { readonly spec: object } } };
    const template = { ...spec.template, spec: { ...spec.template.spec, initContainers: [migrate] } };
    await injector.create({ path, body: { ...body, spec: { ...spec, template } } });
    const pod = await shownPod('web');
    expect(namesOf(pod, 'initContainers')).toEqual(['proxy', 'migrate', 'setup']);
    expect(namesOf(pod, 'containers')).toEqual(['app']);
    expect(listOf(pod, 'initContainers')[0]).toMatchObject({
      restartPolicy: 'Always',
      startupProbe: { httpGet: { path: '/ready', port: 'stats' }, failureThreshold: 30 },
      livenessProbe: { tcpSocket: { port: 'stats' } },
      lifecycle: { preStop: { sleep: { seconds: 5 } }, postStart: { exec: { command: ['/wait'] } } },
      resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '64Mi' } },
    });
    expect(listOf(pod, 'initContainers')[1]).toMatchObject(migrate);
    expect(listOf(pod, 'initContainers')[2]).not.toHaveProperty('restartPolicy');
    expect(injector.callsFor('labelled', 'web')).toEqual(['enabled.sidecar-injector.dev']);
  });
});

describe('a parameter', () => {
  it('follows the namespace’s annotation as it changes; the Pod’s own goes before it', async () => {
    await injector.createNamespace('set', ENABLED);
    expect(levelOf((await tryPod('set')).pod)).toBe('info');
    await annotate('set', { [`${PREFIX}envoy.level`]: 'debug' });
    await waitForNext('set', levelOf, 'debug');
    expect(levelOf((await tryPod('set', { [`${PREFIX}envoy.level`]: 'info' })).pod)).toBe('info');
    await annotate('set', { [`${PREFIX}envoy.level`]: null });
    await waitForNext('set', levelOf, 'info');
  });

  it('that is invalid is told whole by the Event and the conditions of its workload', async () => {
    await injector.create(
      deploymentOf('labelled', 'loud', { [`${PREFIX}envoy.level`]: 'loud', [`${PREFIX}envoy.concurency`]: '4' }),
    );
    const message =
      'template "envoy" cannot be injected: ' +
      'annotation "sidecar-injector.dev/envoy.concurency": template "envoy" has no parameter "concurency": did you mean "concurrency"?; ' +
      'annotation "sidecar-injector.dev/envoy.level" has the value "loud": it must be one of "info", "debug"';
    const apps = '/apis/apps/v1/namespaces/labelled';
    const all = await Promise.all([
      waitUntil(() => findRefusal('labelled', 'loud'), { what: 'the Event' }),
      waitForCondition(`${apps}/replicasets`),
      waitForCondition(`${apps}/deployments`),
    ]);
    for (const told of all) expect(told?.split('denied the request: ')[1]).toBe(message);
    await waitForRecord('rejected', 'invalid-parameter');
  });
});

async function findRefusal(namespace: string, owner: string): Promise<string | undefined> {
  const events = await injector.api.list<JsonObject>(`/api/v1/namespaces/${namespace}/events`);
  const refusal = events.find(
    (event) =>
      event['reason'] === 'FailedCreate' &&
      (stringAt(objectAt(event, 'involvedObject'), 'name') ?? '').startsWith(owner),
  );
  return stringAt(refusal, 'message');
}

describe('a condition', () => {
  it('reads the labels of the namespace as they are now', async () => {
    await injector.createNamespace('staging', ENABLED);
    await annotate('staging', { [`${PREFIX}templates`]: 'staged' });
    // Until the annotation is heard of, a Pod gets the default template.
    await waitForNext('staging', joinNames, 'app');
    await waitForRecord('skipped', 'condition-false');
    await injector.api.merge('/api/v1/namespaces/staging', { metadata: { labels: { stage: 'live' } } });
    await waitForNext('staging', joinNames, 'app,staged');
  });

  it('that is false warns a person who asked', async () => {
    const { pod, said } = await tryPod('labelled', asks('staged'));
    expect(namesOf(pod, 'containers')).toEqual(['app']);
    expect(said).toMatch(/^Warning: template "staged" was not injected: its condition is false/);
  });
});

function creatorOf(pod: JsonObject): Json | undefined {
  return objectAt(objectAt(pod, 'metadata'), 'annotations')?.['example.com/created-by'];
}

describe('an expression', () => {
  it('sees who creates the Pod', async () => {
    expect(creatorOf((await tryPod('labelled')).pod)).toBe('kubernetes-admin');
    await injector.create(deploymentOf('labelled', 'owned'));
    const owned = await injector.waitForPod('labelled', 'owned');
    expect(owned.metadata.annotations?.['example.com/created-by']).toBe(
      'system:serviceaccount:kube-system:replicaset-controller',
    );
  });

  it('that fails lets a Pod of an enabled namespace through, with a warning that is counted', async () => {
    await injector.createNamespace('failing', ENABLED);
    await annotate('failing', { [`${PREFIX}templates`]: 'strict' });
    await waitForNext('failing', joinNames, 'app');
    const { said } = await tryPod('failing');
    expect(said).toContain(
      'Warning: template "strict" was not injected: the expression at metadata.labels.owner: object.metadata.labels',
    );
    await waitForRecord('skipped', 'expression-failed');
    expect((await metrics()).get('sidecar_injector_warnings_total{code="expression-failed"}')).toBeGreaterThan(0);
  });

  it('that fails refuses a Pod that asked, with the template, the field and the missing key', async () => {
    const { said } = await tryPod('labelled', asks('strict'));
    expect(said).toContain(
      'denied the request: template "strict" cannot be injected: the expression at metadata.labels.owner: object.metadata.labels',
    );
    expect(said).toContain('no such key: team');
  });
});

describe('a container with the image auto', () => {
  it('is filled in by its template', async () => {
    const { pod } = await tryPod('labelled', {}, [{ name: 'envoy', image: 'auto', args: ['--mine'] }]);
    expect(listOf(pod, 'containers')[1]).toMatchObject({ name: 'envoy', image: 'envoy:1', args: ['--mine'] });
  });

  it('that no template fills in is refused, which is recorded', async () => {
    const { said } = await tryPod('labelled', {}, [{ name: 'nobody', image: 'auto' }]);
    expect(said).toContain('denied the request: container "nobody" has the image "auto"');
    await waitForRecord('rejected', 'auto-without-template');
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REASONS, type Reason } from '../../src/injection/outcome.ts';
import type { JsonObject } from '../../src/injection/json.ts';
import { oneConnection, send } from '../support/https-client.ts';
import { decisionsOf, parseMetrics, sumOf, type MetricSamples } from '../support/metric-samples.ts';
import { responseIn, reviewOf } from '../support/review-of.ts';
import type { ApiResponse } from './api-client.ts';
import { type InjectorCluster, type InjectorAddress, probe, startInjectorCluster } from './injector-cluster.ts';
import { REASON_CASES, REASON_TEMPLATES, UNREACHABLE, type ReasonCase } from './reason-cases.ts';
import { waitUntil } from './wait-until.ts';
import { type Annotations, APP_CONTAINER, deploymentOf, podOf } from './workloads.ts';

interface EventObject {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  readonly involvedObject: { readonly kind: string; readonly name: string };
}

const COUNTED = { inject: 'injected', skip: 'skipped', reject: 'rejected' } as const;
const ASKS: Annotations = { 'sidecar-injector.dev/inject': 'true' };
const CONFIG_MAP = ['configmap', 'envoy-initializer', '--namespace=sidecar-injector'];

let injector: InjectorCluster;
let ports: InjectorAddress;

async function storeTemplates(templates: Readonly<Record<string, string>>): Promise<void> {
  const data = { config: null, ...templates };
  await injector.kubectl(['patch', ...CONFIG_MAP, '--type=merge', `--patch=${JSON.stringify({ data })}`]);
}

beforeAll(async () => {
  injector = await startInjectorCluster();
  await injector.kubectl(['delete', 'validatingwebhookconfiguration', 'sidecar-injector']);
  ports = await injector.locate();
  const retired = { annotations: { 'sidecar-injector.dev/retired': 'envoy' } };
  await injector.kubectl(['patch', ...CONFIG_MAP, '--type=merge', `--patch=${JSON.stringify({ metadata: retired })}`]);
  await storeTemplates(REASON_TEMPLATES);
  await injector.createNamespace('plain');
  const given = new Set(Object.values(REASON_CASES).flatMap((one) => one.given ?? []));
  for (const templates of given) {
    const name = await injector.createNamespace(`given-${templates}`, { 'sidecar-injector.dev/injection': 'enabled' });
    await injector.kubectl(['annotate', 'namespace', name, `sidecar-injector.dev/templates=${templates}`]);
  }
  const isLoaded = async (): Promise<true | undefined> =>
    (await probe(ports, '/readyz?verbose')).includes('strict') || undefined;
  await waitUntil(isLoaded, { what: 'the templates' });
});

afterAll(async () => {
  await injector?.[Symbol.asyncDispose]();
});

/** Creates a Pod that a ConfigMap of its name controls, and gives what the API server answered. */
async function createOwnedPod(
  name: string,
  namespace: string,
  pod: Partial<ReasonCase>,
  query = '',
): Promise<ApiResponse> {
  const base = `/api/v1/namespaces/${namespace}`;
  const owner = await injector.api.create<{ metadata: { uid: string } }>(`${base}/configmaps`, { metadata: { name } });
  const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name, uid: owner.metadata.uid, controller: true }];
  const { annotations = {}, spec = {} } = pod;
  const body = {
    metadata: { name, labels: { app: name }, annotations, ownerReferences },
    spec: { containers: [APP_CONTAINER], ...spec },
  };
  return injector.cluster.controlPlane.request({
    method: 'POST',
    path: `${base}/pods${query}`,
    body: JSON.stringify(body),
  });
}

/** The warnings that kubectl would print: each a header `299 - "…"`. */
function warningsIn({ headers }: ApiResponse): readonly string[] {
  const lines = headers?.['warning'] ?? [];
  return lines.map((line) => JSON.parse(line.replace(/^299 - /, '')) as string);
}

async function metrics(): Promise<MetricSamples> {
  return parseMetrics(await probe(ports, '/metrics'));
}

/** What the injector logged of reviews of a Pod with this owner. */
function loggedOf(owner: string): Promise<JsonObject> {
  const { folder } = injector.cluster;
  const files = readdirSync(folder).filter((name) => /^sidecar-injector_sidecar-injector-.*\.log$/.test(name));
  const find = (): JsonObject | undefined =>
    files
      .flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'))
      .filter((line) => line.includes(`"owner":"${owner}"`))
      .map((line) => JSON.parse(line) as JsonObject)
      .at(-1);
  return waitUntil(find, { what: `the log line of ${owner}`, timeoutMs: 5000 });
}

/** The injector's audit annotations on a request, by their bare keys. */
function auditedOf({ headers }: ApiResponse): Promise<Readonly<Record<string, string>>> {
  const auditId = headers?.['audit-id']?.[0] ?? '';
  const find = (): Readonly<Record<string, string>> | undefined => {
    const lines = readFileSync(injector.cluster.controlPlane.auditLogPath, 'utf8').split('\n');
    const line = lines.find((one) => one.includes(auditId));
    if (line === undefined) return undefined;
    const { annotations } = JSON.parse(line) as { annotations: Record<string, string> };
    const own = Object.entries(annotations).filter(([key]) =>
      /^(enabled|requested)\.sidecar-injector\.dev\//.test(key),
    );
    return Object.fromEntries(own.map(([key, value]) => [key.replace(/^.*\//, ''), value]));
  };
  return waitUntil(find, { what: `the audit log of ${auditId}`, timeoutMs: 5000 });
}

async function eventsOf(namespace: string, name: string): Promise<readonly EventObject[]> {
  const events = await injector.api.list<EventObject>(`/api/v1/namespaces/${namespace}/events`);
  return events.filter(({ involvedObject }) => involvedObject.name === name);
}

async function waitForEvent(namespace: string, name: string): Promise<EventObject> {
  return waitUntil(async () => (await eventsOf(namespace, name))[0], { what: `the Event of ${name}` });
}

/** How many reviews ended so, once all that arrived have ended. */
async function countOf({ decision, reason }: Pick<ReasonCase, 'decision' | 'reason'>): Promise<number> {
  return decisionsOf(await metrics(), COUNTED[decision], reason);
}

describe('each reason, on the real control plane', () => {
  it.each(Object.entries(REASON_CASES))('%s shows wherever it should', async (name, one) => {
    const { decision, reason, given, warning, event } = one;
    const namespace = given === undefined ? 'plain' : `given-${given}`;
    const before = await countOf(one);
    const answer = await createOwnedPod(name, namespace, one);

    expect({ status: answer.status, body: answer.body }).toMatchObject({ status: decision === 'reject' ? 403 : 201 });
    expect(warningsIn(answer)).toEqual(warning === undefined ? [] : [expect.stringMatching(warning)]);
    expect(await loggedOf(`ConfigMap/${name}`)).toMatchObject({ msg: 'review', namespace, decision, reason });
    expect(await auditedOf(answer)).toMatchObject({ decision, reason });
    await expect.poll(() => countOf(one)).toBe(before + 1);
    if (event === undefined) return;
    const found = await waitForEvent(namespace, name);
    expect(found).toMatchObject({ type: 'Warning', reason: event, count: 1 });
    expect(found.message).toMatch(warning ?? /^$/);
  });

  it('tells the message of a rejection to whoever creates the Pod', async () => {
    const answer = await createOwnedPod('told', 'plain', { annotations: { 'sidecar-injector.dev/inject': 'gone' } });
    expect((JSON.parse(answer.body) as { message: string }).message).toContain('no such template; there are "envoy"');
  });

  it('has no Event where none is promised', async () => {
    const silent = Object.entries(REASON_CASES).filter(([, { event }]) => event === undefined);
    const found = await Promise.all(
      silent.map(([name, { given }]) => eventsOf(given === undefined ? 'plain' : `given-${given}`, name)),
    );
    const own = found.flat().filter(({ reason }) => reason !== 'Scheduled');
    expect(own).toEqual([]);
  });
});

const direct = (reason: Reason): unknown => {
  const pod = { ...podOf('direct', ASKS) } as JsonObject;
  const bodies: Partial<Record<Reason, unknown>> = {
    'not-a-pod-create': reviewOf(pod, { operation: 'DELETE' }),
    'protected-namespace': reviewOf(pod, { namespace: 'kube-system' }),
    'static-pod': reviewOf(podOf('direct', { ...ASKS, 'kubernetes.io/config.mirror': 'x' })),
    'namespace-disabled': reviewOf(pod, { namespace: 'disabled' }),
    'too-large': `${JSON.stringify(reviewOf(pod)).slice(0, -1)},"padding":"${'x'.repeat(11_000_000)}"}`,
  };
  return bodies[reason];
};

describe('the reasons of what is never sent', () => {
  beforeAll(() => injector.createNamespace('disabled', { 'sidecar-injector.dev/injection': 'disabled' }));

  it.each(UNREACHABLE)('%s is the answer to a review that is sent straight to the server', async (reason) => {
    const decision = reason === 'too-large' ? 'reject' : 'skip';
    const before = await countOf({ decision, reason });
    const url = `https://${ports.https}/mutate/enabled`;
    const answer = responseIn((await send(url, { body: direct(reason) })).text);
    expect(answer).toMatchObject({ allowed: decision === 'skip', auditAnnotations: { decision, reason } });
    await expect.poll(() => countOf({ decision, reason })).toBe(before + 1);
  });

  it('are together with the others all that there are', () => {
    const reached = Object.values(REASON_CASES).map(({ reason }) => reason);
    expect(new Set([...reached, ...UNREACHABLE])).toEqual(new Set(REASONS));
  });
});

describe('Events', () => {
  it('stand with the ReplicaSet in kubectl describe, and in kubectl get events', async () => {
    const { path, body } = deploymentOf('plain', 'web', ASKS);
    const withHostNetwork = structuredClone(body) as { spec: { template: { spec: Record<string, unknown> } } };
    withHostNetwork.spec.template.spec['hostNetwork'] = true;
    await injector.create({ path, body: withHostNetwork });
    const replicaSet = await waitUntil(
      async () => {
        const pods = await injector.api.list<{ metadata: { ownerReferences: { name: string }[] } }>(
          '/api/v1/namespaces/plain/pods',
          { labelSelector: 'app=web' },
        );
        return pods[0]?.metadata.ownerReferences[0]?.name;
      },
      { what: 'the Pod' },
    );
    await waitUntil(
      async () => (await eventsOf('plain', replicaSet)).find(({ reason }) => reason === 'RequestSkipped'),
      { what: 'the Event' },
    );
    const described = await injector.kubectl(['describe', 'replicaset', replicaSet, '--namespace=plain']);
    expect(described).toMatch(
      / +Warning +RequestSkipped +\S+ +sidecar-injector +template "envoy" was not injected: the Pod is on the host network/,
    );
    const listed = await injector.kubectl([
      'get',
      'events',
      '--namespace=plain',
      '--field-selector=reason=RequestSkipped',
    ]);
    expect(listed).toMatch(new RegExp(`Warning +RequestSkipped +replicaset/${replicaSet} +template "envoy"`));
  });

  it('stand with the ConfigMap when the last good version stays, and when it is good again', async () => {
    await storeTemplates({ strict: 'containers: [{name: strict, imge: x}]' });
    await waitForTemplateEvent('LastGoodTemplateKept');
    await storeTemplates({ strict: REASON_TEMPLATES['strict'] ?? '' });
    await waitForTemplateEvent('TemplateRecovered');
    const described = await injector.kubectl(['describe', ...CONFIG_MAP]);
    expect(described).toMatch(/ +Warning +TemplateRefused .*broken:1:/);
    expect(described).toMatch(/ +Warning +LastGoodTemplateKept .*strict:1:\d+: containers\[0\]/);
    expect(described).toMatch(/ +Normal +TemplateRecovered .*strict: template "strict" is in force again/);
  });

  it('are not written on a dry run', async () => {
    const spec = { hostNetwork: true };
    const dry = await createOwnedPod('dry', 'plain', { annotations: ASKS, spec }, '?dryRun=All');
    expect(dry.headers?.['warning']).toHaveLength(1);
    await createOwnedPod('wet', 'plain', { annotations: ASKS, spec });
    // Events are written in their order.
    await waitForEvent('plain', 'wet');
    expect((await eventsOf('plain', 'dry')).filter(({ reason }) => reason === 'RequestSkipped')).toEqual([]);
  });

  it('are one for 1,000 equal skips', async () => {
    const body = JSON.stringify(skipped('many'));
    await sendAll(Array.from({ length: 1000 }, () => body));
    await waitUntil(async () => (await eventsOf('plain', 'many')).find(({ count }) => count === 1000), {
      what: 'a thousand',
    });
    expect(await eventsOf('plain', 'many')).toHaveLength(1);
  });

  it('are dropped and counted while the API server is away, and no review is lost', async () => {
    const before = await metrics();
    await injector.cluster.controlPlane.killApiServer();
    const bodies = Array.from({ length: 400 }, (_, index) => JSON.stringify(skipped(`away-${index}`)));
    const answers = await sendAll(bodies);
    await injector.cluster.controlPlane.startApiServer();
    expect(answers.filter(({ allowed }) => !allowed)).toEqual([]);
    const dropped = 'sidecar_injector_events_dropped_total';
    expect(sumOf(await metrics(), dropped) - sumOf(before, dropped)).toBeGreaterThanOrEqual(400 - 256 - 1);
    const { event } = REASON_CASES['host-network'] ?? {};
    await waitUntil(async () => (await eventsOf('plain', 'away-1')).find(({ reason }) => reason === event), {
      what: 'the first Events afterwards',
    });
  });
});

/** Waits for an Event of the template ConfigMap. */
async function waitForTemplateEvent(reason: string): Promise<void> {
  const find = async (): Promise<EventObject | undefined> =>
    (await eventsOf('sidecar-injector', 'envoy-initializer')).find((event) => event.reason === reason);
  await waitUntil(find, { what: `an Event ${reason}` });
}

/** The review of a Pod that asks and is on the host network, of a controller of this name. */
function skipped(owner: string): JsonObject {
  const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name: owner, uid: `u-${owner}`, controller: true }];
  const metadata = { name: owner, annotations: ASKS, ownerReferences };
  return reviewOf({ metadata, spec: { hostNetwork: true, containers: [APP_CONTAINER] } }, { namespace: 'plain' });
}

/** Sends reviews straight to the server, one after the other, on a connection that stays. */
async function sendAll(bodies: readonly string[]): Promise<readonly { readonly allowed: boolean }[]> {
  const url = `https://${ports.https}/mutate/requested`;
  const agent = oneConnection();
  const answers: { allowed: boolean }[] = [];
  for (const body of bodies) answers.push(responseIn((await send(url, { body, agent })).text));
  agent.destroy();
  return answers;
}

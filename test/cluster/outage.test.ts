import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { send } from '../support/https-client.ts';
import { responseIn, reviewOf } from '../support/review-of.ts';
import { DEVELOPMENT_OVERLAY, type InjectorCluster, probe, startEmptyCluster } from './injector-cluster.ts';
import { waitUntil } from './wait-until.ts';
import { deploymentOf, podOf } from './workloads.ts';

const ASKS = { 'sidecar-injector.dev/inject': 'true' };
const SERVER = '/apis/apps/v1/namespaces/sidecar-injector/deployments/sidecar-injector';

interface EventObject {
  readonly reason: string;
  readonly message: string;
}

let injector: InjectorCluster;

/** The Job of the overlay, which makes the certificates, and all the rest but the keeper, which would make them too. */
async function splitOverlay(): Promise<{ rest: object; job: object }> {
  const documents = parseAllDocuments(await injector.kubectl(['kustomize', DEVELOPMENT_OVERLAY]));
  const objects = [...documents].map((document) => document.toJS() as { kind: string; metadata: { name: string } });
  const isKeeper = ({ metadata }: (typeof objects)[number]): boolean => metadata.name.endsWith('-certs-keeper');
  return {
    rest: listOf(objects.filter((object) => object.kind !== 'Job' && !isKeeper(object))),
    job: listOf(objects.filter(({ kind }) => kind === 'Job')),
  };
}

function listOf(items: readonly object[]): object {
  return { apiVersion: 'v1', kind: 'List', items };
}

/** What the ReplicaSet of a Deployment said of a Pod that it could not create. */
async function waitForRefusal(namespace: string): Promise<string> {
  const path = `/api/v1/namespaces/${namespace}/events`;
  const find = async (): Promise<string | undefined> =>
    (await injector.api.list<EventObject>(path)).find(({ reason }) => reason === 'FailedCreate')?.message;
  return waitUntil(find, { what: `a refusal in ${namespace}` });
}

async function waitForSidecar(namespace: string, app: string): Promise<readonly string[]> {
  const pod = await injector.waitForPod(namespace, app, 60_000);
  return pod.spec.containers.map(({ name }) => name);
}

beforeAll(async () => {
  injector = await startEmptyCluster();
});

afterAll(async () => {
  await injector[Symbol.asyncDispose]();
});

describe('the injector from its first moment to an outage', () => {
  it('refuses Pods that ask before there are certificates, touches no other, and lets them come up once the Job has run', async () => {
    const { rest, job } = await splitOverlay();
    await injector.kubectl(['apply', '--filename=-'], rest);
    await injector.createNamespace('early');
    await injector.create(deploymentOf('early', 'asking', ASKS));
    expect(await waitForRefusal('early')).toContain('sidecar-injector.dev');
    await injector.api.create('/api/v1/namespaces/early/pods', podOf('silent'));
    expect((await injector.waitForPod('early', 'silent')).spec.containers).toHaveLength(1);

    await injector.kubectl(['apply', '--filename=-'], job);
    await injector.cluster.waitForRollout('job/sidecar-injector-certs');
    await injector.cluster.waitForRollout('deployment/sidecar-injector');
    expect(await waitForSidecar('early', 'asking')).toEqual(['app', 'envoy']);
  }, 150_000);

  it('answers while the API server is away, and hears of it again within 5 s of its return', async () => {
    const ports = await injector.locate();
    const heardMsAgo = async (): Promise<number> => contactAgeMs(await probe(ports, '/metrics'));
    await injector.cluster.controlPlane.killApiServer();
    const answer = await send(`https://${ports.https}/mutate/enabled`, { body: reviewOf() });
    expect(responseIn(answer.text)).toMatchObject({ allowed: true, patchType: 'JSONPatch' });
    expect((await fetch(`http://${ports.probes}/readyz`)).status).toBe(200);

    await injector.cluster.controlPlane.startApiServer();
    const start = performance.now();
    const isBack = async (): Promise<true | undefined> =>
      (await heardMsAgo()) < performance.now() - start ? true : undefined;
    await waitUntil(isBack, { what: 'news of the API server', timeoutMs: 5000 });
    await injector.createNamespace('after', { 'sidecar-injector.dev/injection': 'enabled' });
    await injector.api.create('/api/v1/namespaces/after/pods', podOf('next'));
    expect(await waitForSidecar('after', 'next')).toEqual(['app', 'envoy']);
  }, 60_000);

  it('being down, touches no Pod outside its scope; those that ask come up by themselves when it returns', async () => {
    await injector.api.merge(SERVER, { spec: { replicas: 0 } });
    // The API server would keep its idle connections for 90 s, and the draining injector waits for them.
    await delay(1000);
    injector.cluster.egressProxy.dropConnections();
    await waitUntil(async () => ((await serverPods()) === 0 ? true : undefined), { what: 'the end of the injector' });
    await injector.createNamespace('outage');
    await injector.api.create('/api/v1/namespaces/outage/pods', podOf('silent'));
    await injector.create(deploymentOf('outage', 'asking', ASKS));
    expect(await waitForRefusal('outage')).toContain('sidecar-injector');
    await injector.api.merge(SERVER, { spec: { replicas: 1 } });
    expect(await waitForSidecar('outage', 'asking')).toEqual(['app', 'envoy']);
  }, 90_000);
});

async function serverPods(): Promise<number> {
  const query = { labelSelector: 'app.kubernetes.io/component=server' };
  return (await injector.api.list('/api/v1/namespaces/sidecar-injector/pods', query)).length;
}

function contactAgeMs(metrics: string): number {
  return (
    1000 *
    Number(
      /informer_contact_age_seconds\{resource="configmaps"\} (?<age>\S+)/.exec(metrics)?.groups?.['age'] ?? Number.NaN,
    )
  );
}

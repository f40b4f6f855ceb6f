import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseMetrics, type MetricSamples } from '../support/metric-samples.ts';
import { runCommand } from '../support/run-cli.ts';
import { type InjectorCluster, type PodObject, startEmptyCluster } from './injector-cluster.ts';
import { overlayPath } from './installation.ts';
import { waitUntil } from './wait-until.ts';
import { deploymentOf, podOf } from './workloads.ts';

const LABEL = 'sidecar-injector.dev/injection';
const INJECT = 'sidecar-injector.dev/inject';
const SERVER = '/apis/apps/v1/namespaces/sidecar-injector/deployments/sidecar-injector';
const CONFIGURATION = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/sidecar-injector';

/** Hazard "webhook down, Ignore": every gap is found within this. */
const MAX_DETECTION_MS = 30_000;

/** Pods that ask, and Pods that are none of the controller's business, of each kind. */
const ASKING = 60;
const OTHERS = 5;

interface EventObject {
  readonly reason: string;
  readonly type: string;
  readonly message: string;
  readonly count: number;
  readonly involvedObject: {
    readonly kind: string;
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
  };
}

let injector: InjectorCluster;
let probesUrl = '';

async function metrics(): Promise<MetricSamples> {
  return parseMetrics(await (await fetch(`${probesUrl}/metrics`)).text());
}

async function countOf(state: string): Promise<number> {
  return (await metrics()).get(`sidecar_injector_pods{state="${state}"}`) ?? Number.NaN;
}

async function gapEvents(): Promise<readonly EventObject[]> {
  const all = await injector.api.list<EventObject>('/api/v1/events');
  return all.filter(({ reason }) => reason === 'SidecarMissing');
}

function create(namespace: string, pod: object): Promise<PodObject> {
  return injector.api.create<PodObject>(`/api/v1/namespaces/${namespace}/pods`, pod);
}

/** Where the controller answers probes on this machine. */
async function locateController(): Promise<string> {
  const [pod] = await injector.api.list<{ status: { podIP?: string } }>('/api/v1/namespaces/sidecar-injector/pods', {
    labelSelector: 'app.kubernetes.io/component=controller',
  });
  const route = injector.cluster.network.find(pod?.status.podIP ?? '', 8080);
  if (route === undefined) throw new Error('the controller does not run');
  return `http://${route.host}:${route.port}`;
}

/** Lets Pods in while the injector is away, and takes it away. */
async function loseInjector(): Promise<void> {
  const { body } = await injector.cluster.controlPlane.request({ path: CONFIGURATION });
  const { webhooks } = JSON.parse(body) as { webhooks: { failurePolicy: string }[] };
  for (const webhook of webhooks) webhook.failurePolicy = 'Ignore';
  await injector.api.merge(CONFIGURATION, { webhooks });
  await injector.api.merge(SERVER, { spec: { replicas: 0 } });
  await delay(1000);
  injector.cluster.egressProxy.dropConnections();
  const isBare = async (): Promise<true | undefined> => {
    const { spec } = await injector.api.create<PodObject>('/api/v1/namespaces/shop/pods?dryRun=All', podOf('probe'));
    return spec.containers.length === 1 ? true : undefined;
  };
  await waitUntil(isBare, { what: 'a Pod that is let in bare', timeoutMs: 60_000 });
}

beforeAll(async () => {
  injector = await startEmptyCluster();
  await injector.cluster.applyOverlay(overlayPath('production'));
  await injector.cluster.waitForRollout('job/sidecar-injector-certs');
  for (const name of ['sidecar-injector', 'sidecar-injector-controller'])
    await injector.cluster.waitForRollout(`deployment/${name}`);
  probesUrl = await locateController();
  await injector.createNamespace('shop', { [LABEL]: 'enabled' });
  await injector.createNamespace('off', { [LABEL]: 'disabled' });
  for (const name of ['plain', 'late']) await injector.createNamespace(name);
  for (let index = 0; index < OTHERS; index += 1) {
    await create('shop', podOf(`good-${index}`));
    await create('late', podOf(`early-${index}`));
  }
  await delay(1100);
  await injector.kubectl(['label', 'namespace', 'late', `${LABEL}=enabled`]);
}, 180_000);

afterAll(async () => {
  await injector?.[Symbol.asyncDispose]();
});

describe('the controller', () => {
  it('has nothing to tell while the webhook answers', async () => {
    await waitUntil(async () => ((await countOf('older')) === OTHERS ? true : undefined), {
      what: 'the label of late',
    });
    expect(await countOf('covered')).toBe(OTHERS);
    expect((await metrics()).get('sidecar_injector_gaps_total')).toBe(0);
    expect((await fetch(`${probesUrl}/readyz`)).status).toBe(200);
    expect(await gapEvents()).toEqual([]);
  });

  it('finds every Pod that was let in bare, within 30 s, and no other', async () => {
    await loseInjector();
    const createdAtMs = new Map<string, number>();
    const asking = async (namespace: string, pod: object): Promise<void> => {
      const { metadata, spec } = await create(namespace, pod);
      expect(spec.containers).toHaveLength(1);
      createdAtMs.set(metadata.uid, performance.now());
    };
    for (let index = 0; index < ASKING; index += 1) {
      const asks = index % 2 === 0 ? 'shop' : 'plain';
      await asking(asks, podOf(`bare-${index}`, asks === 'shop' ? {} : { [INJECT]: 'true' }));
      if (index < OTHERS) await createOthers(index);
    }
    // A namespace with its first Pod at once: the news of both may come in any order.
    await injector.createNamespace('new', { [LABEL]: 'enabled' });
    await asking('new', podOf('first'));

    const toldAtMs = new Map<string, number>();
    const allTold = async (): Promise<true | undefined> => {
      for (const { involvedObject } of await gapEvents())
        if (!toldAtMs.has(involvedObject.uid)) toldAtMs.set(involvedObject.uid, performance.now());
      return toldAtMs.size >= createdAtMs.size ? true : undefined;
    };
    await waitUntil(allTold, { what: 'an Event on each Pod', timeoutMs: MAX_DETECTION_MS, intervalMs: 100 });
    const delays = [...createdAtMs].map(([uid, atMs]) => (toldAtMs.get(uid) ?? Number.NaN) - atMs);
    console.log(
      `${delays.length} gaps: Event after ${Math.round(Math.max(...delays))} ms at most, ${Math.round(Math.min(...delays))} ms at least`,
    );
    expect(Math.max(...delays)).toBeLessThan(MAX_DETECTION_MS);

    // What would be false comes as fast as what is true.
    await delay(3000);
    const events = await gapEvents();
    expect(new Set(events.map(({ involvedObject }) => involvedObject.uid))).toEqual(new Set(createdAtMs.keys()));
    expect(events.map(({ type, count }) => [type, count])).toEqual(events.map(() => ['Warning', 1]));
    expect(await countOf('missing')).toBe(createdAtMs.size);
    expect((await metrics()).get('sidecar_injector_gaps_total')).toBe(createdAtMs.size);
    expect(await countOf('older')).toBe(OTHERS);
  }, 120_000);

  it('says in the Event why, and what to do', async () => {
    await injector.create(deploymentOf('shop', 'web'));
    const { metadata } = await injector.waitForPod('shop', 'web');
    const event = await waitUntil(
      async () => (await gapEvents()).find(({ involvedObject }) => involvedObject.uid === metadata.uid),
      { what: 'the Event of the Deployment’s Pod', timeoutMs: MAX_DETECTION_MS },
    );
    expect(event.message).toBe(
      `This Pod lacks its sidecar: its namespace is enabled, and it was created without template "envoy". No review reached the injector: see whether its webhook is registered and answers (kubectl sidecar explain ${metadata.name} -n shop), then create its Pods anew (kubectl rollout restart deployment/web -n shop).`,
    );
    expect(await injector.kubectl(['describe', 'pod', metadata.name, '-n', 'shop'])).toContain('SidecarMissing');
  }, 60_000);

  it('has the same gaps as status', async () => {
    const kubeconfig = injector.cluster.controlPlane.kubeconfigPath;
    const { written } = await runCommand(['status', '-A', '-o', 'json', `--kubeconfig=${kubeconfig}`]);
    const { total } = JSON.parse(written) as { total: Readonly<Record<string, number>> };
    const states = ['lost', 'missing', 'outdated', 'older', 'unknown', 'covered', 'not-due'];
    const counts = await Promise.all(states.map(countOf));
    expect(Object.fromEntries(states.map((state, index) => [state, counts[index]]))).toEqual(
      Object.fromEntries(states.map((state) => [state, total[state]])),
    );
  });

  it('tells of no Pod again when its namespace or the templates change', async () => {
    const before = (await metrics()).get('sidecar_injector_gaps_total');
    await injector.kubectl(['label', 'namespace', 'shop', 'team=a']);
    const config = 'containers: [{name: envoy, image: "envoy:next"}]';
    await injector.api.merge('/api/v1/namespaces/sidecar-injector/configmaps/envoy-initializer', { data: { config } });
    await waitUntil(async () => ((await countOf('outdated')) === OTHERS ? true : undefined), { what: 'outdated Pods' });
    expect((await metrics()).get('sidecar_injector_gaps_total')).toBe(before);
    expect(await countOf('missing')).toBe(before);
  }, 60_000);

  it('forgets Pods that are gone', async () => {
    const before = await countOf('missing');
    await injector.kubectl(['delete', 'pod', 'bare-0', '-n', 'shop', '--now']);
    await waitUntil(async () => ((await countOf('missing')) === before - 1 ? true : undefined), { what: 'one less' });
  });

  it('is not needed where the guard is: such Pods are denied', async () => {
    await injector.kubectl(['apply', '--filename=-'], await exportGuard());
    const denial = async (): Promise<string | undefined> => {
      try {
        await injector.api.create('/api/v1/namespaces/shop/pods?dryRun=All', podOf('probe'));
        return undefined;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    };
    expect(await waitUntil(denial, { what: 'the guard' })).toContain('sidecar-injector-guard');
    await create('shop', podOf('still-out', { [INJECT]: 'false' }));
  }, 60_000);
});

/** The guard of the templates in the cluster, as a List. */
async function exportGuard(): Promise<object> {
  const kubeconfig = injector.cluster.controlPlane.kubeconfigPath;
  const { code, said, written } = await runCommand(['export', '--guard', '-o', 'json', `--kubeconfig=${kubeconfig}`]);
  expect([code, said]).toEqual([0, '']);
  return JSON.parse(written) as object;
}

/** Pods that look as if they lacked something, and do not. */
async function createOthers(index: number): Promise<void> {
  await create('shop', podOf(`opted-out-${index}`, { [INJECT]: 'false' }));
  await create('plain', podOf(`silent-${index}`));
  await create('off', podOf(`off-${index}`, { [INJECT]: 'true' }));
  await create('kube-system', podOf(`guarded-${index}`, { [INJECT]: 'true' }));
  const { metadata, spec } = podOf(`host-${index}`) as { metadata: object; spec: { containers: readonly object[] } };
  const containers = [{ name: 'app', image: 'registry.example/app:1' }];
  await create('shop', { metadata, spec: { ...spec, containers, hostNetwork: true } });
}

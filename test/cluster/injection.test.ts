import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InjectorCluster, type PodObject, probe, startInjectorCluster } from './injector-cluster.ts';
import { waitUntil } from './wait-until.ts';
import {
  type Annotations,
  APP_CONTAINER,
  cronJobOf,
  daemonSetOf,
  deploymentOf,
  jobOf,
  podOf,
  statefulSetOf,
} from './workloads.ts';

const ASKS: Annotations = { 'sidecar-injector.dev/inject': 'true' };
const ASKS_CLASSICALLY: Annotations = { 'initializer.kubernetes.io/envoy': 'true' };
const OPTS_OUT: Annotations = { 'sidecar-injector.dev/inject': 'false' };
const ENABLED = { 'sidecar-injector.dev/injection': 'enabled' };
const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const CONFIG_MAP = ['configmap', 'envoy-initializer', '--namespace=sidecar-injector'];

let injector: InjectorCluster;

beforeAll(async () => {
  injector = await startInjectorCluster();
  await injector.createNamespace('labelled', ENABLED);
  await injector.createNamespace('plain');
  await injector.createNamespace('disabled', { 'sidecar-injector.dev/injection': 'disabled' });
});

afterAll(async () => {
  await injector[Symbol.asyncDispose]();
});

/** What these tests compare of a Pod: names of containers, those of native sidecars last, and whether our volume is there. */
function shapeOf({ spec }: PodObject): { containers: readonly string[]; hasVolume: boolean } {
  return {
    containers: [...spec.containers, ...(spec.initContainers ?? [])].map(({ name }) => name),
    hasVolume: (spec.volumes ?? []).some(({ name }) => name === 'envoy-conf'),
  };
}

const INJECTED = { containers: ['app', 'envoy'], hasVolume: true };
const UNTOUCHED = { containers: ['app'], hasVolume: false };

describe('a Pod that a controller creates', () => {
  const kinds = {
    deployment: deploymentOf,
    job: jobOf,
    'stateful-set': statefulSetOf,
    'daemon-set': daemonSetOf,
    'cron-job': cronJobOf,
  };

  it.each(Object.entries(kinds))(
    'has the sidecar as %s in a labelled namespace, with one call',
    async (kind, workload) => {
      await injector.create(workload('labelled', kind));
      const pod = await injector.waitForPod('labelled', kind, 90_000);
      expect(shapeOf(pod)).toEqual(INJECTED);
      expect(pod.spec.containers[0]).toMatchObject(APP_CONTAINER);
      expect(injector.callsFor('labelled', kind)).toEqual(['enabled.sidecar-injector.dev']);
    },
    100_000,
  );

  it.each([
    ['asks', ASKS],
    ['asks-classically', ASKS_CLASSICALLY],
  ])('has it in a namespace without a label when it %s', async (app, annotations) => {
    await injector.create(deploymentOf('plain', app, annotations));
    expect(shapeOf(await injector.waitForPod('plain', app))).toEqual(INJECTED);
    expect(injector.callsFor('plain', app)).toEqual(['requested.sidecar-injector.dev']);
  });

  it.each([
    ['labelled', 'opted-out', OPTS_OUT],
    ['plain', 'opted-out', OPTS_OUT],
    ['plain', 'silent', {}],
    ['disabled', 'asking', ASKS],
    ['disabled', 'asking-classically', ASKS_CLASSICALLY],
  ])('is not even sent in the namespace %s when it is %s', async (namespace, app, annotations) => {
    await injector.create(deploymentOf(namespace, app, annotations));
    expect(shapeOf(await injector.waitForPod(namespace, app))).toEqual(UNTOUCHED);
    expect(injector.callsFor(namespace, app)).toEqual([]);
  });

  it('is left alone in kube-system, labelled or not', async () => {
    await injector.kubectl(['label', 'namespace', 'kube-system', 'sidecar-injector.dev/injection=enabled']);
    await injector.create(deploymentOf('kube-system', 'system-app', ASKS));
    expect(shapeOf(await injector.waitForPod('kube-system', 'system-app'))).toEqual(UNTOUCHED);
    expect(injector.callsFor('kube-system', 'system-app')).toEqual([]);
  });
});

describe('a bare Pod', () => {
  it('is injected by a server-side dry run, which leaves nothing behind', async () => {
    const args = ['create', '--namespace=labelled', '--dry-run=server', '--output=json', '--filename=-'];
    const body = { apiVersion: 'v1', kind: 'Pod', ...podOf('dry') };
    expect(shapeOf(JSON.parse(await injector.kubectl(args, body)) as PodObject)).toEqual(INJECTED);
    const pods = await injector.api.list<PodObject>('/api/v1/namespaces/labelled/pods', { labelSelector: 'app=dry' });
    expect(pods).toEqual([]);
  });

  it('gives its sidecar the token mount that its own container has', async () => {
    const pod = await injector.api.create<PodObject>('/api/v1/namespaces/labelled/pods', podOf('token'));
    const mounts = pod.spec.containers.map(({ volumeMounts }) =>
      (volumeMounts ?? []).find(({ mountPath }) => mountPath === TOKEN_PATH),
    );
    expect(mounts[0]).toMatchObject({ mountPath: TOKEN_PATH, readOnly: true });
    expect(mounts[1]).toEqual(mounts[0]);
    expect(injector.callsFor('labelled', 'token')).toHaveLength(1);
  });

  it('is refused with a message that says what to write when its annotation is no valid value', async () => {
    const asking = podOf('wrong', { 'sidecar-injector.dev/inject': 'yes' });
    await expect(injector.api.create('/api/v1/namespaces/plain/pods', asking)).rejects.toThrow(/403.*write \\"true\\"/);
  });
});

async function imageOfNext(name: string): Promise<string | undefined> {
  const pod = await injector.api.create<PodObject>('/api/v1/namespaces/labelled/pods?dryRun=All', podOf(name));
  return pod.spec.containers.find((container) => container.name === 'envoy')?.image;
}

async function edit(config: string): Promise<void> {
  await injector.kubectl(['patch', ...CONFIG_MAP, '--type=merge', `--patch=${JSON.stringify({ data: { config } })}`]);
}

function template(tag: string): string {
  const container = { name: 'envoy', image: `envoy:${tag}`, volumeMounts: [{ name: 'envoy-conf', mountPath: '/e' }] };
  return JSON.stringify({ containers: [container], volumes: [{ name: 'envoy-conf', emptyDir: {} }] });
}

describe('the template ConfigMap, where nobody checks it before it is stored', () => {
  beforeAll(() => injector.kubectl(['delete', 'validatingwebhookconfiguration', 'sidecar-injector']));

  it('is in force for the next Pod within a second of an edit', async () => {
    await edit(template('v1'));
    const what = 'the new template';
    const image = await waitUntil(async () => ((await imageOfNext('edited')) === 'envoy:v1' ? 'envoy:v1' : undefined), {
      what,
      timeoutMs: 1000,
    });
    expect(image).toBe('envoy:v1');
  });

  it('changes nothing when it is broken, and says so', async () => {
    await edit('containers: [{name: envoy, imge: x}]');
    await waitUntil(
      async () => ((await probe(await injector.locate(), '/readyz?verbose')).includes('imge') ? true : undefined),
      { what: 'the report', timeoutMs: 2000 },
    );
    expect(await imageOfNext('broken')).toBe('envoy:v1');
    await edit(template('v2'));
    await delay(1000);
    expect(await imageOfNext('mended')).toBe('envoy:v2');
  });

  it('may be deleted and made again without a Pod that lacks its sidecar', async () => {
    await injector.kubectl(['delete', ...CONFIG_MAP]);
    await delay(500);
    expect(await imageOfNext('deleted')).toBe('envoy:v2');
    const data = { config: template('v3') };
    await injector.api.create('/api/v1/namespaces/sidecar-injector/configmaps', {
      metadata: { name: 'envoy-initializer' },
      data,
    });
    await delay(1000);
    expect(await imageOfNext('remade')).toBe('envoy:v3');
  });
});

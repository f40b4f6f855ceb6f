import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureGoTool, HELM } from '../support/go-tools.ts';
import type { Manifest } from '../support/helm.ts';
import {
  COMMANDS,
  deletionsByHelm,
  listObjects,
  readCaBundles,
  readJobs,
  ReadersShell,
  readServerArgs,
} from './chart-release.ts';
import { startCreateLoad } from './create-load.ts';
import { type InjectorCluster, type PodObject, startEmptyCluster } from './injector-cluster.ts';
import { kubectl, NAMESPACE, overlayPath } from './installation.ts';
import { waitUntil } from './wait-until.ts';
import { deploymentOf, podOf, type Annotations } from './workloads.ts';

// The chart's README says what its reader does; these tests do it, in its order.
const [install = '', takeOver = '', editTemplates = '', profiles = '', guard = '', lifecycle = ''] = COMMANDS;
const [ha = '', ignore = ''] = profiles.trim().split('\n');
const [upgrade = '', rollback = '', uninstall = '', deleteSecrets = ''] = lifecycle.trim().split('\n');
const ASKS: Annotations = { 'sidecar-injector.dev/inject': 'true' };
const CONFIG_MAP = ['configmap', 'envoy-initializer', '-n', NAMESPACE];

let injector: InjectorCluster;
let shell: ReadersShell;
let before: ReadonlySet<string>;
let caBundles: Readonly<Record<string, string>>;

beforeAll(async () => {
  await ensureGoTool(HELM);
  injector = await startEmptyCluster();
  shell = new ReadersShell(injector);
  before = await listObjects(injector);
});
afterAll(async () => {
  await injector?.[Symbol.asyncDispose]();
  if (shell !== undefined) rmSync(shell.folder, { recursive: true });
});

/** A template document with that image. */
function template(image: string): string {
  return `containers:\n  - name: envoy\n    image: ${image}\n`;
}

/** The containers of a Pod that is only tried, as `name image`; or what the API server says instead. */
async function tryPod(namespace: string, annotations: Annotations = {}): Promise<string> {
  const path = `/api/v1/namespaces/${namespace}/pods?dryRun=All`;
  return injector.api.create<PodObject>(path, podOf('tried', annotations)).then(
    ({ spec }) => spec.containers.map(({ name, image }) => `${name} ${image}`).join(', '),
    (error: unknown) => String(error),
  );
}

/** Waits until new Pods of `shop` have that image as their sidecar's. */
async function waitForImage(image: string): Promise<void> {
  const find = async (): Promise<true | undefined> =>
    (await tryPod('shop')).endsWith(`, envoy ${image}`) ? true : undefined;
  await waitUntil(find, { what: `a sidecar ${image}`, timeoutMs: 5_000 });
}

async function waitForServers(): Promise<void> {
  await injector.cluster.waitForRollout('deployment/sidecar-injector', { timeoutMs: 90_000 });
}

/** Runs something while Pods are created all the time. @returns what became of those that failed */
async function underLoad(change: () => Promise<unknown>, sidecar = 'envoy'): Promise<readonly string[]> {
  const load = startCreateLoad(injector.cluster.controlPlane, 'shop', { sidecar });
  await waitUntil(async () => (load.count() > 20 ? true : undefined), { what: 'the load' });
  await change();
  const count = load.count();
  await waitUntil(async () => (load.count() > count + 20 ? true : undefined), { what: 'load after the change' });
  const { injected, failed } = await load.stop();
  console.log(`${injected} Pods were created meanwhile, ${failed.length} were not`);
  return failed;
}

describe('helm install', () => {
  it('is the whole install', async () => {
    // Also where Helm waits until all is ready: nothing waits for what comes after that.
    const said = await shell.run(install.replace('--create-namespace', '--create-namespace --wait --timeout 90s'));
    expect(said).toContain('STATUS: deployed');
    expect(said).toContain('kubectl label namespace NAMESPACE sidecar-injector.dev/injection=enabled');
    for (const name of ['sidecar-injector-certs-keeper', 'sidecar-injector-controller']) {
      await injector.cluster.waitForRollout(`deployment/${name}`);
    }
    const [job = '', ...others] = await readJobs(injector);
    expect([job, others]).toEqual([expect.stringMatching(/^job\.batch\/sidecar-injector-certs-[0-9a-f]{8}$/), []]);
    await injector.cluster.waitForRollout(job.replace('.batch', ''));
  });

  it('leaves the caBundle to the Job', async () => {
    caBundles = await readCaBundles(injector);
    const names = ['enabled', 'requested', 'templates'].map((name) => `${name}.sidecar-injector.dev`);
    expect(Object.keys(caBundles)).toEqual(names);
    expect(new Set(Object.values(caBundles)).size).toBe(1);
    expect(Object.values(caBundles)[0]).toMatch(/^\w{200,}/);
  });

  it('has Pods injected: those of a labelled namespace, and those that ask', async () => {
    await injector.cluster.controlPlane.waitForDefaultServiceAccount('shop');
    await injector.create(deploymentOf('shop', 'web'));
    const pod = await injector.waitForPod('shop', 'web');
    expect(pod.spec.containers.map(({ name }) => name)).toEqual(['app', 'envoy']);
    await injector.createNamespace('plain');
    expect(await tryPod('plain')).toBe('app registry.example/app:1');
    expect(await tryPod('plain', ASKS)).toMatch(/, envoy lyft\/envoy:\w+$/);
  });

  it('is refused a second time, in words', async () => {
    const { code, stderr } = await shell.try('helm install other deploy/chart --namespace other --create-namespace');
    expect(code).toBe(1);
    expect(stderr).toContain('is in this cluster already, as the release sidecar-injector/sidecar-injector');
    await kubectl(injector.cluster.controlPlane, 'delete', 'namespace', 'other', '--ignore-not-found');
  });
});

describe('templates', () => {
  it('are values: an upgrade is in force at once, without a rollout', async () => {
    shell.write('envoy.yaml', template('envoyproxy/envoy:v1.36.0'));
    await shell.run(editTemplates);
    await waitForImage('envoyproxy/envoy:v1.36.0');
  });

  it('are refused where they are broken, with the problem, and nothing changes', async () => {
    shell.write('envoy.yaml', 'containers:\n  - name: envoy\n    imag: x\n');
    const { code, stderr } = await shell.try(editTemplates);
    expect([code, stderr]).toEqual([1, expect.stringContaining('templates.sidecar-injector.dev')]);
    expect(stderr).toContain('imag');
    await waitForImage('envoyproxy/envoy:v1.36.0');
  });

  it('may be edited by kubectl, whose edit Helm does not overwrite unless it is told to', async () => {
    const edit = JSON.stringify({ data: { envoy: template('envoyproxy/envoy:v1.36.1') } });
    await kubectl(injector.cluster.controlPlane, 'patch', ...CONFIG_MAP, '-p', edit);
    await waitForImage('envoyproxy/envoy:v1.36.1');
    shell.write('envoy.yaml', template('envoyproxy/envoy:v1.36.2'));
    for (const command of [upgrade, editTemplates]) {
      const { code, stderr } = await shell.try(command);
      expect([code, stderr]).toEqual([1, expect.stringContaining('conflict with "kubectl-patch"')]);
    }
    await waitForImage('envoyproxy/envoy:v1.36.1');
    await shell.run(`${editTemplates.trim()} --force-conflicts`);
    await waitForImage('envoyproxy/envoy:v1.36.2');
  });
});

describe('under a load of new Pods', () => {
  it('helm upgrade to another image and other flags loses none, and keeps caBundle', async () => {
    const [jobBefore] = await readJobs(injector);
    const failed = await underLoad(async () => {
      await shell.run(`${upgrade} --set image.tag=next,logLevel=debug`);
      await waitForServers();
    });
    expect(failed).toEqual([]);
    expect(await readServerArgs(injector)).toContain('--log-level=debug');
    expect(await readCaBundles(injector)).toEqual(caBundles);
    const jobs = await readJobs(injector);
    expect([jobs.length, jobs.includes(jobBefore ?? '')]).toEqual([1, false]);
  });

  it('helm rollback loses none either', async () => {
    const failed = await underLoad(async () => {
      await shell.run(rollback);
      await waitForServers();
    });
    expect(failed).toEqual([]);
    expect(await readServerArgs(injector)).not.toContain('--log-level=debug');
    expect(await readCaBundles(injector)).toEqual(caBundles);
    await waitForImage('envoyproxy/envoy:v1.36.2');
  });

  it('nor does an upgrade without server-side apply, with Pods waited for', async () => {
    const failed = await underLoad(() =>
      shell.run(`${upgrade} --set logLevel=warn --server-side=false --wait --timeout 90s`),
    );
    expect(failed).toEqual([]);
    expect(await readCaBundles(injector)).toEqual(caBundles);
  });
});

describe('the profile ignore', () => {
  it('has Pods that ask refused by the guard while the injector is away, and no others', async () => {
    shell.write('sidecars.yaml', configMapOf(template('envoyproxy/envoy:v1.36.2')));
    // Other templates than the chart's own are in force.
    const refused = await shell.try(ignore);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('sidecar-injector export --guard')]);
    await shell.run(guard);
    await kubectl(
      injector.cluster.controlPlane,
      'scale',
      'deployment/sidecar-injector',
      '-n',
      NAMESPACE,
      '--replicas=0',
    );
    const refusal = async (): Promise<string | undefined> => {
      const answer = await tryPod('plain', ASKS);
      return answer.includes('lacks the container') ? answer : undefined;
    };
    const answer = await waitUntil(refusal, { what: 'the refusal of the guard', timeoutMs: 60_000 });
    expect(answer).toContain('sidecar-injector-guard-envoy-requested');
    expect(await tryPod('plain')).toBe('app registry.example/app:1');
    expect(await tryPod('shop', { 'sidecar-injector.dev/inject': 'false' })).toBe('app registry.example/app:1');
  });

  it('goes away when it is switched off', async () => {
    // Replicas end soon, for the sake of the test that follows.
    const soon = `--set 'server.args={--drain-timeout=2s}'`;
    await shell.run(`${ha} --set profiles.ignore=false --server-side=true --force-conflicts ${soon}`);
    await waitForServers();
    const kinds = 'validatingadmissionpolicies,validatingadmissionpolicybindings';
    expect(await kubectl(injector.cluster.controlPlane, 'get', kinds, '-o', 'name')).toBe('');
    expect(await readCaBundles(injector)).toEqual(caBundles);
    const replicas = ['get', 'deployment', 'sidecar-injector', '-n', NAMESPACE, '-o=jsonpath={.status.readyReplicas}'];
    expect(await kubectl(injector.cluster.controlPlane, ...replicas)).toBe('3');
  });
});

/** A template ConfigMap as `export` reads it. */
function configMapOf(text: string): string {
  const manifest: Manifest & { readonly data: object } = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'envoy-initializer' },
    data: { envoy: text },
  };
  return JSON.stringify(manifest);
}

describe('helm uninstall', () => {
  it('takes the webhooks away first, so that no Pod is refused', async () => {
    const failed = await underLoad(() => shell.run(uninstall), 'app');
    expect(failed).toEqual([]);
    const deleted = deletionsByHelm(injector);
    const [first, second] = deleted.slice(deleted.indexOf('validatingwebhookconfigurations/sidecar-injector'));
    expect([first, second]).toEqual([
      'validatingwebhookconfigurations/sidecar-injector',
      'mutatingwebhookconfigurations/sidecar-injector',
    ]);
    const place = (name: string): number => deleted.indexOf(name);
    expect(place('deployments/sidecar-injector')).toBeGreaterThan(
      place('mutatingwebhookconfigurations/sidecar-injector'),
    );
    expect(await tryPod('shop')).toBe('app registry.example/app:1');
  });

  it('leaves the namespace and two Secrets, and with the last command the namespace alone', async () => {
    await kubectl(injector.cluster.controlPlane, 'delete', 'namespace', 'shop', 'plain', '--timeout=60s');
    const secrets = ['sidecar-injector-ca', 'sidecar-injector-tls'].map((name) => `Secret ${NAMESPACE} ${name}`);
    const namespace = `Namespace <none> ${NAMESPACE}`;
    const count = 1 + secrets.length;
    await waitUntil(async () => ((await leftovers()).length <= count ? true : undefined), { what: 'the end of Pods' });
    expect(await leftovers()).toEqual([namespace, ...secrets]);
    await shell.run(deleteSecrets);
    expect(await leftovers()).toEqual([namespace]);
  });
});

describe('an install by kustomize', () => {
  it('is handed over to Helm without a rollout, and without losing a Pod', async () => {
    const { controlPlane } = injector.cluster;
    await injector.cluster.applyOverlay(overlayPath('production'));
    await waitForServers();
    await injector.createNamespace('shop', { 'sidecar-injector.dev/injection': 'enabled' });
    const replicaSets = ['get', 'replicasets', '-n', NAMESPACE, '-o', 'name'];
    const replicaSetsBefore = await kubectl(controlPlane, ...replicaSets);
    const bundlesBefore = await readCaBundles(injector);
    expect(await underLoad(() => shell.run(takeOver))).toEqual([]);
    await waitForServers();
    expect(await kubectl(controlPlane, ...replicaSets)).toBe(replicaSetsBefore);
    expect(await readCaBundles(injector)).toEqual(bundlesBefore);
    expect(await shell.run('helm list --namespace sidecar-injector --short')).toBe('sidecar-injector\n');
  });
});

/** What was not there before the install. */
async function leftovers(): Promise<readonly string[]> {
  return [...(await listObjects(injector))].filter((name) => !before.has(name)).toSorted();
}

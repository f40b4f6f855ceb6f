import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand, type CliRun } from '../support/run-cli.ts';
import { startInjectorCluster, type InjectorCluster, type PodObject } from './injector-cluster.ts';
import { waitUntil } from './wait-until.ts';
import { deploymentOf, podOf, type Annotations } from './workloads.ts';

const LABEL = 'sidecar-injector.dev/injection';
const INJECT = 'sidecar-injector.dev/inject';
const CONFIGURATIONS = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations';
const CONFIG_MAP = '/api/v1/namespaces/sidecar-injector/configmaps/envoy-initializer';

interface Shown {
  readonly namespace: string;
  readonly name: string;
  readonly state: string;
  readonly why: string;
  readonly advice: string;
}

interface StatusDocument {
  readonly total: Readonly<Record<string, number>>;
  readonly namespaces: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly pods: readonly Shown[];
}

let injector: InjectorCluster;

async function create(namespace: string, app: string, annotations: Annotations = {}, query = ''): Promise<number> {
  const { spec } = await injector.api.create<PodObject>(
    `/api/v1/namespaces/${namespace}/pods${query}`,
    podOf(app, annotations),
  );
  return spec.containers.length;
}

/** Waits until a Pod that asks has so many containers. */
async function waitForContainers(count: number): Promise<void> {
  const probe = async (): Promise<true | undefined> =>
    (await create('shop', 'probe', {}, '?dryRun=All')) === count ? true : undefined;
  await waitUntil(probe, { what: `a Pod with ${count} containers`, timeoutMs: 20_000 });
}

/** Does something while no webhook is registered. */
async function withoutWebhook(act: () => Promise<unknown>): Promise<void> {
  const path = `${CONFIGURATIONS}/sidecar-injector`;
  const { body } = await injector.cluster.controlPlane.request({ path });
  const { webhooks, metadata } = JSON.parse(body) as { webhooks: object; metadata: { labels: object } };
  await injector.cluster.controlPlane.request({ method: 'DELETE', path });
  await waitForContainers(1);
  await act();
  await injector.api.create(CONFIGURATIONS, {
    metadata: { name: 'sidecar-injector', labels: metadata.labels },
    webhooks,
  });
  await waitForContainers(2);
}

function run(...flags: readonly string[]): Promise<CliRun> {
  return runCommand(['status', ...flags, `--kubeconfig=${injector.cluster.controlPlane.kubeconfigPath}`]);
}

async function read(...flags: readonly string[]): Promise<StatusDocument & Pick<CliRun, 'code'>> {
  const { code, said, written } = await run(...flags, '-o', 'json');
  expect(said).toBe('');
  return { code, ...(JSON.parse(written) as StatusDocument) };
}

beforeAll(async () => {
  injector = await startInjectorCluster();
  for (const name of ['shop', 'off'])
    await injector.createNamespace(name, { [LABEL]: name === 'off' ? 'disabled' : 'enabled' });
  for (const name of ['plain', 'late']) await injector.createNamespace(name);
  await waitForContainers(2);
  await create('late', 'early');
  await create('shop', 'good');
  await create('shop', 'opted-out', { [INJECT]: 'false' });
  await create('plain', 'silent');
  await create('plain', 'asked', { [INJECT]: 'true' });
  await delay(1100);
  await injector.kubectl(['label', 'namespace', 'late', `${LABEL}=enabled`]);
  await withoutWebhook(async () => {
    await create('shop', 'gap');
    await create('plain', 'asking', { [INJECT]: 'true' });
    await create('plain', 'quiet');
    await create('off', 'off');
    await create('kube-system', 'guarded', { [INJECT]: 'true' });
    await injector.create(deploymentOf('late', 'web'));
    await injector.waitForPod('late', 'web');
  });
}, 180_000);

afterAll(async () => {
  await injector?.[Symbol.asyncDispose]();
});

describe('status of a cluster in which the webhook was away for a while', () => {
  it('counts what was created meanwhile as missing, and nothing else', async () => {
    const { code, namespaces, pods } = await read('-A', '--show', 'missing,older');
    expect(code).toBe(1);
    expect(namespaces).toMatchObject({
      shop: { shouldHave: 2, covered: 1, missing: 1, 'not-due': 1 },
      plain: { shouldHave: 2, covered: 1, missing: 1, 'not-due': 2 },
      late: { shouldHave: 2, covered: 0, missing: 1, older: 1 },
      off: { shouldHave: 0, 'not-due': 1 },
      'kube-system': { shouldHave: 0 },
      'sidecar-injector': { shouldHave: 0 },
    });
    expect(pods.map(({ namespace, name, state }) => `${state} ${namespace}/${name.replace(/^web-.*/, 'web')}`)).toEqual(
      ['missing late/web', 'missing plain/asking', 'missing shop/gap', 'older late/early'],
    );
    expect(pods.at(-1)?.why).toMatch(
      /the label sidecar-injector\.dev\/injection of its namespace was written at \S+Z$/,
    );
  });

  it('says for people what to do', async () => {
    const { code, written } = await run('-n', 'late');
    expect(code).toBe(1);
    expect(written).toMatch(/^late {8}2 {13}0 {5}0 {10}1 {9}0 {6}1$/m);
    expect(written).toMatch(/^missing: 1 Pod of Deployment late\/web: web-\S+$/m);
    expect(written).toContain('then create its Pods anew (kubectl rollout restart deployment/web -n late).');
  });

  it('has nothing missing once they were created again, as it says', async () => {
    await injector.kubectl(['rollout', 'restart', 'deployment/web', '-n', 'late']);
    await injector.kubectl(['rollout', 'status', 'deployment/web', '-n', 'late', '--timeout=60s']);
    for (const [namespace, name] of [
      ['shop', 'gap'],
      ['plain', 'asking'],
    ] as const)
      await injector.kubectl(['delete', 'pod', name, '-n', namespace, '--now']);
    await waitUntil(async () => ((await read('-A')).total['missing'] === 0 ? true : undefined), {
      what: 'nothing missing',
    });
    const { code, total } = await read('-A');
    expect([code, total]).toEqual([0, expect.objectContaining({ shouldHave: 4, covered: 3, older: 1, lost: 0 })]);
  });

  it('counts Pods of an earlier template as outdated', async () => {
    const template = 'containers: [{name: envoy, image: "envoy:next"}]';
    await injector.api.merge(CONFIG_MAP, { data: { config: template } });
    const { code, total, pods } = await read('-A', '--show', 'outdated');
    expect([code, total]).toEqual([0, expect.objectContaining({ covered: 0, outdated: 3, older: 1 })]);
    expect(pods[0]?.why).toMatch(/^it has revision "\w{12}" of template "envoy": \w{12} is in force$/);
  });

  it('works as a plugin of kubectl, with the right exit code', async () => {
    const { code, written } = await runCommand(
      ['status', '-A', '--show', 'older', '-o', 'name', `--kubeconfig=${injector.cluster.controlPlane.kubeconfigPath}`],
      'kubectl sidecar',
    );
    expect([code, written]).toEqual([0, 'pod/early -n late\n']);
  });
});

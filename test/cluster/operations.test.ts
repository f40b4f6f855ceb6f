import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InjectorCluster, type PodObject, startInjectorCluster } from './injector-cluster.ts';
import { waitUntil } from './wait-until.ts';
import { podOf } from './workloads.ts';

const REPOSITORY = join(import.meta.dirname, '..', '..');
const PRODUCTION = join(REPOSITORY, 'deploy', 'overlays', 'production');
const RUNBOOK = readFileSync(join(REPOSITORY, 'docs', 'operations.md'), 'utf8');

let injector: InjectorCluster;

/** The kubectl commands of a section of the runbook, in order, as they are printed; pipes and comments are left out. */
function commandsOf(section: string): readonly (readonly string[])[] {
  const [, text = ''] = RUNBOOK.split(`\n## ${section}\n`);
  const [own = ''] = text.split('\n## ');
  return own
    .matchAll(/(?:^|`)kubectl (?<args>[^`\n|#]+)/gmu)
    .map(({ groups }) => (groups?.['args'] ?? '').trim().split(/\s+/u))
    .toArray();
}

async function run(args: readonly string[]): Promise<string> {
  const inFolder = args.map((word) => (/^(?:webhook-config|deploy\/)/u.test(word) ? join(REPOSITORY, word) : word));
  return injector.kubectl(inFolder);
}

/** Whether the next Pod of `shop` is made as it is written (1), or with its sidecar (2). */
async function hasContainers(count: number): Promise<true | undefined> {
  const containers = await containersOfNext('shop', 'next').catch(() => []);
  return containers.length === count ? true : undefined;
}

async function containersOfNext(namespace: string, name: string): Promise<readonly string[]> {
  const path = `/api/v1/namespaces/${namespace}/pods?dryRun=All`;
  const pod = await injector.api.create<PodObject>(path, podOf(name));
  return pod.spec.containers.map((container) => container.name);
}

beforeAll(async () => {
  injector = await startInjectorCluster({ overlay: PRODUCTION });
  await injector.createNamespace('shop', { 'sidecar-injector.dev/injection': 'enabled' });
});

afterAll(async () => {
  await injector[Symbol.asyncDispose]();
});

describe('the runbook', () => {
  const [everything = [], oneNamespace = [], templates = [], back = []] = commandsOf('The way out');

  it('takes one namespace out', async () => {
    await injector.createNamespace('other', { 'sidecar-injector.dev/injection': 'enabled' });
    expect(await containersOfNext('other', 'before')).toEqual(['app', 'envoy']);
    await run(oneNamespace.map((word) => (word === 'shop' ? 'other' : word)));
    const isOut = async (): Promise<true | undefined> =>
      (await containersOfNext('other', 'after')).length === 1 ? true : undefined;
    await waitUntil(isOut, { what: 'the label to be seen', timeoutMs: 5000 });
    expect(await containersOfNext('shop', 'after')).toEqual(['app', 'envoy']);
  });

  it('has templates stored unchecked, and a broken one change nothing', async () => {
    const broken = ['patch', 'configmap', 'envoy-initializer', '-n', 'sidecar-injector', '--type=merge', '-p'];
    const patch = JSON.stringify({ data: { 'other.yaml': 'spec: {containers: [{nam: x}]}' } });
    await expect(injector.kubectl([...broken, patch])).rejects.toThrow('other.yaml');
    await run(templates);
    const isStored = async (): Promise<string | undefined> =>
      injector.kubectl([...broken, patch]).catch(() => undefined);
    await waitUntil(isStored, { what: 'the check to be gone', timeoutMs: 5000 });
    expect(await containersOfNext('shop', 'unchecked')).toEqual(['app', 'envoy']);
  });

  it('takes everything out at once, also while no replica runs, and brings it back', async () => {
    await run(everything);
    await waitUntil(async () => hasContainers(1), { what: 'the webhook to be gone', timeoutMs: 5000 });
    await run(back);
    const start = performance.now();
    await waitUntil(async () => hasContainers(2), { what: 'the webhook to be back', timeoutMs: 10_000 });
    expect(performance.now() - start).toBeLessThan(6000);
  });

  it('uninstalls in an order that never blocks a Pod, and leaves nothing', async () => {
    for (const command of commandsOf('Uninstall')) {
      await run(command);
      // An API server keeps idle connections for 90 s, and a replica waits for it to let go of them.
      injector.cluster.egressProxy.dropConnections();
      expect(await containersOfNext('shop', 'going')).toEqual(['app']);
    }
    const ours = ['--selector=app.kubernetes.io/name=sidecar-injector', '--output=name'];
    const kinds =
      'mutatingwebhookconfigurations,validatingwebhookconfigurations,clusterroles,clusterrolebindings,namespaces';
    expect(await injector.kubectl(['get', kinds, ...ours])).toBe('');
    const namespace = ['get', 'namespace', 'sidecar-injector', '--ignore-not-found', '--output=name'];
    expect(await injector.kubectl(namespace)).toBe('');
  }, 120_000);
});

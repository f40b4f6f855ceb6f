import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { blocksIn, filesIn, readDocument } from '../support/documents/markdown.ts';
import { type InjectorCluster, type PodObject, startEmptyCluster } from './injector-cluster.ts';
import { waitUntil } from './wait-until.ts';
import { podOf } from './workloads.ts';

const REPOSITORY = join(import.meta.dirname, '..', '..');
const CA_BUNDLES = '-o=jsonpath={.webhooks[*].clientConfig.caBundle}';
const CONFIGURATION = ['get', 'mutatingwebhookconfiguration', 'sidecar-injector'];

let folder: string;
let overlay: string;
let injector: InjectorCluster;

/** The repository's manifests, with the overlay of docs/gitops.md beside the others. */
function writeOverlay(): string {
  for (const part of ['deploy', 'webhook-config'])
    cpSync(join(REPOSITORY, part), join(folder, part), { recursive: true });
  const path = join(folder, 'deploy', 'overlays', 'gitops');
  mkdirSync(path);
  writeFileSync(
    join(path, 'kustomization.yaml'),
    filesIn(readDocument('docs/gitops.md')).get('kustomization.yaml') ?? '',
  );
  return path;
}

interface RenderedObject {
  readonly kind: string;
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
}

/** The overlay with the patches for Argo CD's waves, which the document shows by themselves. */
async function renderWaves(): Promise<readonly RenderedObject[]> {
  const block = blocksIn(readDocument('docs/gitops.md')).find(({ text }) => text.includes('sync-wave'));
  const path = join(folder, 'deploy', 'overlays', 'waves');
  mkdirSync(path);
  writeFileSync(join(path, 'kustomization.yaml'), `resources: [../gitops]\n${block?.text ?? ''}`);
  return parseAllDocuments(await injector.kubectl(['kustomize', path])).map((item) => item.toJS() as RenderedObject);
}

const caBundles = (): Promise<string> => injector.kubectl([...CONFIGURATION, CA_BUNDLES]);

async function hasCaBundles(): Promise<true | undefined> {
  return (await caBundles()).length > 1000 ? true : undefined;
}

async function hasSidecar(): Promise<true | undefined> {
  const path = '/api/v1/namespaces/shop/pods?dryRun=All';
  const pod = await injector.api.create<PodObject>(path, podOf('probe')).catch(() => undefined);
  return pod?.spec.containers.length === 2 ? true : undefined;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gitops-'));
  overlay = writeOverlay();
  injector = await startEmptyCluster();
});

afterAll(async () => {
  await injector[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

describe('the overlay without the Job', () => {
  it('has nothing of the Job, and the keeper', async () => {
    const rendered = await injector.kubectl(['kustomize', overlay]);
    expect(rendered.match(/^ {2}name: sidecar-injector-certs$/gmu)).toBeNull();
    expect(rendered).toContain('\n  name: sidecar-injector-certs-keeper\n');
    expect(rendered).not.toContain('caBundle');
  });

  it('has the server ready before the webhook configurations are there, as in a later wave', async () => {
    const objects = await renderWaves();
    const laterWave = objects.filter(({ metadata }) => metadata.annotations?.['argocd.argoproj.io/sync-wave'] === '1');
    expect(laterWave.map(({ kind }) => kind).toSorted()).toEqual([
      'MutatingWebhookConfiguration',
      'ValidatingWebhookConfiguration',
    ]);
    const items = objects.filter((object) => !laterWave.includes(object));
    await injector.kubectl(['apply', '-f', '-'], { apiVersion: 'v1', kind: 'List', items });
    await injector.cluster.waitForRollout('deployment/sidecar-injector');
  });

  it('comes up by itself, applied as Flux and Helm 4 do it', async () => {
    await injector.kubectl(['apply', '--server-side', '--force-conflicts', '--field-manager=flux', '-k', overlay]);
    await injector.createNamespace('shop', { 'sidecar-injector.dev/injection': 'enabled' });
    await waitUntil(hasSidecar, { what: 'the first injected Pod', timeoutMs: 30_000 });
  });

  it('keeps caBundle when it is applied again, by either kind of apply', async () => {
    const before = await caBundles();
    expect(before.length).toBeGreaterThan(1000);
    await injector.kubectl(['apply', '--server-side', '--force-conflicts', '--field-manager=flux', '-k', overlay]);
    expect(await caBundles()).toBe(before);
    await injector.kubectl(['apply', '-k', overlay]);
    expect(await caBundles()).toBe(before);
  });

  it('shows no difference: nothing that was written in the cluster stands in the manifests', async () => {
    expect(await injector.kubectl(['diff', '-k', overlay])).toBe('');
  });

  it('has caBundle written by the manager that docs/gitops.md names, which writes nothing else', async () => {
    const text = await injector.kubectl([
      ...CONFIGURATION,
      '--show-managed-fields',
      '-o=jsonpath={.metadata.managedFields}',
    ]);
    const entries = JSON.parse(text) as readonly { manager: string; fieldsV1: object }[];
    const own = entries.filter(({ manager }) => manager === 'sidecar-injector');
    expect(own).toHaveLength(1);
    expect(JSON.stringify(own[0]?.fieldsV1).match(/f:\w+/gu)).toEqual([
      'f:webhooks',
      'f:clientConfig',
      'f:caBundle',
      'f:clientConfig',
      'f:caBundle',
    ]);
    expect(readDocument('docs/gitops.md')).toContain('managedFieldsManagers: [sidecar-injector]');
  });

  it('has a replaced configuration mended by the keeper', async () => {
    await injector.kubectl(['replace', '-k', join(folder, 'webhook-config')]);
    await waitUntil(hasCaBundles, { what: 'caBundle to be back', timeoutMs: 5000 });
    const events = ['get', 'events', '-n', 'default', '-o=jsonpath={.items[*].reason}'];
    const isTold = async (): Promise<true | undefined> =>
      (await injector.kubectl(events)).includes('CaBundleRestored') ? true : undefined;
    await waitUntil(isTold, { what: 'the Event that tells of it', timeoutMs: 5000 });
    await waitUntil(hasSidecar, { what: 'injection to be back', timeoutMs: 5000 });
  });
});

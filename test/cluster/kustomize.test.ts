import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueCa, issueLeaf } from '../../certs-job/issue.ts';
import { REPOSITORY } from '../support/serve-process.ts';
import { listAllObjects } from './all-objects.ts';
import { ensureDefinitions } from './custom-resource-definitions.ts';
import { type InjectorCluster, type PodObject, startEmptyCluster } from './injector-cluster.ts';
import { waitUntil } from './wait-until.ts';
import { podOf } from './workloads.ts';

const NAMESPACE = 'sidecar-injector';
const SECRETS = `/api/v1/namespaces/${NAMESPACE}/secrets`;
const CONFIG_MAP = `/api/v1/namespaces/${NAMESPACE}/configmaps/envoy-initializer`;
const CONFIGURATIONS = ['mutating', 'validating'].map(
  (kind) => `/apis/admissionregistration.k8s.io/v1/${kind}webhookconfigurations/sidecar-injector`,
);
const ASKS = { 'sidecar-injector.dev/inject': 'true' };

/** What is installed, and what has to be done for it that somebody else does in earnest. */
interface Variant {
  readonly name: string;
  /** What stands in the kustomization, as paths below `deploy`. */
  readonly resources: readonly string[];
  readonly components: readonly string[];
  readonly prepare?: () => Promise<void>;
  readonly deployments: readonly string[];
  /** Whether only clients with a certificate are answered, which this API server has none of. */
  readonly isClosed?: boolean;
}

const SERVER = 'deployment/sidecar-injector';
const CONTROLLER = 'deployment/sidecar-injector-controller';
const KEEPER = 'deployment/sidecar-injector-certs-keeper';
const JOB = 'job/sidecar-injector-certs';
const WHOLE = [JOB, SERVER, CONTROLLER, KEEPER];

const VARIANTS: readonly Variant[] = [
  { name: 'base', resources: ['base'], components: [], deployments: [JOB, SERVER, KEEPER] },
  { name: 'development', resources: ['overlays/development'], components: [], deployments: [JOB, SERVER, KEEPER] },
  { name: 'production', resources: ['overlays/production'], components: [], deployments: WHOLE },
  {
    name: 'production with monitoring',
    resources: ['overlays/production'],
    components: ['components/monitoring'],
    deployments: WHOLE,
  },
  {
    name: 'production with cert-manager',
    resources: ['overlays/production'],
    components: ['components/cert-manager'],
    prepare: playCertManager,
    deployments: [SERVER, CONTROLLER],
  },
  {
    name: 'development with client-ca',
    resources: ['overlays/development'],
    components: ['components/client-ca'],
    prepare: storeClientCa,
    deployments: [JOB, SERVER],
    isClosed: true,
  },
];

let injector: InjectorCluster;
let folder: string;

/** The Secrets that cert-manager would make of the Certificates, and the CA that its cainjector would write. */
async function playCertManager(): Promise<void> {
  const ca = await issueCa(new Date());
  const leaf = await issueLeaf(ca, { namespace: NAMESPACE, service: 'sidecar-injector' }, new Date());
  const stringData = { 'tls.crt': leaf.cert, 'tls.key': leaf.key, 'ca.crt': ca.cert };
  await injector.api.create(SECRETS, {
    metadata: { name: 'sidecar-injector-tls' },
    type: 'kubernetes.io/tls',
    stringData,
  });
  for (const path of CONFIGURATIONS) {
    const { webhooks } = (await injector.api.find<{ webhooks: { clientConfig: { caBundle?: string } }[] }>(path)) ?? {
      webhooks: [],
    };
    for (const { clientConfig } of webhooks) clientConfig.caBundle = Buffer.from(ca.cert).toString('base64');
    await injector.api.merge(path, { webhooks });
  }
}

async function storeClientCa(): Promise<void> {
  const { cert } = await issueCa(new Date());
  const body = { metadata: { name: 'sidecar-injector-client-ca' }, data: { 'ca.crt': cert } };
  await injector.api.create(`/api/v1/namespaces/${NAMESPACE}/configmaps`, body);
}

/** Writes the kustomization of a variant. @returns its folder */
function writeKustomization({ name, resources, components }: Variant): string {
  const path = join(folder, name.replaceAll(' ', '-'));
  mkdirSync(path);
  const find = (part: string): string => relative(path, join(REPOSITORY, 'deploy', part));
  const kustomization = { resources: resources.map(find), components: components.map(find) };
  writeFileSync(join(path, 'kustomization.yaml'), JSON.stringify(kustomization));
  return path;
}

async function containersIn(namespace: string, annotations = {}): Promise<readonly string[]> {
  const path = `/api/v1/namespaces/${namespace}/pods?dryRun=All`;
  const { spec } = await injector.api.create<PodObject>(path, podOf('asks', annotations));
  return spec.containers.map(({ name, image }) => (name === 'app' ? name : `${name} ${image}`));
}

/** Label, annotation, and an edited ConfigMap. */
async function use(): Promise<void> {
  const [, sidecar = ''] = await waitUntil(
    async () => {
      const containers = await containersIn('labelled').catch(() => []);
      return containers.length === 2 ? containers : undefined;
    },
    { what: 'the sidecar of a Pod in a labelled namespace' },
  );
  expect(sidecar).toMatch(/^envoy lyft\/envoy:/u);
  expect(await containersIn('plain')).toEqual(['app']);
  expect(await containersIn('plain', ASKS)).toEqual(['app', sidecar]);
  expect(await containersIn('labelled', { 'sidecar-injector.dev/inject': 'false' })).toEqual(['app']);
  await injector.api.merge(CONFIG_MAP, { data: { config: 'containers: [{name: envoy, image: "envoy:edited"}]' } });
  const isEdited = async (): Promise<true | undefined> =>
    (await containersIn('plain', ASKS)).includes('envoy envoy:edited') ? true : undefined;
  await waitUntil(isEdited, { what: 'the edited template', timeoutMs: 5_000 });
}

/** In the order of docs/operations.md. An API server keeps connections for 90 s that replicas wait for. */
async function uninstall(path: string): Promise<void> {
  const configurations = 'mutatingwebhookconfiguration,validatingwebhookconfiguration';
  await injector.kubectl(['delete', configurations, 'sidecar-injector', '--ignore-not-found']);
  const timer = setInterval(() => injector.cluster.egressProxy.dropConnections(), 500);
  try {
    await injector.kubectl(['delete', '-k', path, '--ignore-not-found', '--wait', '--timeout=55s']);
  } finally {
    clearInterval(timer);
  }
}

beforeAll(async () => {
  const definitions = await ensureDefinitions();
  folder = mkdtempSync(join(tmpdir(), 'kustomize-'));
  injector = await startEmptyCluster({ controlPlane: { auditLog: false } });
  for (const path of definitions) await injector.kubectl(['apply', '--server-side', `--filename=${path}`]);
  await injector.kubectl(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=30s']);
  await injector.createNamespace('labelled', { 'sidecar-injector.dev/injection': 'enabled' });
  await injector.createNamespace('plain');
});

afterAll(async () => {
  await injector?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(VARIANTS)('deploy: $name', (variant) => {
  it('is installed, used, and removed without a trace', async () => {
    const path = writeKustomization(variant);
    const before = await listAllObjects(injector);
    const lines = (await injector.kubectl(['apply', '-k', path, '--validate=strict'])).trim().split('\n');
    expect(lines.filter((line) => !line.endsWith(' created'))).toEqual([]);
    await variant.prepare?.();
    for (const name of variant.deployments) await injector.cluster.waitForRollout(name);
    const installed = await listAllObjects(injector);
    expect(installed).toContain(`Secret ${NAMESPACE} sidecar-injector-tls`);
    if (variant.isClosed === true)
      await expect(containersIn('plain', ASKS)).rejects.toThrow('tls: certificate required');
    else await use();
    await uninstall(path);
    const after = await listAllObjects(injector);
    expect([...after].filter((object) => !before.has(object))).toEqual([]);
    expect([...before].filter((object) => !after.has(object))).toEqual([]);
    expect(await containersIn('plain', ASKS)).toEqual(['app']);
  });
});

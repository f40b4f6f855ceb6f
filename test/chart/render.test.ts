import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureBinaries } from '../cluster/binaries.ts';
import { overlayPath } from '../cluster/installation.ts';
import { CHART, parseManifests, renderChart, type Manifest } from '../support/helm.ts';
import { REPOSITORY } from '../support/serve-process.ts';
import { PROFILES } from './profiles.ts';

/** What differs between the chart's default and the production overlay, and why. Nothing else may. */
const DIFFERENCES = {
  /** By these, Helm and its users know whose an object is. */
  labels: [
    'app.kubernetes.io/instance',
    'app.kubernetes.io/managed-by',
    'app.kubernetes.io/version',
    'helm.sh/chart',
  ] as const,
  /** Made by `helm install --create-namespace`: a chart that held its own namespace could not be installed into one that exists. */
  onlyInOverlay: ['Namespace sidecar-injector'],
  /** A Job cannot be changed, so that of the chart has a hash in its name; and it stays, since GitOps tools would make it anew. */
  jobName: /^sidecar-injector-certs-[0-9a-f]{8}$/,
  jobField: { ttlSecondsAfterFinished: 120 },
  /** A PodMonitor and a ServiceMonitor with its Service see the same Pods: each is what its users look for. */
  monitors: ['PodMonitor', 'ServiceMonitor', 'Service sidecar-injector sidecar-injector-metrics'],
} as const;

function byName(manifests: readonly Manifest[]): ReadonlyMap<string, Manifest> {
  const all = manifests.map((manifest) => [nameOf(manifest), manifest] as const);
  const named = all.filter(([name]) => !isMonitor(name));
  expect(new Set(named.map(([name]) => name)).size).toBe(named.length);
  return new Map(named.toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

function isMonitor(name: string): boolean {
  return DIFFERENCES.monitors.some((start) => name.startsWith(start));
}

function nameOf({ kind, metadata: { namespace, name } }: Manifest): string {
  return [kind, namespace, name].filter((part) => part !== undefined).join(' ');
}

/** An object of the chart as the overlay would have it, by the differences that are named. */
function asInOverlay(manifest: Manifest): Manifest {
  const { labels = {}, ...metadata } = manifest.metadata;
  for (const label of DIFFERENCES.labels) expect(labels, nameOf(manifest)).toHaveProperty([label]);
  const helmLabels: ReadonlySet<string> = new Set(DIFFERENCES.labels);
  const own = Object.fromEntries(Object.entries(labels).filter(([label]) => !helmLabels.has(label)));
  const same = { ...manifest, metadata: { ...metadata, labels: own } };
  if (manifest.kind !== 'Job') return same;
  expect(metadata.name).toMatch(DIFFERENCES.jobName);
  const { spec } = manifest as Manifest & { readonly spec: object };
  const name = metadata.name.replace(/-[0-9a-f]{8}$/, '');
  return { ...same, metadata: { ...same.metadata, name }, spec: { ...spec, ...DIFFERENCES.jobField } } as Manifest;
}

function readFile(name: string): string {
  return readFileSync(join(CHART, 'files', name), 'utf8');
}

/** The objects of the production overlay with components of deploy/components. */
async function renderOverlay(components: readonly string[]): Promise<ReadonlyMap<string, Manifest>> {
  const { kubectl } = await ensureBinaries();
  const folder = mkdtempSync(join(tmpdir(), 'overlay-'));
  const kustomization = {
    resources: [relative(folder, overlayPath('production'))],
    components: components.map((name) => relative(folder, join(REPOSITORY, 'deploy', 'components', name))),
  };
  writeFileSync(join(folder, 'kustomization.yaml'), JSON.stringify(kustomization));
  const rendered = execFileSync(kubectl, ['kustomize', folder], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return byName(parseManifests(rendered));
}

async function renderAsOverlay(args: readonly string[]): Promise<ReadonlyMap<string, Manifest>> {
  return byName(parseManifests(await renderChart(args)).map(asInOverlay));
}

describe.each([
  { what: 'its default values', args: [], components: [] },
  { what: 'cert-manager', args: ['--set', 'certificates.provider=cert-manager'], components: ['cert-manager'] },
  { what: 'a CA of clients', args: ['--set', 'clientCa.enabled=true'], components: ['client-ca'] },
  { what: 'monitoring', args: PROFILES['monitoring'] ?? [], components: ['monitoring'] },
])('the chart with $what', ({ args, components }) => {
  let chart: ReadonlyMap<string, Manifest>;
  let overlay: ReadonlyMap<string, Manifest>;
  beforeAll(async () => {
    [chart, overlay] = await Promise.all([renderAsOverlay(args), renderOverlay(components)]);
  });

  it('has the objects of the production overlay', () => {
    const only: readonly string[] = DIFFERENCES.onlyInOverlay;
    expect([...chart.keys()]).toEqual([...overlay.keys()].filter((name) => !only.includes(name)));
    expect([...overlay.keys()]).toEqual(expect.arrayContaining([...only]));
  });

  it('has each of them with the same content', () => {
    for (const [name, manifest] of chart) expect(manifest, name).toEqual(overlay.get(name));
  });
});

describe('the chart', () => {
  it.each(Object.entries(PROFILES))('holds no caBundle, %s', async (_, args) => {
    expect(await renderChart(args)).not.toContain('caBundle:');
  });

  it('wraps alerts and dashboard as they are', async () => {
    const manifests = parseManifests(await renderChart(PROFILES['monitoring']));
    const rule = manifests.find(({ kind }) => kind === 'PrometheusRule');
    expect(rule).toMatchObject({ spec: parse(readFile('alerts.yaml')) as object });
    const dashboard = manifests.find(({ metadata }) => metadata.name === 'sidecar-injector-dashboard');
    const { data } = dashboard as Manifest & { readonly data: Readonly<Record<string, string>> };
    expect(JSON.parse(data['sidecar-injector.json'] ?? '')).toEqual(JSON.parse(readFile('dashboard.json')));
  });
});

describe('a release in another namespace under another name', () => {
  it('is the same but for its namespace, the name of the release, and what is made of them', async () => {
    const text = await renderChart([], { name: 'edge', namespace: 'mesh' });
    const moved = parseManifests(text.replaceAll(/\bmesh\b/g, 'sidecar-injector'));
    const chart = await renderAsOverlay([]);
    expect([...byName(moved.map(asInOverlay))]).toEqual([...chart]);
    expect(text).toContain('kubernetes.io/metadata.name: mesh');
    expect(text.match(/app\.kubernetes\.io\/instance: edge/g)?.length).toBe(chart.size);
  });
});

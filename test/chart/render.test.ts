import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureBinaries } from '../cluster/binaries.ts';
import { overlayPath } from '../cluster/installation.ts';
import { parseManifests, renderChart, type Manifest } from '../support/helm.ts';

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
} as const;

let chart: ReadonlyMap<string, Manifest>;
let overlay: ReadonlyMap<string, Manifest>;

function byName(manifests: readonly Manifest[]): ReadonlyMap<string, Manifest> {
  const named = manifests.map((manifest) => [nameOf(manifest), manifest] as const);
  expect(new Set(named.map(([name]) => name)).size).toBe(named.length);
  return new Map(named.toSorted(([left], [right]) => (left < right ? -1 : 1)));
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

beforeAll(async () => {
  const { kubectl } = await ensureBinaries();
  const rendered = execFileSync(kubectl, ['kustomize', overlayPath('production')], { encoding: 'utf8' });
  overlay = byName(parseManifests(rendered));
  chart = byName(parseManifests(await renderChart()).map(asInOverlay));
});

describe('the chart with its default values', () => {
  it('has the objects of the production overlay', () => {
    const only: readonly string[] = DIFFERENCES.onlyInOverlay;
    expect([...chart.keys()]).toEqual([...overlay.keys()].filter((name) => !only.includes(name)));
    expect([...overlay.keys()]).toEqual(expect.arrayContaining([...only]));
  });

  it('has each of them with the same content', () => {
    for (const [name, manifest] of chart) expect(manifest, name).toEqual(overlay.get(name));
  });

  it('holds no caBundle, whatever the values', async () => {
    expect(await renderChart(['--set', 'profiles.ignore=true'])).not.toMatch(/caBundle:/);
  });
});

describe('a release in another namespace under another name', () => {
  it('is the same but for its namespace, the name of the release, and what is made of them', async () => {
    const text = await renderChart([], { name: 'edge', namespace: 'mesh' });
    const moved = parseManifests(text.replaceAll(/\bmesh\b/g, 'sidecar-injector'));
    expect([...byName(moved.map(asInOverlay))]).toEqual([...chart]);
    expect(text).toContain('kubernetes.io/metadata.name: mesh');
    expect(text.match(/app\.kubernetes\.io\/instance: edge/g)?.length).toBe(chart.size);
  });
});

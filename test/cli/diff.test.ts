import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findChangedFields } from '../../src/cli/diff/changed-fields.ts';
import { findAdditions } from '../../src/cli/diff/additions.ts';
import { startScriptedCluster } from '../support/answering-cluster.ts';
import { runCommand, type CliRun } from '../support/run-cli.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

function configMap(...templates: readonly string[]): string {
  const data = Object.fromEntries(templates.map((text, index) => [`t${index}.yaml`, text]));
  return JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'envoy-initializer' }, data });
}

function workload(name: string, template: object = {}, spec: object = {}): string {
  const pod = { metadata: template, spec: { containers: [{ name: 'app', image: `app-of-${name}` }], ...spec } };
  return JSON.stringify({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name }, spec: { template: pod } });
}

const ENVOY_1 = 'containers: [{name: envoy, image: "envoy:1"}]';
const ENVOY_2 = 'containers: [{name: envoy, image: "envoy:2"}]';

/** A template that gives each application something else. */
function envoyFor(tag: string): string {
  return `containers: [{name: envoy, image: e, args: ["\${{ object.metadata.?labels['app'].orValue('') }}${tag}"]}]`;
}

interface Case {
  readonly inForce: string;
  readonly candidate: string;
  readonly manifests: readonly string[];
}

async function compare({ inForce, candidate, manifests }: Case, ...flags: readonly string[]): Promise<CliRun> {
  const folder = makeTempFolder();
  mkdirSync(join(folder, 'manifests', 'deeper'), { recursive: true });
  for (const [index, text] of manifests.entries()) {
    writeFileSync(join(folder, 'manifests', index === 0 ? 'first.json' : `deeper/${index}.yaml`), text);
  }
  writeFileSync(join(folder, 'in-force.yaml'), inForce);
  writeFileSync(join(folder, 'candidate.yaml'), candidate);
  const files = ['--against', join(folder, 'in-force.yaml'), '--template-file', join(folder, 'candidate.yaml')];
  return runCommand(['diff', '-f', join(folder, 'manifests'), ...files, ...flags]);
}

const BUMP = {
  inForce: configMap(ENVOY_1),
  candidate: configMap(ENVOY_2),
  manifests: [
    workload('web'),
    workload('api', { annotations: { 'sidecar-injector.dev/inject': 'false' } }),
    workload('db'),
  ],
};

describe('diff of manifests', () => {
  it('tells an equal change once, with whose Pods it affects', async () => {
    expect(await compare(BUMP)).toEqual({
      code: 1,
      said: '',
      written: `injected otherwise:
  1 Pod of Deployment default/db
  1 Pod of Deployment default/web
  fields: spec.containers[envoy].image
--- in force
+++ candidate
@@ -3,5 +3,5 @@
     sidecar-injector.dev/injected: "true"
 spec:
   containers:
     - name: envoy
-      image: envoy:1
+      image: envoy:2

3 Pods compared: 2 injected otherwise, 1 the same
`,
    });
  });

  it('ends with 0 and says so where nothing changes but a comment of the template', async () => {
    const candidate = configMap(`description: another\n${ENVOY_1}`);
    const { code, written } = await compare({ ...BUMP, candidate });
    expect([code, written]).toEqual([0, '3 Pods compared: 3 the same\n']);
  });

  it('prints names that kubectl and explain take', async () => {
    expect((await compare(BUMP, '-o', 'name')).written).toBe('deployment/db -n default\ndeployment/web -n default\n');
  });

  it('has the same as JSON', async () => {
    const { written } = await compare(BUMP, '-o', 'json');
    expect(JSON.parse(written)).toMatchObject({
      compared: 3,
      counts: { added: 0, removed: 0, refused: 0, admitted: 0, changed: 2 },
      changes: [{ kind: 'changed', pods: 2, fields: ['spec.containers[envoy].image'] }],
    });
  });

  const onHost = workload('host', {}, { hostNetwork: true });
  const asking = workload('asks', { annotations: { 'sidecar-injector.dev/inject': 't1' } });
  it.each([
    ['added', configMap(ENVOY_1), configMap(`hostNetwork: allow\n${ENVOY_1}`), onHost],
    ['removed', configMap(`hostNetwork: allow\n${ENVOY_1}`), configMap(ENVOY_1), onHost],
    [
      'admitted',
      configMap(`default: true\n${ENVOY_1}`),
      configMap(`default: true\n${ENVOY_1}`, 'containers: [{name: log, image: log}]'),
      asking,
    ],
    [
      'changed',
      configMap(`order: {containers: last}\n${ENVOY_1}`),
      configMap(`order: {containers: first}\n${ENVOY_1}`),
      workload('web'),
    ],
  ])('counts a Pod that is %s', async (kind, inForce, candidate, manifest) => {
    const { code, written } = await compare({ inForce, candidate, manifests: [manifest] }, '-o', 'json');
    expect(code).toBe(1);
    expect((JSON.parse(written) as { changes: unknown }).changes).toMatchObject([{ kind, pods: 1 }]);
  });

  it('says why a Pod would be refused', async () => {
    const strict = `onConflict: reject\n${ENVOY_1}\nterminationGracePeriodSeconds: 60`;
    const manifest = workload('web', {}, { terminationGracePeriodSeconds: 5, dnsPolicy: 'Default' });
    const { code, written } = await compare({
      inForce: configMap(ENVOY_1),
      candidate: configMap(`${strict}\ndnsPolicy: ClusterFirst`),
      manifests: [manifest],
    });
    expect(code).toBe(1);
    expect(written).toMatch(/^refused:\n {2}1 Pod of Deployment default\/web\n {2}because template "t0"/);
  });

  it('shows at most as many changes as asked for', async () => {
    const manifests = ['a', 'b', 'c'].map((app) => workload(app, { labels: { app } }));
    const many = { inForce: configMap(envoyFor('1')), candidate: configMap(envoyFor('2')), manifests };
    const { written } = await compare(many, '--limit', '1');
    expect(written).toContain('and 2 more distinct changes; --limit 0 shows all\n');
    expect((await compare(many, '--limit', '0')).written.match(/^injected otherwise:$/gm)).toHaveLength(3);
  });

  it.each([
    [
      'a broken candidate',
      configMap('containers: [{name: envoy, imge: x}]'),
      /the candidate is broken:\n.*candidate\.yaml:\d+:\d+: t0\.yaml: [^]*imge/,
    ],
    [
      'a key that vanished',
      JSON.stringify({ kind: 'ConfigMap', data: { 'other.yaml': ENVOY_1 } }),
      /the candidate is broken:\n\S+candidate\.yaml:1:1: t0\.yaml: the key /,
    ],
    ['no ConfigMap', '{}', /no ConfigMap in it/],
  ])('takes %s for trouble', async (_, candidate, message) => {
    const { code, said } = await compare({ ...BUMP, candidate });
    expect([code, said]).toEqual([2, expect.stringMatching(message)]);
  });

  it('needs a candidate, and a whole number as limit', async () => {
    expect((await runCommand(['diff'])).code).toBe(2);
    expect((await compare(BUMP, '--limit', 'x')).code).toBe(2);
  });
});

/** An API server with Pods in pages of two. */
async function startApiServer(
  pods: readonly object[],
): Promise<{ readonly kubeconfig: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const namespaces = [{ metadata: { name: 'shop', labels: { 'sidecar-injector.dev/injection': 'enabled' } } }];
  const kubeconfig = await startScriptedCluster((path) => {
    const url = new URL(path, 'http://localhost');
    asked.push(`${url.pathname}${url.searchParams.get('labelSelector') ?? ''}`);
    const start = Number(url.searchParams.get('continue') ?? 0);
    const isLast = start + 2 >= pods.length;
    const metadata = isLast ? {} : { continue: String(start + 2), remainingItemCount: pods.length - start - 2 };
    const answers: Readonly<Record<string, unknown>> = {
      '/version': { major: '1', minor: '36' },
      '/api/v1/namespaces': { metadata: {}, items: namespaces },
      '/api/v1/namespaces/shop': namespaces[0],
      '/api/v1/pods': { metadata, items: pods.slice(start, start + 2) },
      '/api/v1/namespaces/shop/pods': { metadata, items: pods.slice(start, start + 2) },
      '/api/v1/namespaces/sidecar-injector/configmaps/envoy-initializer': JSON.parse(configMap(ENVOY_1)) as unknown,
    };
    return answers[url.pathname];
  });
  return { kubeconfig, asked };
}

function replica(name: string, fields: { readonly status?: object; readonly injected?: boolean } = {}): object {
  const containers = [
    { name: 'app', image: 'app' },
    ...(fields.injected === true ? [{ name: 'envoy', image: 'envoy:0' }] : []),
  ];
  const status = JSON.stringify({ t0: { revision: 'x', containers: ['envoy'] } });
  const owner = { kind: 'ReplicaSet', name: 'web-abc', controller: true };
  return {
    metadata: {
      name,
      namespace: 'shop',
      labels: { 'pod-template-hash': 'abc' },
      ...(fields.injected === true && { annotations: { 'sidecar-injector.dev/status': status } }),
      ownerReferences: [owner],
    },
    spec: { containers, nodeName: 'n' },
    status: fields.status ?? { phase: 'Running' },
  };
}

describe('diff of a cluster', () => {
  const PODS = [
    replica('a', { injected: true }),
    replica('b'),
    replica('done', { status: { phase: 'Succeeded' } }),
    replica('c', { injected: true }),
    replica('d'),
  ];

  it('reads all pages, takes out what was injected, and names the Deployment', async () => {
    const { kubeconfig, asked } = await startApiServer(PODS);
    const candidate = join(makeTempFolder(), 'candidate.yaml');
    writeFileSync(candidate, configMap(ENVOY_2));
    const args = ['diff', '--template-file', candidate, '--kubeconfig', kubeconfig, '-o', 'json', '--progress'];
    const { code, written, said } = await runCommand(args);
    expect(code).toBe(1);
    expect(JSON.parse(written)).toMatchObject({
      compared: 4,
      changes: [{ kind: 'changed', of: [{ kind: 'Deployment', namespace: 'shop', name: 'web', pods: 4 }] }],
    });
    expect(said).toBe('2 of about 5 Pods read\n4 of about 5 Pods read\n5 Pods read\n');
    expect(asked.filter((path) => path === '/api/v1/pods')).toHaveLength(3);
  });

  it('asks for one namespace and selector, and writes no progress to a file', async () => {
    const { kubeconfig, asked } = await startApiServer(PODS.slice(0, 1));
    const candidate = join(makeTempFolder(), 'candidate.yaml');
    writeFileSync(candidate, configMap(ENVOY_1));
    const args = ['diff', '--template-file', candidate, '--kubeconfig', kubeconfig, '-n', 'shop', '-l', 'app=web'];
    expect(await runCommand(args)).toEqual({ code: 0, said: '', written: '1 Pod compared: 1 the same\n' });
    expect(asked).toContain('/api/v1/namespaces/shop/podsapp=web');
    expect(asked).not.toContain('/api/v1/namespaces');
  });
});

describe('findAdditions', () => {
  it('keeps what differs only, entries of lists by name', () => {
    const before = { spec: { a: 1, containers: [{ name: 'x', env: [{ name: 'K', value: '1' }] }, { name: 'y' }] } };
    const after = {
      spec: {
        a: 1,
        containers: [
          { name: 'x', env: [{ name: 'K', value: '1' }, { name: 'L' }] },
          { name: 'z', image: 'i' },
        ],
      },
    };
    expect(findAdditions(before, after)).toEqual({
      spec: {
        containers: [
          { name: 'x', env: [{ name: 'L' }] },
          { name: 'z', image: 'i' },
          { name: 'y', gone: true },
        ],
      },
    });
  });
});

describe('findChangedFields', () => {
  it.each([
    [{ a: { b: 1 } }, { a: { b: 2 } }, ['a.b']],
    [{ a: [1] }, { a: [2] }, ['a']],
    [{}, { a: [{ name: 'x', i: 1 }] }, ['a[x]']],
    [{ a: [{ name: 'x', i: 1 }] }, { a: [{ name: 'x', i: 2 }, { name: 'y' }] }, ['a[x].i', 'a[y]']],
    [{ 'x/y': 1 }, {}, ['["x/y"]']],
    [{ a: 1 }, { a: 1 }, []],
  ])('%j and %j', (before, after, expected) => {
    expect(findChangedFields(before, after)).toEqual(expected);
  });
});

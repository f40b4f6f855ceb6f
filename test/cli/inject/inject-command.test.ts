import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { injectPod } from '../../../src/injection/inject-pod.ts';
import { objectsAt, type JsonObject } from '../../../src/injection/json.ts';
import { findPods } from '../../../src/injection/workload.ts';
import { loadManifest, subjectOf } from '../../support/load-example.ts';
import { startAnsweringCluster } from '../../support/answering-cluster.ts';
import { runCommand, type RanCommand } from '../../support/run-command.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

const TEMPLATES = `apiVersion: v1
kind: ConfigMap
metadata: {name: envoy-initializer}
data:
  envoy: |
    default: true
    containers: [{name: envoy, image: "envoy:1"}]
  pull.yaml: |
    containers: [{name: pull, image: "pull:1"}]
    imagePullSecrets: [{name: registry}]
  broken: |
    containers:
      - name: broken
        imge: broken:1
`;

function deployment(name: string, annotations = '{}', namespace = ''): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}${namespace === '' ? '' : `, namespace: ${namespace}`}}
spec:
  template:
    metadata:
      annotations: ${annotations}
    spec:
      containers:
        - name: app
          image: shop:1
`;
}

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: {name: shop}\n';

interface Folder {
  readonly path: string;
  readonly inject: (args: readonly string[], input?: string) => Promise<RanCommand>;
}

function folderWith(files: Readonly<Record<string, string>>): Folder {
  const path = makeTempFolder();
  mkdirSync(join(path, 'deep'));
  mkdirSync(join(path, 'templates'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  writeFileSync(join(path, 'templates', 'sidecars.yaml'), TEMPLATES);
  const shorten = (text: string): string => text.replaceAll(`${path}/`, '');
  return {
    path,
    inject: async (args, input) => {
      const flags = args.map((arg) => (/\.ya?ml$|\.json$|^deep$|^\.$/.test(arg) ? join(path, arg) : arg));
      const ran = await runCommand(
        ['inject', '--template-file', join(path, 'templates/sidecars.yaml'), ...flags],
        input,
      );
      return { ...ran, said: shorten(ran.said) };
    },
  };
}

/** The names of the containers in the first document. */
function containersIn(text: string): readonly unknown[] {
  const pods = findPods(parse(text.split('---\n')[0] ?? '') as JsonObject);
  return objectsAt(pods[0]?.pod['spec'] as JsonObject, 'containers').map(({ name }) => name);
}

const WITH_ENVOY = ['app', 'envoy'];

describe('inject', () => {
  it('writes manifests, and reports each Pod, what was left alone, and a summary', async () => {
    const { inject } = folderWith({
      'a.yaml': `${deployment('shop')}---\n${SERVICE}`,
      'b.yaml': deployment('out', '{sidecar-injector.dev/inject: "false"}'),
    });
    const { code, written, said } = await inject(['-f', 'a.yaml', 'b.yaml']);
    expect(code).toBe(0);
    expect(containersIn(written)).toStrictEqual(WITH_ENVOY);
    expect(written.endsWith(`---\n${SERVICE}---\n${deployment('out', '{sidecar-injector.dev/inject: "false"}')}`)).toBe(
      true,
    );
    const revision = loadManifest(TEMPLATES.slice(0, TEMPLATES.indexOf('  broken'))).templates.get('envoy')?.revision;
    expect(said.split('\n')).toStrictEqual([
      'templates/sidecars.yaml:13:9: warning: broken: containers[0]: a Container needs the field "image"',
      'templates/sidecars.yaml:14:9: warning: broken: containers[0].imge: a Container has no field "imge": did you mean "image"?',
      `a.yaml:1: Deployment/shop: inject (injected): envoy ${revision}`,
      'a.yaml: left alone: Service/shop',
      'b.yaml:1: Deployment/out: skip (pod-opted-out)',
      '2 Pods: 1 injected, 1 skipped, 0 refused; 1 other object left alone',
      '',
    ]);
  });

  it.each([
    ['1.28', WITH_ENVOY],
    ['v1.28.15-gke.100', WITH_ENVOY],
    ['1.29', ['app']],
    ['2.0', ['app']],
  ])('puts a Job’s sidecar where --kube-version %s runs it', async (version, containers) => {
    const job = deployment('shop').replace('Deployment', 'Job').replace('apps/v1', 'batch/v1');
    const { inject } = folderWith({
      'a.yaml': job.replace('      containers', '      restartPolicy: Never\n      containers'),
    });
    expect(containersIn((await inject(['a.yaml', '--kube-version', version])).written)).toStrictEqual(containers);
  });

  it.each(['1', 'new', '1.x', ''])('takes --kube-version %j for wrong usage', async (version) => {
    const { inject } = folderWith({ 'a.yaml': deployment('shop') });
    expect(await inject(['a.yaml', '--kube-version', version])).toMatchObject({
      code: 2,
      said: `sidecar-injector: --kube-version: ${JSON.stringify(version)} is no version of Kubernetes, such as 1.36\n`,
    });
  });

  it.each([
    [{ major: '1', minor: '28+' }, WITH_ENVOY],
    [{ major: '1', minor: '36' }, ['app']],
    [undefined, ['app']],
  ])('asks the cluster of its templates for its version: %j', async (version, containers) => {
    const kubeconfig = await startAnsweringCluster({
      '/api/v1/namespaces/sidecar-injector/configmaps/envoy-initializer': {
        data: { envoy: 'containers: [{name: envoy, image: "envoy:1"}]' },
      },
      ...(version !== undefined && { '/version': version }),
    });
    const job = deployment('shop').replace('Deployment', 'Job').replace('apps/v1', 'batch/v1');
    const text = job.replace('      containers', '      restartPolicy: Never\n      containers');
    const { written, code } = await runCommand(['inject', '-f', '-', '--kubeconfig', kubeconfig], text);
    expect([code, containersIn(written)]).toStrictEqual([0, containers]);
    const told = await runCommand(['inject', '-f', '-', '--kubeconfig', kubeconfig, '--kube-version=1.2'], text);
    expect(containersIn(told.written)).toStrictEqual(WITH_ENVOY);
  });

  it('gives what the webhook leaves alone', async () => {
    const { inject } = folderWith({ 'a.yaml': deployment('shop') });
    const { written } = await inject(['a.yaml']);
    const [found] = findPods(parse(written) as JsonObject);
    const templates = loadManifest(TEMPLATES.slice(0, TEMPLATES.indexOf('  broken')));
    expect(injectPod(subjectOf(found?.pod ?? {}, 'enabled'), templates).patch).toStrictEqual([]);
    expect((await inject(['-'], written)).written).toBe(written);
  });

  it('writes nothing at all where one Pod is refused, and says why', async () => {
    const { inject } = folderWith({
      'a.yaml': deployment('shop'),
      'b.yaml': deployment('bad', '{sidecar-injector.dev/inject: "yes"}'),
    });
    const { code, written, said } = await inject(['-f', 'a.yaml', '-f', 'b.yaml']);
    expect([code, written]).toStrictEqual([1, '']);
    expect(said).toContain(
      'b.yaml:1: Deployment/bad: reject (invalid-annotation): annotation sidecar-injector.dev/inject has the value "yes"; write "true": ',
    );
    expect(said.endsWith('sidecar-injector: nothing is written: a Pod is refused\n')).toBe(true);
  });

  it('fails on a broken template only where a Pod asks for it', async () => {
    const { inject } = folderWith({ 'a.yaml': deployment('shop', '{sidecar-injector.dev/inject: "broken"}') });
    const { code, written, said } = await inject(['a.yaml']);
    expect([code, written]).toStrictEqual([1, '']);
    expect(said).toContain(
      'templates/sidecars.yaml:13:9: error: broken: containers[0]: a Container needs the field "image"\n',
    );
  });

  it('fails on a broken template that only the namespace asks for', async () => {
    const namespace =
      'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: default\n  labels: {sidecar-injector.dev/injection: enabled}\n  annotations: {sidecar-injector.dev/templates: broken}\n';
    const { inject } = folderWith({ 'a.yaml': deployment('shop'), 'n.yaml': namespace });
    const { code, written, said } = await inject(['a.yaml', 'n.yaml']);
    expect([code, written]).toStrictEqual([1, '']);
    expect(said).toContain('a.yaml:1: Deployment/shop: skip (template-unavailable): broken template-unavailable\n');
    expect(said.endsWith('sidecar-injector: nothing is written: a template that is asked for is broken\n')).toBe(true);
  });

  it('warns where it gives imagePullSecrets to a Pod that has none', async () => {
    const { inject } = folderWith({ 'a.yaml': deployment('shop', '{sidecar-injector.dev/inject: pull}') });
    const { said, written } = await inject(['a.yaml']);
    expect(said).toMatch(
      /^ {2}warning imagePullSecrets: the Pod has none of its own and gets some, so the API server no longer adds/m,
    );
    const own = written
      .replace('        - name: registry\n', '        - name: own\n')
      .replace(/ {6}annotations:\n.*\n.*\n/, '      annotations: {sidecar-injector.dev/inject: pull}\n');
    expect((await inject(['-'], own)).said).not.toContain('imagePullSecrets');
  });

  it.each<[string, string, readonly string[], string]>([
    ['the namespace counts as enabled', '', [], 'inject (injected)'],
    ['--namespace-label says none', '', ['--namespace-label=none'], 'skip (not-requested)'],
    ['--namespace-label says disabled', '', ['--namespace-label=disabled'], 'skip (namespace-disabled)'],
    ['its Namespace has no label', 'metadata: {name: demo}', [], 'skip (not-requested)'],
    [
      'its Namespace is disabled',
      'metadata: {name: demo, labels: {sidecar-injector.dev/injection: disabled}}',
      [],
      'skip (namespace-disabled)',
    ],
    [
      'its Namespace is enabled',
      'metadata: {name: demo, labels: {sidecar-injector.dev/injection: enabled}}',
      ['--namespace-label=none'],
      'inject (injected)',
    ],
    [
      'another Namespace is disabled',
      'metadata: {name: other, labels: {sidecar-injector.dev/injection: disabled}}',
      [],
      'inject (injected)',
    ],
    [
      'its Namespace names templates',
      'metadata: {name: demo, labels: {sidecar-injector.dev/injection: enabled}, annotations: {sidecar-injector.dev/templates: pull}}',
      [],
      'inject (injected): pull',
    ],
    ['it is protected', '', ['--protected-namespaces=demo,other'], 'skip (protected-namespace)'],
    ['it is the injector’s own', '', ['--namespace=demo'], 'skip (protected-namespace)'],
  ])('decides by the namespace: %s', async (_, namespace, flags, expected) => {
    const list =
      namespace === ''
        ? ''
        : `---\napiVersion: v1\nkind: NamespaceList\nitems:\n- apiVersion: v1\n  kind: Namespace\n  ${namespace}\n`;
    const { inject } = folderWith({ 'a.yaml': deployment('shop', '{}', 'demo') + list });
    expect((await inject(['a.yaml', ...flags])).said).toContain(`a.yaml:1: Deployment/shop: ${expected}`);
  });

  it('takes objects without a namespace for those of --default-namespace', async () => {
    const { inject } = folderWith({ 'a.yaml': deployment('shop') });
    expect((await inject(['a.yaml', '--default-namespace=kube-system'])).said).toContain('skip (protected-namespace)');
  });

  it('reads folders as kubectl does', async () => {
    const { inject } = folderWith({
      'deep/z.yml': deployment('z'),
      'deep/a.json': JSON.stringify(parse(deployment('a'))),
      'deep/note.txt': 'no manifest: [',
    });
    const { code, said } = await inject(['-f', 'deep']);
    expect(code).toBe(0);
    expect(
      said
        .split('\n')
        .slice(2, -1)
        .map((line) => line.replace(/: envoy .*/, '')),
    ).toStrictEqual([
      'deep/a.json:1: Deployment/a: inject (injected)',
      'deep/z.yml:1: Deployment/z: inject (injected)',
      '2 Pods: 2 injected, 0 skipped, 0 refused; 0 other objects left alone',
    ]);
    expect(await inject(['.'])).toMatchObject({
      code: 1,
      said: expect.stringMatching(
        /no file with the extension .yaml, .yml or .json in it; -R looks into its folders too\n$/,
      ) as string,
    });
    expect((await inject(['-R', '.'])).said).toContain(
      '2 Pods: 2 injected, 0 skipped, 0 refused; 1 other object left alone',
    );
  });

  it.each<[string, (text: string) => unknown]>([
    ['json', (text) => JSON.parse(text)],
    ['yaml', (text) => parse(text)],
  ])('writes everything as %s', async (output, read) => {
    const { inject } = folderWith({ 'a.json': JSON.stringify(parse(deployment('a'))) });
    const { written } = await inject(['a.json', '-o', output]);
    const [found] = findPods(read(written) as JsonObject);
    expect(objectsAt(found?.pod['spec'] as JsonObject, 'containers').map(({ name }) => name)).toStrictEqual(WITH_ENVOY);
    expect(written.startsWith('{')).toBe(output === 'json');
  });

  it('writes several documents as one List in JSON', async () => {
    const { inject } = folderWith({ 'a.yaml': `${deployment('a')}---\n${SERVICE}` });
    const list = JSON.parse((await inject(['a.yaml', '-o', 'json'])).written) as {
      kind: string;
      items: { kind: string }[];
    };
    expect([list.kind, ...list.items.map(({ kind }) => kind)]).toStrictEqual(['List', 'Deployment', 'Service']);
  });

  it('writes the names of what was injected', async () => {
    const { inject } = folderWith({
      'a.yaml': `${deployment('a')}---\n${SERVICE}---\n${deployment('b', '{sidecar-injector.dev/inject: "false"}')}`,
    });
    expect((await inject(['a.yaml', '-o', 'name'])).written).toBe('deployment/a\n');
  });

  it.each<[string, readonly string[], 1 | 2, string]>([
    ['no file', [], 2, 'no manifest: name files or folders with -f'],
    ['the standard input twice', ['-', '-'], 2, 'the standard input can be read only once'],
    ['an unknown format', ['-', '-o', 'xml'], 2, 'Allowed choices are yaml, json, name'],
    ['an unknown flag', ['-', '--no-such'], 2, 'unknown option'],
    [
      'an unknown label',
      ['-', '--namespace-label=on'],
      2,
      '--namespace-label: "on" is not one of enabled, disabled, none',
    ],
    ['a file that is not there', ['gone.yaml'], 1, 'gone.yaml: ENOENT'],
    ['a manifest that cannot be read', ['-'], 1, 'stdin:3:1: '],
  ])('refuses %s', async (_, args, code, message) => {
    const { inject } = folderWith({});
    const ran = await inject(args, 'kind: Pod\nspec: [\nb: }\n');
    expect([ran.code, ran.written]).toStrictEqual([code, '']);
    expect(ran.said).toContain(message);
  });

  it('refuses text that could not be written back', async () => {
    const { path, inject } = folderWith({});
    writeFileSync(join(path, 'a.yaml'), Uint8Array.of(0x61, 0x3a, 0x20, 0xff));
    expect(await inject(['a.yaml'])).toStrictEqual({
      code: 1,
      written: '',
      said: 'sidecar-injector: a.yaml: the text is not UTF-8\n',
    });
  });

  it('puts no control characters of a manifest on the terminal', async () => {
    const { inject } = folderWith({ 'a.yaml': deployment(String.raw`"a\e[31m\n"`) });
    expect((await inject(['a.yaml', '-o', 'name'])).said).toContain(String.raw`Deployment/a\u001b[31m\u000a: inject`);
  });

  it('explains itself, with examples', async () => {
    const { code, written } = await runCommand(['inject', '--help']);
    expect(code).toBe(0);
    expect(written).toContain('Examples:\n  sidecar-injector inject -f shop.yaml --template-file sidecars.yaml\n');
  });
});

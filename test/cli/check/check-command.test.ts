import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Finding } from '../../../src/cli/check/check-source.ts';
import { runCommand, type RanCommand } from '../../support/run-command.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

const GOOD = `token: none
containers:
  - name: envoy
    image: envoy:1
    resources:
      limits: {cpu: 1, memory: 1Gi}
    securityContext:
      allowPrivilegeEscalation: false
      capabilities: {drop: [ALL]}
      runAsNonRoot: true
      seccompProfile: {type: RuntimeDefault}
`;

const BROKEN = 'containers:\n  - name: log\n    imge: log:1\n';

function configMap(data: Readonly<Record<string, string>>): string {
  const keys = Object.entries(data).map(([key, text]) => `  ${key}: |\n${text.replaceAll(/^(?=.)/gm, '    ')}`);
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: envoy-initializer}\ndata:\n${keys.join('')}`;
}

async function checkFiles(files: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<RanCommand> {
  const folder = makeTempFolder();
  mkdirSync(join(folder, 'deep'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const named = args.map((arg) => (arg in files || arg === '.' ? join(folder, arg) : arg));
  const { code, said, written } = await runCommand(['check', ...named]);
  const shorten = (text: string): string => text.replaceAll(`${folder}/`, '').replaceAll(`${folder}:`, '.:');
  return { code, said: shorten(said), written: shorten(written) };
}

const NO_IMAGE = 'containers[0]: a Container needs the field "image"';
const MISSPELT = 'containers[0].imge: a Container has no field "imge": did you mean "image"?';

describe('check', () => {
  it('says nothing of a template that is good in every way', async () => {
    const { code, said, written } = await checkFiles({ 'a.yaml': configMap({ envoy: GOOD }) }, '--strict', 'a.yaml');
    expect([code, written]).toStrictEqual([0, '']);
    expect(said).toMatch(
      /^template envoy \(revision [0-9a-f]{12}\) needs the Pod Security level restricted\n0 problems, 0 warnings\n$/,
    );
  });

  it('tells problems with their places in the manifest, and fails', async () => {
    const text = `# other documents are passed over\nkind: Service\n---\n${configMap({ envoy: `default: true\n${GOOD}`, log: BROKEN })}`;
    expect(await checkFiles({ 'a.yaml': text }, '-f', 'a.yaml')).toMatchObject({
      code: 1,
      written: `a.yaml:23:9: log: ${NO_IMAGE}\na.yaml:24:9: log: ${MISSPELT}\n`,
      said: expect.stringMatching(/\n2 problems, 0 warnings\nsidecar-injector: 2 problems to solve\n$/) as string,
    });
  });

  it('tells warnings, and fails only with --strict', async () => {
    const files = { 'a.yaml': configMap({ envoy: GOOD.replace('token: none\n', '') }) };
    const written =
      'a.yaml:6:5: warning: envoy: it receives the token of the Pod’s ServiceAccount: if it needs none, say token: none\n';
    expect(await checkFiles(files, 'a.yaml')).toMatchObject({ code: 0, written });
    const strict = await checkFiles(files, 'a.yaml', '--strict');
    expect(strict).toMatchObject({ code: 1, written });
    expect(strict.said.endsWith('0 problems, 1 warning\nsidecar-injector: 1 warning, and --strict\n')).toBe(true);
  });

  it('tells what the loader warns of', async () => {
    const { written } = await checkFiles(
      { 'a.yaml': configMap({ envoy: `default: true\n${GOOD}`, twin: GOOD }) },
      'a.yaml',
    );
    expect(written).toContain(
      'warning: twin: the container "envoy" is part of the template "envoy" too: a Pod cannot have both\n',
    );
  });

  it('reads a bare template, which is named by its file', async () => {
    expect(await checkFiles({ 'log.yml': `\n${BROKEN}` }, 'log.yml')).toMatchObject({
      code: 1,
      written: `log.yml:3:5: ${NO_IMAGE}\nlog.yml:4:5: ${MISSPELT}\n`,
    });
    expect((await checkFiles({ 'Log_1.yaml': GOOD }, 'Log_1.yaml')).written).toMatch(
      /^Log_1.yaml:1:1: "Log_1" cannot name a template/,
    );
    expect((await runCommand(['check', '-'], GOOD)).said).toContain('template template (revision ');
  });

  it('passes over what is no template in a folder, and not what is named', async () => {
    const files = { 'a.yaml': configMap({ envoy: GOOD }), 'b.yaml': 'kind: Service\n', 'deep/c.yaml': BROKEN };
    expect(await checkFiles(files, '.')).toMatchObject({ code: 0, written: '' });
    expect((await checkFiles(files, '-R', '.')).written).toBe(
      `deep/c.yaml:2:5: ${NO_IMAGE}\ndeep/c.yaml:3:5: ${MISSPELT}\n`,
    );
    expect((await checkFiles(files, 'b.yaml')).written).toMatch(/^b.yaml:1:1: no ConfigMap in it/);
    expect(await checkFiles({ 'b.yaml': 'kind: Service\n' }, '.')).toMatchObject({ code: 1, written: '' });
  });

  it('tells where a manifest is no YAML', async () => {
    expect((await checkFiles({ 'a.yaml': 'kind: ConfigMap\ndata: [\n' }, 'a.yaml')).written).toMatch(/^a.yaml:3:1: /);
  });

  it('writes JSON', async () => {
    const { written } = await checkFiles({ 'a.yaml': configMap({ log: BROKEN }) }, 'a.yaml', '-o', 'json');
    expect((JSON.parse(written) as readonly Finding[])[0]).toStrictEqual({
      severity: 'error',
      file: 'a.yaml',
      line: 7,
      column: 9,
      key: 'log',
      code: 'missing-field',
      path: 'containers[0]',
      message: 'a Container needs the field "image"',
    });
  });

  it('writes commands for GitHub, with what means something there escaped', async () => {
    const name = 'a,b:c%.yaml';
    const { written } = await checkFiles(
      { [name]: configMap({ log: BROKEN.replace('imge', '"100%\\n"') }) },
      name,
      '-o',
      'github',
    );
    expect(written.split('\n')).toStrictEqual([
      expect.stringMatching(
        /^::warning|^::error file=a%2Cb%3Ac%25.yaml,line=7,col=9::log: containers\[0\]: a Container needs/,
      ),
      expect.stringMatching(
        /^::error file=a%2Cb%3Ac%25.yaml,line=8,col=9::log: containers\[0\]\.100%25\\u000a: a Container has no field "100%25/,
      ),
      '',
    ]);
  });

  it.each<[string, readonly string[], number, string]>([
    ['an unknown format', ['-o', 'xml'], 2, 'Allowed choices are text, json, github'],
    ['an unknown flag', ['--no-such'], 2, 'unknown option'],
    ['a file that is not there', ['gone.yaml'], 1, 'gone.yaml: ENOENT'],
    ['no file and no cluster', ['--kubeconfig', '/nowhere/kubeconfig'], 1, 'no cluster: /nowhere/kubeconfig'],
  ])('refuses %s', async (_, args, code, message) => {
    const ran = await runCommand(['check', ...args]);
    expect(ran.code).toBe(code);
    expect(ran.said).toContain(message);
  });

  it('reads the ConfigMap of the cluster where no file is named', async () => {
    const paths: string[] = [];
    const server = createServer(({ url = '' }, response) => {
      paths.push(url);
      const isThere = url.endsWith('/sidecars');
      response.writeHead(isThere ? 200 : 404, { 'content-type': 'application/json' });
      const live = {
        kind: 'ConfigMap',
        metadata: {},
        data: { 'envoy.yaml': `default: true\n${GOOD}`, 'log.yaml': `${BROKEN}token: none\n` },
      };
      response.end(JSON.stringify(isThere ? live : { kind: 'Status', code: 404, message: 'not found' }));
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const kubeconfig = join(makeTempFolder(), 'kubeconfig');
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    writeFileSync(
      kubeconfig,
      JSON.stringify({
        'current-context': 'a',
        clusters: [{ name: 'a', cluster: { server: address, 'insecure-skip-tls-verify': true } }],
        users: [{ name: 'a', user: {} }],
        contexts: [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
      }),
    );
    const flags = ['check', '--kubeconfig', kubeconfig, '--namespace', 'mesh', '--template-configmap'];
    const ran = await runCommand([...flags, 'sidecars']);
    expect(ran).toMatchObject({
      code: 1,
      written: `log.yaml:2:5: ${NO_IMAGE}\nlog.yaml:3:5: ${MISSPELT}\n`,
    });
    expect(paths).toStrictEqual(['/api/v1/namespaces/mesh/configmaps/sidecars']);
    expect(await runCommand([...flags, 'gone'])).toMatchObject({ code: 1, written: '' });
  });

  it('explains itself, with examples', async () => {
    const { code, written } = await runCommand(['check', '--help']);
    expect(code).toBe(0);
    expect(written).toContain('Examples:\n  sidecar-injector check -f sidecars.yaml\n');
  });
});

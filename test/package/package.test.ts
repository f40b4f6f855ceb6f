import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFreePorts } from '../cluster/ports.ts';
import { runProgram } from '../cluster/run-program.ts';
import { waitUntil } from '../cluster/wait-until.ts';
import { runOrThrow } from '../image/run-or-throw.ts';
import { REPOSITORY } from '../support/serve-process.ts';
import { ensureNode, NODE_VERSIONS, OLD_NODE_VERSION } from './node-versions.ts';

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: web # of the shop
  annotations: {sidecar-injector.dev/inject: "true"}
spec:
  containers: [{name: web, image: nginx}]
`;

const TEMPLATE = 'node_modules/sidecar-injector/deploy/examples/envoy-initializer.yaml';
const { version } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as { version: string };

const work = mkdtempSync(join(tmpdir(), 'package-'));
const user = join(work, 'user');
let packed: readonly string[];
beforeAll(() => {
  const [{ filename, files }] = JSON.parse(
    runOrThrow('npm', ['pack', REPOSITORY, '--json', '--silent', '--pack-destination', work]).replace(/^[^[]*/, ''),
  ) as [{ filename: string; files: readonly { path: string }[] }];
  packed = files.map(({ path }) => path);
  runOrThrow('mkdir', [user]);
  writeFileSync(join(user, 'package.json'), '{"name": "user", "private": true}\n');
  writeFileSync(join(user, 'pod.yaml'), POD);
  const flags = ['--prefix', user, '--no-audit', '--no-fund', '--loglevel=error'];
  runOrThrow('npm', ['install', ...flags, join(work, filename)]);
});
afterAll(() => rmSync(work, { recursive: true }));

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The npx of the npm that runs these tests, whatever Node is first on the path. */
const NPX = join(dirname(realpathSync(process.env['npm_execpath'] ?? findNpm())), 'npx-cli.js');

function findNpm(): string {
  return runOrThrow('sh', ['-c', 'command -v npm']);
}

/** Runs what a user types after `npx`, in the folder where the package is installed, with this Node and no other. */
function npx(programs: string, ...args: readonly string[]): Run {
  const environment = { PATH: `${programs}:/usr/bin:/bin`, HOME: work, npm_config_offline: 'true' };
  const words = [NPX, '--no', '--', ...args];
  return spawnSync(join(programs, 'node'), words, { cwd: user, env: environment, encoding: 'utf8' });
}

describe('what is packed', () => {
  it('is the bundle, its examples and schemas, and what tells of them', () => {
    const others = packed.filter((path) => !/^(?:dist\/chunks|deploy\/examples|schema)\//.test(path));
    expect(others.toSorted()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist/LICENSES.txt',
      'dist/kubectl-sidecar.mjs',
      'dist/kubectl_complete-sidecar.mjs',
      'dist/main.mjs',
      'dist/sbom.cdx.json',
      'dist/sidecar-injector.mjs',
      'package.json',
    ]);
    expect(packed.filter((path) => !/\.(?:mjs|json|ya?ml|md|txt)$|^LICENSE$/.test(path))).toEqual([]);
    expect(packed).toContain('schema/template.schema.json');
    expect(packed).toContain('deploy/examples/envoy-initializer.yaml');
  });

  it('is all that its users install, and runs nothing while they do', () => {
    expect(readdirSync(join(user, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
      'sidecar-injector',
    ]);
    expect(globSync('node_modules/**/node_modules', { cwd: user })).toEqual([]);
    const { scripts, ...manifest } = JSON.parse(
      readFileSync(join(user, 'node_modules/sidecar-injector/package.json'), 'utf8'),
    ) as { scripts: Readonly<Record<string, string>>; dependencies?: object };
    expect(manifest.dependencies).toBeUndefined();
    expect(Object.keys(scripts).filter((name) => /^(?:pre|post)?install$|^prepare$/.test(name))).toEqual([]);
  });
});

describe.each(NODE_VERSIONS)('the package on Node %s', (nodeVersion) => {
  let programs: string;
  beforeAll(() => {
    programs = nodeVersion === process.versions.node ? dirname(process.execPath) : ensureNode(nodeVersion);
    expect(runOrThrow(join(programs, 'node'), ['--version'])).toBe(`v${nodeVersion}`);
  });

  it('tells its version', () => {
    expect(npx(programs, 'sidecar-injector', '--version')).toMatchObject({
      status: 0,
      stdout: `${version}\n`,
      stderr: '',
    });
    expect(npx(programs, 'kubectl-sidecar', '--version')).toMatchObject({
      status: 0,
      stdout: `${version}\n`,
      stderr: '',
    });
  });

  it('injects a manifest, takes it out again, and gives the same as here', async () => {
    const injected = npx(programs, 'sidecar-injector', 'inject', '-f', 'pod.yaml', '--template-file', TEMPLATE);
    expect(injected).toMatchObject({ status: 0 });
    expect(injected.stdout).toContain('name: web # of the shop');
    expect(injected.stdout).toContain('- name: envoy');
    const words = ['inject', '-f', join(user, 'pod.yaml'), '--template-file', join(user, TEMPLATE)];
    const here = await runProgram(process.execPath, [join(REPOSITORY, 'src/main.ts'), ...words]);
    expect(injected.stdout).toBe(here.stdout);
    writeFileSync(join(user, 'injected.yaml'), injected.stdout);
    const back = npx(programs, 'kubectl-sidecar', 'uninject', '-f', 'injected.yaml');
    expect(back).toMatchObject({ status: 0 });
    expect(back.stdout).not.toContain('envoy');
  });

  it('checks templates, with 1 for a broken one', () => {
    expect(npx(programs, 'sidecar-injector', 'check', '-f', TEMPLATE)).toMatchObject({ status: 0 });
    const broken = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: t}\ndata:\n  a: |\n    contaners: []\n';
    writeFileSync(join(user, 'broken.yaml'), broken);
    const { status, stdout, stderr } = npx(programs, 'sidecar-injector', 'check', '-f', 'broken.yaml');
    expect({ status, text: `${stdout}${stderr}` }).toEqual({
      status: 1,
      text: expect.stringMatching(/broken\.yaml:6:5.*contaners/) as string,
    });
  });

  it('completes words for kubectl', () => {
    const { status, stdout } = npx(programs, 'kubectl_complete-sidecar', 'unin');
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/^uninject\b/) as string });
  });

  it('serves, standalone, and injects a recorded Pod', async () => {
    const [port = 0, probes = 0] = await findFreePorts(2);
    const program = join(user, 'node_modules/.bin/sidecar-injector');
    const listen = ['--listen', `127.0.0.1:${port}`, '--probe-listen', `127.0.0.1:${probes}`];
    const server = spawn(join(programs, 'node'), [program, 'serve', '--standalone', ...listen], { stdio: 'ignore' });
    try {
      await waitUntil(async () => ((await statusOf(probes)) === 200 ? true : undefined), { what: 'the server' });
      const script = join(REPOSITORY, 'test/support/send-example.ts');
      const { stdout } = await runProgram(process.execPath, [script, '--url', `https://127.0.0.1:${port}`]);
      expect(stdout).toMatch(/^# decision: inject \(injected\), templates: envoy,/m);
      const ended = once(server, 'exit');
      server.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
    } finally {
      server.kill('SIGKILL');
    }
  });
});

async function statusOf(port: number): Promise<number> {
  try {
    const [response] = (await once(get({ host: '127.0.0.1', port, path: '/readyz' }), 'response')) as [IncomingMessage];
    response.resume();
    return response.statusCode ?? 0;
  } catch {
    return 0;
  }
}

describe(`the package on Node ${OLD_NODE_VERSION}, which is too old`, () => {
  it.each(['sidecar-injector', 'kubectl-sidecar'])('%s says so', (name) => {
    const program = join(user, 'node_modules/.bin', name);
    const node = join(ensureNode(OLD_NODE_VERSION), 'node');
    const { status, stdout, stderr } = spawnSync(node, [program, '--version'], { encoding: 'utf8' });
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: `sidecar-injector needs Node 22.19.0 or later, and this is Node ${OLD_NODE_VERSION}\n`,
    });
  });
});

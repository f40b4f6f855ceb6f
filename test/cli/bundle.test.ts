import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY } from '../support/serve-process.ts';

/** What the image holds beside Node: the files that the last stage of the Dockerfile copies. */
function copiedFiles(): readonly string[] {
  const dockerfile = readFileSync(join(REPOSITORY, 'Dockerfile'), 'utf8');
  const lines = dockerfile.slice(dockerfile.lastIndexOf('\nFROM ')).split('\n');
  return lines
    .filter((line) => line.startsWith('COPY ') && !line.includes(' /rootfs '))
    .flatMap((line) => line.split(' ').slice(1, -1))
    .filter((word) => !word.startsWith('--'))
    .map((path) => path.replace(/^\/app\//, ''));
}

// The sources need node_modules, so only the bundle can stand alone.
describe.runIf(process.env['SIDECAR_INJECTOR_TEST_BUNDLE'] === '1')('what the image copies', () => {
  let app: string;
  beforeAll(() => {
    app = mkdtempSync(join(tmpdir(), 'app-'));
    for (const file of copiedFiles()) cpSync(join(REPOSITORY, file), join(app, file), { recursive: true });
  });
  afterAll(() => rmSync(app, { recursive: true }));

  function run(args: readonly string[]): { readonly status: number | null; readonly text: string } {
    const flags = ['--permission', `--allow-fs-read=${app}`, '--disable-proto=throw'];
    const program = join(app, 'dist/sidecar-injector.mjs');
    const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, program, ...args], { encoding: 'utf8' });
    return { status, text: `${stdout}${stderr}` };
  }

  it('loads what a command needs, and may read nothing else', () => {
    const template = join(app, 'deploy/examples/envoy-initializer.yaml');
    expect(run(['check', '-f', template])).toMatchObject({ status: 0 });
    expect(run(['check', '-f', '/etc/passwd']).text).toContain('permission');
  });

  it('holds each command', () => {
    const none = join(app, 'none');
    const commands: readonly (readonly [readonly string[], string])[] = [
      [['serve', '--cert-dir', none, '--kubeconfig', none], 'no cluster'],
      [['explain', 'web', '--kubeconfig', none], 'no cluster'],
      [['diff', '--template-file', none, '--kubeconfig', none], 'no cluster'],
      [['status', '--kubeconfig', none], 'no cluster'],
      [['controller', '--kubeconfig', none], 'no cluster'],
      [['export', '--template-file', none], 'no such file'],
      [['inject', '-f', none], 'no such file'],
      [['uninject', '-f', none], 'no such file'],
      [['certs', 'create', '--kubeconfig', none], 'no cluster'],
    ];
    expect(commands.map(([args]) => run(args).text)).toEqual(
      commands.map(([, text]) => expect.stringContaining(text) as string),
    );
  });
});

import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY } from '../support/serve-process.ts';
import { ensureBinaries } from './binaries.ts';
import { ensureBundle } from './bundle.ts';
import { runProgram, type ProgramResult } from './run-program.ts';

let folder = '';
let kubectl = '';

beforeAll(async () => {
  kubectl = (await ensureBinaries()).kubectl;
  await ensureBundle();
  folder = mkdtempSync(join(tmpdir(), 'plugin-'));
  // As npm links what package.json lists under bin.
  for (const name of ['kubectl-sidecar', 'kubectl_complete-sidecar'])
    symlinkSync(`${REPOSITORY}dist/${name}.mjs`, join(folder, name));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: readonly string[]): Promise<ProgramResult> {
  const environment = { PATH: `${folder}:${process.env['PATH'] ?? ''}`, HOME: folder };
  return runProgram(kubectl, args, { environment });
}

describe('kubectl sidecar', () => {
  it('is found by kubectl', async () => {
    const { code, stdout } = await run('plugin', 'list', '--name-only');
    expect([code, stdout]).toEqual([0, 'The following compatible plugins are available:\n\nkubectl-sidecar\n']);
  });

  it('explains a manifest, and gives its exit code', async () => {
    const manifest = `${REPOSITORY}test/golden/host-network-skipped/pod.yaml`;
    const templates = `${REPOSITORY}deploy/examples/envoy-initializer.yaml`;
    const { code, stdout } = await run('sidecar', 'explain', '-f', manifest, '--template-file', templates);
    expect([code, stdout]).toEqual([1, expect.stringContaining('would not be injected (host-network)')]);
  });

  it('calls itself what the user called it', async () => {
    const { stdout } = await run('sidecar', 'diff', '--help');
    expect(stdout).toMatch(/^Usage: kubectl sidecar diff /);
    expect(stdout).toContain('\n  kubectl sidecar diff --template-file sidecars.yaml\n');
    const { code, stderr } = await run('sidecar', 'explain');
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^kubectl sidecar: explain what\?/)]);
  });

  it('is completed by kubectl', async () => {
    const { stdout } = await run('__complete', 'sidecar', 'explain', '--output', '');
    expect(stdout).toBe('text\njson\n:4\n');
  });
});

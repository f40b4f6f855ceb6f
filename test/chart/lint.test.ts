import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../cluster/run-program.ts';
import { ensureGoTool, HELM_UNITTEST } from '../support/go-tools.ts';
import { CHART, helm } from '../support/helm.ts';
import { PROFILES } from './profiles.ts';

describe.each(Object.entries(PROFILES))('the chart, %s', (_, args) => {
  it('passes helm lint --strict', async () => {
    const { code, stdout, stderr } = await helm(['lint', '--strict', CHART, '--namespace', 'mesh', ...args]);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: expect.stringContaining('0 chart(s) failed'), stderr });
    expect(stdout).not.toMatch(/\[(WARNING|ERROR)\]/);
  });
});

describe('helm-unittest', () => {
  it('passes', async () => {
    const { code, stdout, stderr } = await runProgram(await ensureGoTool(HELM_UNITTEST), ['--strict', CHART]);
    expect(code, `${stdout}${stderr}`).toBe(0);
    expect(Number(/Tests:\s+(\d+) passed/.exec(stdout)?.[1])).toBeGreaterThan(20);
  });
});

describe('helm package', () => {
  it('packs what is for those who install the chart, and no more', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chart-package-'));
    const { code, stderr } = await helm(['package', CHART, '--destination', folder]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [archive = ''] = await readdir(folder);
    const { stdout } = await runProgram('tar', ['-tzf', join(folder, archive)], {
      environment: { PATH: process.env['PATH'] ?? '' },
    });
    await rm(folder, { recursive: true });
    const files = stdout
      .trimEnd()
      .split('\n')
      .map((path) => path.replace('sidecar-injector/', ''));
    expect(files.filter((path) => !path.startsWith('templates/')).toSorted()).toEqual([
      '.helmignore',
      'Chart.yaml',
      'README.md',
      'files/alerts.yaml',
      'files/dashboard.json',
      'files/envoy-initializer.yaml',
      'files/guard.yaml',
      'values.schema.json',
      'values.yaml',
    ]);
  });
});

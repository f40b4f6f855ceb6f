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

import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY } from '../support/serve-process.ts';
import { ensureGoTool, hasGo } from './go-tool.ts';

const VERSION = 'v1.7.12';

describe.runIf(hasGo())('actionlint', () => {
  let program: string;
  beforeAll(() => {
    program = ensureGoTool('github.com/rhysd/actionlint/cmd/actionlint', VERSION);
  });

  it('finds nothing wrong with the workflows', () => {
    const files = globSync('.github/workflows/*.yml', { cwd: REPOSITORY });
    expect(files.length).toBeGreaterThan(1);
    const { status, stdout, stderr } = spawnSync(program, files, { cwd: REPOSITORY, encoding: 'utf8' });
    expect({ status, text: `${stdout}${stderr}` }).toEqual({ status: 0, text: '' });
  });

  it('would find something', () => {
    const input = 'on: push\njobs: {a: {runs-on: ubuntu-24.04, steps: [{run: "echo ${{ github.nothing }}"}]}}\n';
    expect(spawnSync(program, ['-'], { input }).status).toBe(1);
  });
});

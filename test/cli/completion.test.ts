import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completionScript, SHELLS } from '../../src/cli/completion/completion-script.ts';
import { readInvocation } from '../../src/program-name.ts';
import { runCommand } from '../support/run-cli.ts';
import { REPOSITORY } from '../support/serve-process.ts';

async function complete(...words: readonly string[]): Promise<string> {
  return (await runCommand(['__complete', '--', ...words])).written;
}

describe('__complete', () => {
  it.each<[readonly string[], string]>([
    [['expl'], 'explain\tSay why a Pod is injected or not, row by row, and what to change.\n:4\n'],
    [['certs', 'c'], 'create\tCreate a CA and a serving certificate, and register the CA with the API server.\n:4\n'],
    [['explain', '--output', ''], 'text\njson\n:4\n'],
    [['explain', '-o', 'j'], 'json\n:4\n'],
    [['explain', '--output=j'], 'json\n:4\n'],
    [['explain', '--output', '=', 'j'], 'json\n:4\n'],
    [['explain', '--output', '='], 'text\njson\n:4\n'],
    [['explain', '-f', ''], ':0\n'],
    [['inject', '--filename=a'], ':0\n'],
    [['explain', '--service-account-dir', ''], ':16\n'],
    [['explain', '-n', ''], ':4\n'],
    [['explain', '-n', 'shop', 'sta'], 'statefulset/\n:6\n'],
    [['explain', '--namespace-label=none', '--pro'], expect.stringMatching(/^--protected-namespaces\t[^\n]+\n:4\n$/)],
    [['explain', '--', '--pro'], ':6\n'],
    [['completion', ''], 'bash\nzsh\nfish\n:4\n'],
  ])('%j', async (words, expected) => {
    expect(await complete(...words)).toEqual(expected);
  });

  it('names every command that help names, and not itself', async () => {
    const names = (await complete('')).split('\n').map((line) => line.split('\t', 1)[0]);
    expect(names).toEqual(expect.arrayContaining(['serve', 'certs', 'explain', 'diff', 'completion', 'help', ':4']));
    expect(names).not.toContain('__complete');
  });
});

describe('the script for bash', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'completion-'));
    const program = `#!/bin/sh\nexec ${JSON.stringify(process.execPath)} ${JSON.stringify(`${REPOSITORY}src/main.ts`)} "$@"\n`;
    writeFileSync(join(folder, 'sidecar-injector'), program, { mode: 0o755 });
    writeFileSync(join(folder, 'completion.bash'), completionScript('bash'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function completeInBash(...words: readonly string[]): readonly string[] {
    const script = [
      `source ${JSON.stringify(join(folder, 'completion.bash'))}`,
      'COMP_WORDS=(sidecar-injector "$@"); COMP_CWORD=$#',
      'compopt() { echo "compopt $*"; }',
      '_sidecar_injector; printf "%s\\n" "${COMPREPLY[@]}"',
    ].join('\n');
    const environment = { PATH: `${folder}:${process.env['PATH'] ?? ''}` };
    const args = ['--norc', '-c', script, 'bash', ...words];
    return execFileSync('bash', args, { encoding: 'utf8', env: environment }).trimEnd().split('\n');
  }

  it('offers commands, values and kinds without their descriptions', () => {
    expect(completeInBash('expl')).toEqual(['explain']);
    expect(completeInBash('diff', '--output', '=', 'n')).toEqual(['name']);
    expect(completeInBash('explain', 'cron')).toEqual(['compopt -o nospace', 'cronjob/']);
  });

  it('leaves files to bash', () => {
    expect(completeInBash('explain', '-f', 'x')).toEqual(['compopt -o default']);
  });

  it('is registered for the program', () => {
    const script = `source ${JSON.stringify(join(folder, 'completion.bash'))}; complete -p sidecar-injector`;
    const registered = execFileSync('bash', ['--norc', '-c', script], { encoding: 'utf8' });
    expect(registered).toBe('complete -F _sidecar_injector sidecar-injector\n');
  });
});

describe('completion', () => {
  it.each(SHELLS)('prints the script for %s', async (shell) => {
    expect(await runCommand(['completion', shell])).toEqual({ code: 0, said: '', written: completionScript(shell) });
  });

  it('knows no other shell', async () => {
    expect((await runCommand(['completion', 'tcsh'])).code).toBe(2);
  });
});

describe('readInvocation', () => {
  it.each([
    ['/usr/bin/sidecar-injector', { name: 'sidecar-injector', args: ['a'] }],
    ['/x/dist/sidecar-injector.mjs', { name: 'sidecar-injector', args: ['a'] }],
    ['/usr/bin/kubectl-sidecar', { name: 'kubectl sidecar', args: ['a'] }],
    ['/x/dist/kubectl_complete-sidecar.mjs', { name: 'kubectl sidecar', args: ['__complete', '--', 'a'] }],
  ])('%s', (file, expected) => {
    expect(readInvocation(file, ['a'])).toEqual(expected);
  });
});

describe('every command', () => {
  const commands = [['serve'], ['certs', 'create'], ['explain'], ['diff'], ['completion']];
  it.each(commands)('%s %s has examples, called as the program was', async (...words) => {
    const { code, written } = await runCommand([...words, '--help'], 'kubectl sidecar');
    expect([code, written.startsWith('Usage: kubectl sidecar ')]).toEqual([0, true]);
    const examples = written.slice(written.indexOf('Examples:\n'));
    expect(examples).toContain(`kubectl sidecar ${words.join(' ')} `);
    expect(written).not.toMatch(/sidecar-injector (?:serve|certs|explain|diff|completion) /);
  });

  it.each(commands)('%s %s takes an unknown option for wrong usage', async (...words) => {
    expect((await runCommand([...words, '--no-such-flag'])).code).toBe(2);
  });
});

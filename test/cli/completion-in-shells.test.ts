import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completionScript, SHELLS } from '../../src/cli/completion/completion-script.ts';
import { REPOSITORY } from '../support/serve-process.ts';

/** A word that is being written, what it is completed to, and what is offered where it may go on in several ways. */
const CASES: readonly (readonly [line: string, completed: string, offered: readonly string[]])[] = [
  ['expl', 'explain ', []],
  ['completion f', 'completion fish ', []],
  ['explain -o j', 'explain -o json ', []],
  ['explain --output=j', 'explain --output=json ', []],
  ['explain -o ', 'explain -o ', ['json', 'text']],
  ['explain --prot', 'explain --protected-namespaces ', []],
  ['explain cron', 'explain cronjob/', []],
  ['explain -f sh', 'explain -f shop.yaml ', []],
  ['inject -f a.yaml sh', 'inject -f a.yaml shop.yaml ', []],
  ['inject --filename=sh', 'inject --filename=shop.yaml ', []],
  ['inject --filename=templates/', 'inject --filename=templates/envoy.yaml ', []],
  ['inject my', 'inject my\\ file.yaml ', []],
  ['explain --service-account-dir te', 'explain --service-account-dir templates/', []],
  ['explain --service-account-dir sh', 'explain --service-account-dir sh', []],
  ['explain -n ', 'explain -n ', []],
];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shells-'));
  const program = `#!/bin/sh\nexec ${JSON.stringify(process.execPath)} ${JSON.stringify(`${REPOSITORY}src/main.ts`)} "$@"\n`;
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/sidecar-injector'), program, { mode: 0o755 });
  for (const shell of SHELLS) writeFileSync(join(folder, `bin/completion.${shell}`), completionScript(shell));
  mkdirSync(join(folder, 'functions'));
  writeFileSync(join(folder, 'functions/_sidecar-injector'), completionScript('zsh'));
  mkdirSync(join(folder, 'work/templates'), { recursive: true });
  for (const file of ['shop.yaml', 'my file.yaml', 'templates/envoy.yaml'])
    writeFileSync(join(folder, 'work', file), '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function isMissing(shell: string): boolean {
  return spawnSync(shell, ['--version']).status !== 0;
}

/** Said in the title, since nobody sees why a suite is skipped. */
function whyNot(shell: string): string {
  return isMissing(shell) ? ` (skipped: ${shell} is not installed)` : '';
}

function run(shell: string, args: readonly string[]): string {
  const env = { PATH: `${folder}/bin:${process.env['PATH'] ?? ''}`, HOME: folder, TERM: 'dumb' };
  const { stdout, stderr, status } = spawnSync(shell, args, {
    cwd: join(folder, 'work'),
    encoding: 'utf8',
    env,
    timeout: 20_000,
  });
  if (status !== 0) throw new Error(`${shell} ended with ${status}: ${stdout}${stderr}`);
  return stdout;
}

/**
 * An interactive zsh in a terminal of its own: what stands in its line after the Tab key, and all that it wrote. Control-X d writes
 * the line.
 */
const DRIVE_ZSH = String.raw`
zmodload zsh/zpty
zpty inner "zsh -f -i"
zpty -w inner "PROMPT=; RPROMPT=; autoload -Uz compinit"
zpty -w inner $1
zpty -w inner 'show() { print -r -- "{{$BUFFER}}"; BUFFER= }; zle -N show; bindkey "^Xd" show; print -r -- READY-$((1+1))'
zpty -r -m inner out '*READY-2*'
zpty -w -n inner "$2"$'\t\x18d'
zpty -r -m inner out '*{{*}}*'
print -r -- "$out"
zpty -d inner
`;

function completeInZsh(line: string, setUp: string): { readonly line: string | undefined; readonly text: string } {
  const text = run('zsh', ['-f', '-c', DRIVE_ZSH, 'zsh', setUp, `sidecar-injector ${line}`]);
  return { line: /\{\{sidecar-injector (.*)\}\}/.exec(text)?.[1], text };
}

describe.skipIf(isMissing('zsh'))(`completion in zsh${whyNot('zsh')}`, () => {
  const sourced = 'compinit -D -u; source ../bin/completion.zsh';

  it.each(CASES)('%j', (line, completed, offered) => {
    const found = completeInZsh(line, sourced);
    expect(found.line).toBe(completed);
    for (const one of offered) expect(found.text).toMatch(new RegExp(`(?:^|\\s)${one}\\s`));
  });

  it('is found on the path of functions', () => {
    expect(completeInZsh('expl', 'fpath=(../functions $fpath); compinit -D -u').line).toBe('explain ');
  });
});

/** What fish offers for the last word, without descriptions. */
function offerInFish(line: string): readonly string[] {
  const script = 'source ../bin/completion.fish; complete --do-complete="$argv[1]"';
  const lines = run('fish', ['--no-config', '-c', script, `sidecar-injector ${line}`]).split('\n');
  return lines.filter((one) => one !== '').map((one) => one.split('\t', 1)[0] ?? '');
}

describe.skipIf(isMissing('fish'))(`completion in fish${whyNot('fish')}`, () => {
  it.each(CASES)('%j', (line, completed, offered) => {
    const words = line.replace(/[^ ]*$/, '');
    // Fish adds the space and the quotes itself; where it offers nothing, the line stays.
    const only = completed === line ? [] : [completed.slice(words.length).trimEnd().replaceAll('\\', '')];
    expect(offerInFish(line)).toEqual(offered.length > 0 ? offered : only);
  });

  it('says what a command does', () => {
    const script = 'source ../bin/completion.fish; complete --do-complete="sidecar-injector expl"';
    expect(run('fish', ['--no-config', '-c', script])).toBe(
      'explain\tSay why a Pod is injected or not, row by row, and what to change.\n',
    );
  });
});

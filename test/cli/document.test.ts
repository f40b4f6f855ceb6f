import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REPOSITORY } from '../support/serve-process.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const document = readFileSync(`${REPOSITORY}docs/cli.md`, 'utf8');

function blocks(language: string): readonly string[] {
  return [...document.matchAll(/^```(?<language>\w+)\n(?<text>[^]*?)^```$/gm)]
    .filter(({ groups }) => groups?.['language'] === language)
    .map(({ groups }) => groups?.['text'] ?? '');
}

/** The files that the document shows, each under the name in its first line. */
function writeFiles(): string {
  const folder = makeTempFolder();
  for (const text of blocks('yaml')) {
    const name = /^# (?<name>[\w.-]+)\n/.exec(text)?.groups?.['name'] ?? '';
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

describe('docs/cli.md', () => {
  it.each(blocks('console').map((block) => [block.split('\n', 1)[0] ?? '', block]))('%s', (line, block) => {
    const [program, ...args] = line.replace(/^\$ /, '').split(' ');
    expect(program).toBe('sidecar-injector');
    const main = join(REPOSITORY, 'src', 'main.ts');
    const { stdout, status } = spawnSync(process.execPath, [main, ...args], { cwd: writeFiles(), encoding: 'utf8' });
    expect([status, stdout]).toEqual([1, block.slice(line.length + 1)]);
  });

  it('shows three runs', () => {
    expect(blocks('console')).toHaveLength(3);
  });
});

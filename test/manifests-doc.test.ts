import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runCommand } from './support/run-command.ts';
import { makeTempFolder } from './support/temp-folder.ts';

const DOCUMENT = new URL('../docs/manifests.md', import.meta.url);
const read = (file: URL): string => readFileSync(file, 'utf8');

function blocks(language: string): readonly string[] {
  return [...read(DOCUMENT).matchAll(/^```(?<language>\w*)\n(?<text>[^]*?)^```$/gm)]
    .filter(({ groups }) => groups?.['language'] === language)
    .map(({ groups }) => groups?.['text'] ?? '');
}

/** Writes the files that the document shows: those whose first line is their name. */
function writeFiles(folder: string): readonly string[] {
  return blocks('yaml').flatMap((text) => {
    const name = /^# (?<name>[a-z]+\.yaml)\n/.exec(text)?.groups?.['name'];
    if (name === undefined) return [];
    writeFileSync(join(folder, name), text);
    return [name];
  });
}

/** What a line of a shell shows: the standard error, then the standard output, of commands of ours that are piped. */
async function show(line: string): Promise<string> {
  const folder = makeTempFolder();
  const files = writeFiles(folder);
  const place = (arg: string): string => (files.includes(arg) ? join(folder, arg) : arg);
  let shown = '';
  let piped = '';
  for (const command of line.split(' | ')) {
    const [program, ...args] = command.split(' ');
    expect(program).toBe('sidecar-injector');
    const { said, written } = await runCommand(args.map(place), piped);
    shown += said;
    piped = written;
  }
  return (shown + piped).replaceAll(`${folder}/`, '');
}

describe('docs/manifests.md', () => {
  it('has examples', () => {
    expect(blocks('console')).toHaveLength(4);
  });

  it.each(blocks('console').map((text) => [text.split('\n')[0] ?? '', text]))(
    'shows what comes of %s',
    async (line, text) => {
      expect(text).toBe(`${line}\n${await show(line.replace('$ ', ''))}`);
    },
  );

  it('names a hook that exists', () => {
    const hooks = parse(read(new URL('../.pre-commit-hooks.yaml', import.meta.url))) as readonly {
      id: string;
      entry: string;
    }[];
    expect(hooks.map(({ id, entry }) => [id, entry])).toStrictEqual([
      ['sidecar-injector-check', 'sidecar-injector check'],
    ]);
    expect(read(DOCUMENT)).toContain('      - id: sidecar-injector-check\n');
  });

  it('names flags that exist', async () => {
    const helps = await Promise.all(['inject', 'uninject', 'check'].map((name) => runCommand([name, '--help'])));
    const help = helps.map(({ written }) => written).join('');
    const flags = [...read(DOCUMENT).matchAll(/`(?<flag>--[a-z-]+)`/g)].map(({ groups }) => groups?.['flag'] ?? '');
    expect(flags.length).toBeGreaterThan(3);
    expect(flags.filter((flag) => !help.includes(`${flag} `))).toStrictEqual([]);
  });
});

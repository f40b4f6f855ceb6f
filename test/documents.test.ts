import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { anchorsIn, blocksIn, commandsIn, DOCUMENTS, linksIn, readDocument } from './support/documents/markdown.ts';

const REPOSITORY = join(import.meta.dirname, '..');

/** Where a link leads, as a path in the repository. */
function targetOf(document: string, path: string): string {
  return path === '' ? document : normalize(join(dirname(document), path));
}

describe.each(DOCUMENTS)('%s', (document) => {
  const text = readDocument(document);

  it('leads to files and headings that are there', () => {
    const dead = linksIn(text).filter(({ path, anchor }) => {
      const target = targetOf(document, path);
      if (!existsSync(join(REPOSITORY, target))) return true;
      return anchor !== '' && !(target.endsWith('.md') && anchorsIn(readDocument(target)).has(anchor));
    });
    expect(dead).toStrictEqual([]);
  });

  it('names tests that are there', () => {
    const tests = [...text.matchAll(/`(?<path>test\/[\w./-]+)`/gu)].map(({ groups }) => groups?.['path'] ?? '');
    expect(tests.filter((path) => !existsSync(join(REPOSITORY, path)))).toStrictEqual([]);
  });
});

describe('the documents', () => {
  it('can all be reached from README.md', () => {
    const reached = new Set(['README.md']);
    for (const document of reached) {
      const targets = linksIn(readDocument(document)).map(({ path }) => targetOf(document, path));
      for (const target of targets.filter((path) => DOCUMENTS.includes(path))) reached.add(target);
    }
    const missed = DOCUMENTS.filter((document) => !reached.has(document));
    expect(missed).toStrictEqual([]);
  });
});

describe('what reads the documents', () => {
  const MARKDOWN = [
    '# One: `two` & three',
    '## One: two & three',
    'See [this](#one-two--three) and `[code](nowhere.md)` and [`that`](other.md#there), not [far](https://example.com/x.md).',
    '```sh',
    '# a comment',
    'first --flag \\',
    '  --other   # why',
    "second '#no-comment'",
    '[no](link.md)',
    '```',
    '```console',
    '$ third',
    'what it says',
    '```',
    '',
  ].join('\n');

  it('finds links, anchors, blocks and commands', () => {
    expect(linksIn(MARKDOWN)).toEqual([
      { path: '', anchor: 'one-two--three' },
      { path: 'other.md', anchor: 'there' },
    ]);
    expect([...anchorsIn(MARKDOWN)]).toEqual(['one-two--three', 'one-two--three-1']);
    expect(blocksIn(MARKDOWN).map(({ info }) => info)).toEqual(['sh', 'console']);
    expect(commandsIn(MARKDOWN)).toEqual(['first --flag --other', "second '#no-comment'", '[no](link.md)', 'third']);
  });
});

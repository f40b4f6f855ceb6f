import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { anchorsIn, blocksIn, commandsIn, DOCUMENTS, linksIn, readDocument } from './support/documents/markdown.ts';

const REPOSITORY = join(import.meta.dirname, '..');

/** What reads as a path of the repository. */
const NAMED = /(?<![\w/.:-])(?:test|src|build|certs-job|webhook-config|deploy|schema|docs)\/[\w./-]*\w/gu;

/** What reads so and is none: arguments of kubectl, and a file that the reader is to write. */
const ELSEWHERE = new Set([
  'deploy/sidecar-injector',
  'deploy/sidecar-injector-certs-keeper',
  'deploy/overlays/gitops/kustomization.yaml',
]);

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

  it('names files and folders of the repository that are there', () => {
    const named = [...text.matchAll(NAMED)].map(([path]) => path);
    expect(named.filter((path) => !existsSync(join(REPOSITORY, path)) && !ELSEWHERE.has(path))).toStrictEqual([]);
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

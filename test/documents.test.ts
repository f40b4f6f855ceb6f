import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const REPOSITORY = join(import.meta.dirname, '..');

const DOCUMENTS = ['README.md', 'SECURITY.md', 'DEVELOPERS.md', 'docs/operations.md', 'docs/faults.md'];

/** Files that a document leads to: by a link, or by the name of a test. */
function pathsIn(document: string): readonly string[] {
  const text = readFileSync(join(REPOSITORY, document), 'utf8');
  const links = text.matchAll(/\]\((?!https?:|#)([^)#]+)/gu).map(([, path = '']) => join(dirname(document), path));
  const tests = text.matchAll(/`(test\/[\w./-]+)`/gu).map(([, path = '']) => path);
  return [...links, ...tests];
}

describe.each(DOCUMENTS)('%s', (document) => {
  it('leads to files that are there', () => {
    const paths = pathsIn(document);
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.filter((path) => !existsSync(join(REPOSITORY, path)))).toStrictEqual([]);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CLASS_NAMES } from '../support/oracle/deviation-classes.ts';

const document = readFileSync(new URL('../../docs/merge.md', import.meta.url), 'utf8');

describe('docs/merge.md', () => {
  it('has a row for each class of deviation from Go, and no other, in the order of the code', () => {
    const rows = [...document.matchAll(/^\| `(?<name>[a-z-]+)` \|(?: [^|]+ \|){3}$/gm)];
    expect(rows.map(({ groups }) => groups?.['name'])).toStrictEqual(CLASS_NAMES);
  });

  it('has no row that is broken', () => {
    const table = document.slice(document.indexOf('| class |'));
    expect(table.split('\n').filter((line) => line.startsWith('| `'))).toHaveLength(CLASS_NAMES.length);
  });
});

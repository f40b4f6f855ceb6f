import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { KEEP_OPTIONS } from '../src/cli/certs-flags.ts';
import { KeeperBook } from '../src/cli/keeper-book.ts';

const document = readFileSync(new URL('../docs/certificates.md', import.meta.url), 'utf8');

describe('docs/certificates.md', () => {
  it('has a row for each flag of `certs keep`, with its default, and no other', () => {
    const rows = [...document.matchAll(/^\| `--(?<name>[\w-]+)` \| (?:`(?<value>[^`]*)`)? *\|/gm)];
    const documented = rows.map(({ groups }) => [groups?.['name'], groups?.['value']]);
    const flags = KEEP_OPTIONS.map(({ long, defaultValue }) => [long?.slice(2), defaultValue as unknown]);
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(flags));
    expect(rows).toHaveLength(KEEP_OPTIONS.length);
  });

  it('names each metric of the keeper', async () => {
    const { text } = await new KeeperBook(() => new Date(0), 2_000).metrics.render();
    const own = [...text.matchAll(/^# TYPE (?<name>sidecar_injector_\w+) /gm)].map(({ groups }) => groups?.['name']);
    expect(own).toHaveLength(7);
    expect(own.filter((name = '') => !document.includes(name))).toEqual([]);
  });
});

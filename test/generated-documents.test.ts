import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderDocuments } from './support/generate/generated-documents.ts';

const REPOSITORY = new URL('../', import.meta.url);
const documents = renderDocuments();
const read = (path: string): string => readFileSync(new URL(path, REPOSITORY), 'utf8');

describe('the generated documents', () => {
  it.each([...documents])('%s is what follows from the code: if not, run npm run generate:docs', (path, text) => {
    expect(read(path)).toBe(text);
  });

  it('name every flag that the source defines', () => {
    const settings = documents.get('docs/settings.md') ?? '';
    for (const file of ['src/cli/certs-flags.ts', 'src/cli/program.ts', 'src/cli/status/status-command.ts']) {
      const flags = [...read(file).matchAll(/'(?:-\w, )?--(?<flag>[a-z-]+)[ ']/gu)].map(
        ({ groups }) => groups?.['flag'],
      );
      expect(flags.length).toBeGreaterThan(1);
      expect(flags.filter((flag) => !settings.includes(`--${flag}`) && flag !== 'version')).toEqual([]);
    }
  });

  it('say of every field of a template what it means', () => {
    const rows = (documents.get('docs/template-reference.md') ?? '')
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter((row) => !/\S\.? \|$/u.test(row))).toEqual([]);
  });
});

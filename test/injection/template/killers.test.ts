import { describe, expect, it } from 'vitest';
import { parseManifest } from '../../../src/injection/template/manifest.ts';
import { parseTemplate } from '../../../src/injection/template/parse-template.ts';
import { timeFairly } from '../../support/fair-time.ts';
import { sha256Hex } from '../../support/load-example.ts';
import { SIZE_KILLERS, STRUCTURE_KILLERS } from '../../support/template-killers.ts';

/** What is no template at all is refused in this time. */
const MAX_REFUSAL_MS = 100;

/** What is a template, or nearly one, with as much in it as fits. */
const MAX_LOAD_MS = 200;

function codesOf(text: string): readonly string[] {
  const parsed = parseTemplate('killer', text, sha256Hex);
  return parsed.ok ? [] : parsed.error.map(({ code }) => code);
}

describe('parseTemplate', () => {
  it.each(Object.entries(STRUCTURE_KILLERS))('refuses %s in no time', (_, text) => {
    const { ms, value } = timeFairly(() => codesOf(text), MAX_REFUSAL_MS);
    expect(value).not.toStrictEqual([]);
    expect(ms).toBeLessThan(MAX_REFUSAL_MS);
  });

  it.each(Object.entries(SIZE_KILLERS))('is done with %s in time', (_, text) => {
    expect(timeFairly(() => codesOf(text), MAX_LOAD_MS).ms).toBeLessThan(MAX_LOAD_MS);
  });
});

describe('parseManifest', () => {
  it.each(Object.entries({ ...STRUCTURE_KILLERS, ...SIZE_KILLERS }))('is done with %s in time', (_, text) => {
    const block = `kind: ConfigMap\ndata:\n  a: |\n    ${text.replaceAll('\n', '\n    ')}\n`;
    const asManifest = timeFairly(() => parseManifest(text), MAX_LOAD_MS);
    const inBlock = timeFairly(() => parseManifest(block), MAX_LOAD_MS);
    expect(Math.max(asManifest.ms, inBlock.ms)).toBeLessThan(MAX_LOAD_MS);
    expect(asManifest.value.ok).toBe(false);
    expect(inBlock.value.ok || inBlock.value.error.length > 0).toBe(true);
  });

  it('refuses a manifest of 2 MiB and more', () => {
    const manifest = parseManifest(`kind: ConfigMap\ndata:\n  a: ${'x'.repeat(2 * 1024 * 1024)}\n`);
    expect(manifest.ok ? '' : manifest.error[0]?.message).toMatch(
      /^the manifest has 2097\d+ characters: at most 2097152/,
    );
  });
});

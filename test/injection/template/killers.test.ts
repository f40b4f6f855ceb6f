import { describe, expect, it } from 'vitest';
import { parseManifest } from '../../../src/injection/template/manifest.ts';
import { parseTemplate } from '../../../src/injection/template/parse-template.ts';
import { sha256Hex } from '../../support/load-example.ts';
import { SIZE_KILLERS, STRUCTURE_KILLERS } from '../../support/template-killers.ts';

/** What is no template at all is refused in this time. */
const MAX_REFUSAL_MS = 100;

/** What is a template, or nearly one, with as much in it as fits. */
const MAX_LOAD_MS = 200;

interface Load {
  readonly ms: number;
  readonly codes: readonly string[];
}

function load(text: string): Load {
  const startMs = performance.now();
  const parsed = parseTemplate('killer', text, sha256Hex);
  const ms = performance.now() - startMs;
  return { ms, codes: parsed.ok ? [] : [...new Set(parsed.error.map(({ code }) => code))] };
}

/** The best of a few runs, of which there is but one where that is fast enough: the machine has other work. */
function loadFairly(text: string, maxMs: number): Load {
  const loads = [load(text)];
  while (loads.length < 5 && Math.min(...loads.map(({ ms }) => ms)) > maxMs) loads.push(load(text));
  return loads.toSorted((left, right) => left.ms - right.ms)[0] ?? { ms: 0, codes: [] };
}

describe('parseTemplate', () => {
  it.each(Object.entries(STRUCTURE_KILLERS))('refuses %s in no time', (_, text) => {
    const { ms, codes } = loadFairly(text, MAX_REFUSAL_MS);
    expect(codes).not.toStrictEqual([]);
    expect(ms).toBeLessThan(MAX_REFUSAL_MS);
  });

  it.each(Object.entries(SIZE_KILLERS))('is done with %s in time', (_, text) => {
    expect(loadFairly(text, MAX_LOAD_MS).ms).toBeLessThan(MAX_LOAD_MS);
  });
});

describe('parseManifest', () => {
  it.each(Object.entries({ ...STRUCTURE_KILLERS, ...SIZE_KILLERS }))('is done with %s in time', (_, text) => {
    const startMs = performance.now();
    const asManifest = parseManifest(text);
    const inBlock = parseManifest(`kind: ConfigMap\ndata:\n  a: |\n    ${text.replaceAll('\n', '\n    ')}\n`);
    expect(performance.now() - startMs).toBeLessThan(2 * MAX_LOAD_MS);
    expect(asManifest.ok).toBe(false);
    expect(inBlock.ok || inBlock.error.length > 0).toBe(true);
  });

  it('refuses a manifest of 2 MiB and more', () => {
    const manifest = parseManifest(`kind: ConfigMap\ndata:\n  a: ${'x'.repeat(2 * 1024 * 1024)}\n`);
    expect(manifest.ok ? '' : manifest.error[0]?.message).toMatch(
      /^the manifest has 2097\d+ characters: at most 2097152/,
    );
  });
});

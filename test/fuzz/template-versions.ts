import { loadTemplates, NO_TEMPLATES, type LoadedTemplates } from '../../src/injection/template/load-templates.ts';
import { parseManifest } from '../../src/injection/template/manifest.ts';
import { TemplateStore } from '../../src/webhook/template-store.ts';
import { sha256Hex } from '../support/load-example.ts';
import type { Dice } from './dice.ts';
import { manifestOf } from './manifest-text.ts';
import { mutate, MUTATIONS } from './mutations.ts';
import { STEADY, templateTexts } from './template-texts.ts';

/** Templates of a version that the fuzzer spoils, beside the one that it leaves alone. */
export const SPOILT_KEYS: readonly string[] = Array.from({ length: 10 }, (_, index) => `k${index}`);

/** A version of the template file, and what a server makes of it that had all versions before. */
export interface TemplateVersion {
  readonly text: string;
  readonly loaded: LoadedTemplates;
  /** How often a server then has read a version without problems, and with some. */
  readonly loads: TemplateStore['loads'];
  /** The time it took to read, in ms. */
  readonly ms: number;
}

/** Writes so many versions, each with ten spoilt templates; the first is good. Once in a while the file itself is spoilt. */
export function writeVersions(count: number, dice: Dice): readonly TemplateVersion[] {
  const store = new TemplateStore(sha256Hex);
  const texts = goodTemplates();
  return Array.from({ length: count + 1 }, (_, index) => {
    const text = index === 0 ? firstVersion(texts, dice) : nextVersion(texts, dice);
    const startMs = performance.now();
    const loaded = putInForce(text, store);
    return { text, loaded, loads: { ...store.loads }, ms: performance.now() - startMs };
  });
}

function putInForce(text: string, store: TemplateStore): LoadedTemplates {
  const manifest = parseManifest(text);
  return manifest.ok ? store.update(manifest.value.source) : store.refuse(manifest.error);
}

/** Templates that can stand beside each other: none says that it is the default. */
function goodTemplates(): readonly string[] {
  return templateTexts()
    .map((text) => text.replace(/^default: true\n/m, ''))
    .filter((text) => {
      const source = { data: new Map([['one', text]]), retired: new Set<string>() };
      return loadTemplates(NO_TEMPLATES, source, sha256Hex).problems.size === 0;
    });
}

function firstVersion(texts: readonly string[], dice: Dice): string {
  const [text = ''] = texts;
  return manifestOf(new Map([['steady', STEADY], ...SPOILT_KEYS.map((key): [string, string] => [key, text])]), dice);
}

function nextVersion(texts: readonly string[], dice: Dice): string {
  const spoilt = SPOILT_KEYS.map((key): [string, string] => [key, spoil(dice.pick(texts), dice)]);
  const text = manifestOf(new Map([['steady', STEADY], ...spoilt]), dice);
  // What is no character on its own does not survive the way through a file.
  return Buffer.from(dice.once(20) ? mutate(text, dice).text : text).toString('utf8');
}

/** Now and then a template is left good, so that what is in force changes. */
function spoil(text: string, dice: Dice): string {
  return dice.once(4) ? (MUTATIONS['a new image']?.(text, dice) ?? text) : mutate(text, dice).text;
}

import { describe, expect, it } from 'vitest';
import { loadTemplates, NO_TEMPLATES, type LoadedTemplates } from '../../src/injection/template/load-templates.ts';
import { parseManifest } from '../../src/injection/template/manifest.ts';
import type { TemplateProblem } from '../../src/injection/template/problem.ts';
import { timeFairly } from '../support/fair-time.ts';
import { sha256Hex } from '../support/load-example.ts';
import { Dice, FUZZ_SEED, runsOr } from './dice.ts';
import { manifestOf } from './manifest-text.ts';
import { mutate } from './mutations.ts';
import { manifestTexts, templateTexts } from './template-texts.ts';

const RUNS = runsOr(10_000);

/** From the text of a manifest to templates in force; killers, of which one stands in each manifest at most, need most of it. */
const MAX_LOAD_MS = 200;

interface Found {
  readonly problems: readonly string[];
  readonly result: 'accepted' | 'refused' | 'no manifest';
  readonly loaded: LoadedTemplates;
}

/** What is wrong with a problem that is told of a text; `undefined` where nothing is. */
function faultOf({ message, path, line, column }: Omit<TemplateProblem, 'code'>, text: string): string | undefined {
  if (/[\p{Cc}\u2028\u2029]/u.test(message + path)) return `a control character in ${JSON.stringify(message + path)}`;
  const lines = text.split('\n');
  const length = lines[line - 1]?.length;
  if (length === undefined) return `line ${line} of ${lines.length}: ${message}`;
  return column < 1 || column > length + 1 ? `column ${column} of ${length}: ${message}` : undefined;
}

function load(text: string, previous: LoadedTemplates): Found {
  const manifest = parseManifest(text);
  if (!manifest.ok) {
    const problems = manifest.error.map((problem) => faultOf(problem, text));
    return { problems: problems.filter((fault) => fault !== undefined), result: 'no manifest', loaded: previous };
  }
  const { source, locate } = manifest.value;
  const loaded = loadTemplates(previous, source, sha256Hex);
  const told = [...loaded.problems, ...loaded.warnings].flatMap(([key, list]) =>
    list.map((problem) => ({ key, problem })),
  );
  const problems = told.flatMap(({ key, problem }) => [
    faultOf(problem, source.data.get(key) ?? ''),
    faultOf({ ...problem, ...locate(key, problem) }, text),
  ]);
  const result = loaded.problems.size > 0 ? 'refused' : 'accepted';
  return { problems: problems.filter((fault) => fault !== undefined), result, loaded };
}

/** A few bytes of a text changed, whatever that makes of its characters. */
function changeBytes(text: string, dice: Dice): string {
  const bytes = Buffer.from(text);
  for (let count = 1 + dice.below(4); count > 0; count -= 1) bytes[dice.below(bytes.length)] = dice.below(256);
  return bytes.toString('utf8');
}

describe('parseManifest and loadTemplates', () => {
  it(`bear ${RUNS} spoilt manifests`, () => {
    const dice = new Dice(FUZZ_SEED);
    const [templates, manifests] = [templateTexts(), manifestTexts()];
    const prototype = Reflect.ownKeys(Object.prototype).length;
    const counts = { accepted: 0, refused: 0, 'no manifest': 0 };
    const faults: string[] = [];
    let slowest = { ms: 0, how: '' };
    let previous = NO_TEMPLATES;
    for (let run = 0; run < RUNS; run += 1) {
      const spoilt = mutate(dice.pick(templates), dice);
      const [how, text] = dice.pick<() => readonly [string, string]>([
        () => ['bytes', changeBytes(dice.pick(manifests), dice)],
        () => ['manifest', mutate(dice.pick(manifests), dice).text],
        () => [spoilt.how, manifestOf(new Map([['spoilt', spoilt.text]]), dice)],
        () => [spoilt.how, manifestOf(new Map([['spoilt', spoilt.text]]), dice)],
        () => [`${spoilt.how}, bytes`, changeBytes(manifestOf(new Map([['spoilt.yaml', spoilt.text]]), dice), dice)],
      ])();
      const before = dice.once(2) ? previous : NO_TEMPLATES;
      const { ms, value } = timeFairly(() => load(text, before), MAX_LOAD_MS, 10);
      counts[value.result] += 1;
      if (ms > slowest.ms) slowest = { ms, how };
      if (ms > MAX_LOAD_MS) faults.push(`run ${run}: ${how}: ${ms} ms`);
      faults.push(...value.problems.map((fault) => `run ${run}: ${how}: ${fault}`));
      previous = value.loaded.byKey.size > 8 ? NO_TEMPLATES : value.loaded;
    }
    console.log(`spoilt manifests, seed ${FUZZ_SEED}: ${JSON.stringify(counts)}, slowest ${JSON.stringify(slowest)}`);
    expect(faults.slice(0, 20)).toStrictEqual([]);
    expect(Reflect.ownKeys(Object.prototype)).toHaveLength(prototype);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Math.min(...Object.values(counts))).toBeGreaterThan(RUNS / 50);
  });
});

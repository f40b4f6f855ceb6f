import { describe, expect, it } from 'vitest';
import { mutate, type MutateContext } from '../../src/admission/mutate.ts';
import { parseTemplate } from '../../src/injection/template/parse-template.ts';
import { REVIEW_BOUNDS } from '../../src/webhook/limits.ts';
import { SlicedJsonParser } from '../../src/webhook/sliced-json.ts';
import { contextOf, setOf, sha256Hex } from '../support/load-example.ts';
import { timeFairly } from '../support/fair-time.ts';
import { Dice, FUZZ_SEED, runsOr } from './dice.ts';
import { mutate as spoil } from './mutations.ts';
import { ReviewWriter } from './review-writer.ts';
import { templateTexts } from './template-texts.ts';

/** Together with the requests of hostile-requests.test.ts, 100,000 cases. */
const REVIEWS = runsOr(92_000);
const TEMPLATES = runsOr(3_000);

/** A case above this is run again, and its best time counts: a collection of garbage does not come at the same place each time. */
const MAX_CASE_MS = 50;

const [EVERYTHING = ''] = templateTexts();

/** What reviews are answered with: a template of the whole language, a plain one, and one that is broken. */
function contexts(): readonly MutateContext[] {
  const set = setOf({
    'a.yaml': EVERYTHING,
    'b.yaml': 'default: true\ncontainers: [{name: envoy, image: "envoy:1"}]\n',
    'c.yaml': 'containers: 7\n',
  });
  return [contextOf(set, true), contextOf(set, false)];
}

function prototypesOf(): readonly unknown[] {
  return [Object.prototype, Array.prototype, String.prototype, Function.prototype].map((prototype) =>
    Reflect.ownKeys(prototype),
  );
}

function count(counts: Map<string, number>, kind: string): void {
  counts.set(kind, (counts.get(kind) ?? 0) + 1);
}

function show(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .toSorted((left, right) => right[1] - left[1])
    .map(([kind, times]) => `${kind} ${times}`)
    .join(', ');
}

/** What becomes of a body; both parsers must make the same of it. */
function judge(text: string, context: MutateContext): string {
  const json = parse(text);
  if (json === undefined) return 'fail not-json';
  const reviewed = mutate(json.value, context);
  if (!reviewed.ok) return `fail ${reviewed.error.code}`;
  const { outcome, request, response } = reviewed.value;
  if (response.response.uid !== request.uid) throw new Error('an answer to another review');
  if (response.response.allowed === (outcome.decision.action === 'reject')) throw new Error('not what was decided');
  return `${outcome.decision.action} ${outcome.decision.reason}`;
}

function parse(text: string): { readonly value: unknown } | undefined {
  const parser = new SlicedJsonParser(Buffer.from(text), REVIEW_BOUNDS);
  let state = parser.advance(1_000);
  while (state === 'open') state = parser.advance(1_000);
  try {
    JSON.parse(Buffer.from(text).toString());
    if (state !== 'done') throw new Error(`${state}: ${text.slice(0, 200)}`);
    return { value: parser.value };
  } catch (error) {
    if (error instanceof SyntaxError && state === 'not-json') return undefined;
    throw error;
  }
}

describe('mutate', () => {
  it(`answers ${REVIEWS} reviews that nobody sends, each within ${MAX_CASE_MS} ms, and leaves prototypes alone`, () => {
    const before = prototypesOf();
    const dice = new Dice(FUZZ_SEED);
    const writer = new ReviewWriter(dice);
    const [enabled, requested] = contexts() as [MutateContext, MutateContext];
    const kinds = new Map<string, number>();
    const answers = new Map<string, number>();
    const slow: string[] = [];
    let slowestMs = 0;
    for (let run = 0; run < REVIEWS; run += 1) {
      const { kind, text } = writer.write();
      const context = dice.once(2) ? enabled : requested;
      const { ms, value } = timeFairly(() => judge(text, context), MAX_CASE_MS);
      slowestMs = Math.max(slowestMs, ms);
      if (ms > MAX_CASE_MS) slow.push(`${ms.toFixed(0)} ms: ${text.slice(0, 500)}`);
      count(kinds, kind);
      count(answers, value);
    }
    console.log(
      `hostile reviews, seed ${FUZZ_SEED}: ${REVIEWS} cases (${show(kinds)}), slowest ${slowestMs.toFixed(1)} ms; ${show(answers)}`,
    );
    expect(slow).toStrictEqual([]);
    expect(prototypesOf()).toStrictEqual(before);
    for (const [kind, share] of Object.entries(LEAST_SHARES))
      expect([kind, (answers.get(kind) ?? 0) > REVIEWS * share]).toStrictEqual([kind, true]);
  });
});

/** Each kind of answer has to come: who refuses everything, or lets everything pass, fails. */
const LEAST_SHARES: Readonly<Record<string, number>> = {
  'inject injected': 0.15,
  'skip not-requested': 0.01,
  'skip not-a-pod-create': 0.01,
  'reject invalid-annotation': 0.01,
  'reject unknown-template': 0.003,
  'fail not-json': 0.05,
  'fail malformed-pod': 0.001,
};

/** Templates that were made by hand to be slow have a test and a bound of their own. */
function spoilOnce(template: string, dice: Dice): ReturnType<typeof spoil> {
  for (;;) {
    const spoilt = spoil(template, dice);
    if (!spoilt.how.includes('a killer')) return spoilt;
  }
}

describe('parseTemplate', () => {
  it(`reads ${TEMPLATES} spoilt templates, each within ${MAX_CASE_MS} ms, and leaves prototypes alone`, () => {
    const before = prototypesOf();
    const dice = new Dice(FUZZ_SEED + 1);
    const texts = templateTexts();
    const results = { good: 0, refused: 0 };
    const slow: string[] = [];
    let slowestMs = 0;
    for (let run = 0; run < TEMPLATES; run += 1) {
      const { text, how } = spoilOnce(dice.pick(texts), dice);
      const { ms, value } = timeFairly(() => parseTemplate('a', text, sha256Hex), MAX_CASE_MS);
      results[value.ok ? 'good' : 'refused'] += 1;
      slowestMs = Math.max(slowestMs, ms);
      if (ms > MAX_CASE_MS) slow.push(`${ms.toFixed(0)} ms by ${how}: ${text.slice(0, 300)}`);
    }
    console.log(
      `spoilt templates, seed ${FUZZ_SEED}: ${TEMPLATES} cases, ${JSON.stringify(results)}, slowest ${slowestMs.toFixed(1)} ms`,
    );
    expect(slow).toStrictEqual([]);
    expect(prototypesOf()).toStrictEqual(before);
    expect(results.good).toBeGreaterThan(TEMPLATES / 20);
    expect(results.refused).toBeGreaterThan(TEMPLATES / 5);
  });
});

import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { mutate } from '../../src/admission/mutate.ts';
import type { JsonObject } from '../../src/injection/json.ts';
import { parseTemplate } from '../../src/injection/template/parse-template.ts';
import type { Template } from '../../src/injection/template/template.ts';
import { timeFairly } from '../support/fair-time.ts';
import { contextOf, sha256Hex } from '../support/load-example.ts';
import { reviewOf } from '../support/review-of.ts';
import { ADVERSARIAL_PODS } from './adversarial-pods.ts';
import { Dice, FUZZ_SEED, runsOr } from './dice.ts';
import { ExpressionWriter } from './slow-expressions.ts';

const RUNS = runsOr(10_000);

/** No review takes longer; of a Pod above 256 KiB, not longer than one without any expression and this. */
const MAX_REVIEW_MS = 50;

const LARGE_BYTES = 256 * 1024;

/** How many Pods each set of expressions is tried on. */
const PODS_PER_TEMPLATE = 5;

/** For the values of parameters; each is slow for some text. */
const PARAMETER_PATTERNS = [
  '^[a-z]*$',
  '(x|.)*[ab].{200}[bd]$',
  '(.*a.{30}|.*b.{31}|.*c.{32}){3}$',
  '(?i)(ab|b|.)*a.{150}c.{150}$',
  '^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$',
];

/** A template that has all that the language has, and the given expressions in it. */
function documentOf(expressions: readonly string[], condition: string | undefined, pattern: string): JsonObject {
  const params = Array.from({ length: 8 }, (_, index): [string, JsonObject] => [
    `p${index}`,
    { type: 'string', default: '', pattern: `${pattern}|^$` },
  ]);
  const reads = params.map(([name]) => ({ name: name.toUpperCase(), value: `\${{ params.${name} }}` }));
  const env = expressions.map((expression, index) => ({ name: `X${index}`, value: `\${{ ${expression} }}` }));
  return {
    ...(condition === undefined ? {} : { when: condition }),
    params: Object.fromEntries(params),
    native: 'always',
    token: 'none',
    onConflict: 'replace',
    hostNetwork: 'allow',
    metadata: { labels: { mesh: 'blue' }, annotations: { 'example.com/owner': '${{ object.metadata.name }}' } },
    spec: {
      containers: [
        { name: 'slow', image: 'slow:1', env: [...reads, ...env], volumeMounts: [{ name: 'conf', mountPath: '/c' }] },
        { name: '*', env: [{ name: 'PROXY', value: '${{ object.metadata.name }}' }] },
      ],
      volumes: [{ name: 'conf', configMap: { name: 'conf' } }],
      tolerations: [{ key: 'mesh', operator: 'Exists' }],
    },
  };
}

function load(document: JsonObject): Template | string {
  const parsed = parseTemplate('slow', stringify(document, { lineWidth: 0 }), sha256Hex);
  return parsed.ok ? parsed.value.template : (parsed.error[0]?.message ?? '');
}

interface Reviewed {
  readonly ms: number;
  readonly reason: string;
}

function review(template: Template, body: JsonObject, maxMs: number): Reviewed {
  const set = { templates: new Map([[template.name, template]]), unavailable: new Map(), defaultName: template.name };
  const context = contextOf(set, true);
  const { ms, value } = timeFairly(() => mutate(body, context), maxMs, 6);
  if (!value.ok) throw new Error(value.error.message);
  const { decision } = value.value.outcome;
  const isStopped = 'message' in decision && decision.message.includes('takes too long');
  return { ms, reason: isStopped ? `${decision.reason}: takes too long` : decision.reason };
}

interface Tried extends Reviewed {
  readonly pod: string;
  readonly expressions: readonly string[];
  readonly baselineMs: number;
}

const BODIES = Object.entries(ADVERSARIAL_PODS).map(([name, pod]) => {
  const text = JSON.stringify(reviewOf(pod));
  return { name, bytes: text.length, body: JSON.parse(text) as JsonObject };
});

/** A constant takes the place of each value: what is left is the merge, the patch and the record. */
function measureBaselines(): ReadonlyMap<string, number> {
  const text = stringify(documentOf([], undefined, '^a*$'), { lineWidth: 0 });
  const constant = text.replaceAll(/\$\{\{.*?\}\}/g, 'x').replace(/^params:\n(?: .*\n)*/m, '');
  const parsed = parseTemplate('slow', constant, sha256Hex);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const { template } = parsed.value;
  return new Map(BODIES.map(({ name, body }) => [name, review(template, body, 0).ms]));
}

function summarize(all: readonly Tried[]): string {
  const slowest = all.toSorted((left, right) => right.ms - right.baselineMs - (left.ms - left.baselineMs)).slice(0, 5);
  const lines = slowest.map(
    ({ ms, baselineMs, pod, reason, expressions }) =>
      `  ${ms.toFixed(1)} ms (${baselineMs.toFixed(1)} without expressions), ${pod}, ${reason}: ${expressions.join(' ; ').slice(0, 200)}`,
  );
  return lines.join('\n');
}

describe('mutate', () => {
  it(`takes at most ${MAX_REVIEW_MS} ms for each of ${RUNS} reviews that were made to be slow`, () => {
    const dice = new Dice(FUZZ_SEED);
    const writer = new ExpressionWriter(dice);
    const baselines = measureBaselines();
    const refused = new Map<string, number>();
    const reasons = new Map<string, number>();
    const tried: Tried[] = [];
    while (tried.length < RUNS) {
      const expressions = dice.times(1 + dice.below(6), () => writer.write('text'));
      const condition = dice.once(2) ? `(${writer.write('bool', 3)}) || true` : undefined;
      const template = load(documentOf(expressions, condition, dice.pick(PARAMETER_PATTERNS)));
      if (typeof template === 'string') {
        const why = template.replaceAll(/"[^"]*"|\d+/g, '…').slice(0, 60);
        refused.set(why, (refused.get(why) ?? 0) + 1);
        continue;
      }
      for (const { name: pod, bytes, body } of dice.times(PODS_PER_TEMPLATE, () => dice.pick(BODIES))) {
        const baselineMs = bytes > LARGE_BYTES ? (baselines.get(pod) ?? 0) : 0;
        const { ms, reason } = review(template, body, baselineMs + MAX_REVIEW_MS);
        reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
        tried.push({
          ms,
          reason,
          pod,
          baselineMs,
          expressions: [...(condition === undefined ? [] : [condition]), ...expressions],
        });
      }
    }
    const accepted = tried.length / PODS_PER_TEMPLATE;
    console.log(
      `slow reviews, seed ${FUZZ_SEED}: ${tried.length} of ${accepted} templates; refused ${JSON.stringify([...refused].toSorted((left, right) => right[1] - left[1]).slice(0, 8))}`,
    );
    console.log(`outcomes ${JSON.stringify([...reasons])}; the slowest:\n${summarize(tried)}`);
    const large = BODIES.filter(({ bytes }) => bytes > LARGE_BYTES);
    console.log(
      `without expressions: ${large.map(({ name, bytes }) => `${name} (${Math.round(bytes / 1024)} KiB) ${baselines.get(name)?.toFixed(1)} ms`).join(', ')}`,
    );
    expect(tried.filter(({ ms, baselineMs }) => ms - baselineMs > MAX_REVIEW_MS)).toStrictEqual([]);
    expect(reasons.get('injected') ?? 0).toBeGreaterThan(RUNS / 50);
    expect(reasons.get('expression-failed: takes too long') ?? 0).toBeGreaterThan(RUNS / 50);
  });
});

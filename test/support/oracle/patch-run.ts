import { execFileSync } from 'node:child_process';
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { mutate } from '../../../src/admission/mutate.ts';
import { injectPod } from '../../../src/injection/inject-pod.ts';
import type { JsonObject } from '../../../src/injection/json.ts';
import type { Outcome } from '../../../src/injection/outcome.ts';
import { copyOf } from '../apply-patch.ts';
import { generatedCase, type GeneratedCase } from '../arbitraries.ts';
import { injectGoldenCase, listGoldenCases } from '../golden-cases.ts';
import { contextOf, loadExample, loadReviews } from '../load-example.ts';

const GENERATED = 500;
/** Reading templates takes long, so each set meets several Pods. */
const PER_ROUND = 50;
const PODS_PER_SET = 10;
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/** A Pod, our patch for it, and what it must come to. */
interface OracleCase {
  readonly name: string;
  readonly document: JsonObject;
  readonly outcome: Outcome;
}

function goldenCases(): readonly OracleCase[] {
  return listGoldenCases().map((golden) => {
    const { subject, outcome } = injectGoldenCase(golden);
    return { name: `golden ${golden.name}`, document: subject.pod, outcome };
  });
}

function recordedCases(): readonly OracleCase[] {
  const context = contextOf(loadExample());
  return loadReviews().flatMap(({ name, body }) => {
    const review = mutate(body, context);
    if (!review.ok) throw new Error(`${name}: ${review.error.message}`);
    return [{ name: `recorded ${name}`, document: review.value.request.object, outcome: review.value.outcome }];
  });
}

/** Generated cases that are injected: `FC_SEED` repeats a run. */
function generatedCases(seed: number): readonly OracleCase[] {
  const cases: OracleCase[] = [];
  for (let round = 0; cases.length < GENERATED; round += 1) {
    for (const { subject, templates } of sampleCases(seed + round)) {
      const outcome = injectPod(subject, templates);
      if (outcome.patch.length > 0)
        cases.push({ name: `generated ${seed} ${cases.length}`, document: subject.pod, outcome });
    }
  }
  return cases.slice(0, GENERATED);
}

function sampleCases(seed: number): readonly GeneratedCase[] {
  const sampled = fc.sample(generatedCase, { seed, numRuns: PER_ROUND });
  return sampled.flatMap(({ templates }, index) =>
    sampled.slice(index, index + PODS_PER_SET).map(({ subject }) => ({ subject, templates })),
  );
}

function askOracle(binary: string, cases: readonly OracleCase[]): readonly string[] {
  const input = cases.map(({ name, document, outcome }) => JSON.stringify({ name, document, patch: outcome.patch }));
  const output = execFileSync(binary, ['patch'], { input: input.join('\n'), maxBuffer: MAX_OUTPUT_BYTES });
  return output.toString('utf8').trimEnd().split('\n');
}

/** What is wrong with an answer; `undefined` where the patched Pod is ours. */
function findFault({ name, outcome }: OracleCase, line: string | undefined): string | undefined {
  const answer = JSON.parse(line ?? '{}') as { name?: string; result?: JsonObject; error?: string };
  if (answer.name !== name) return `${name}: the oracle answered for ${answer.name ?? 'nothing'}`;
  if (answer.error !== undefined) return `${name}: ${answer.error}`;
  if (isDeepStrictEqual(answer.result, copyOf(outcome.pod))) return undefined;
  return `${name}: another Pod comes of ${JSON.stringify(outcome.patch)}`;
}

/** What came of a run: how many patches were applied, and which of them went wrong. */
export interface PatchRun {
  readonly cases: number;
  readonly faults: readonly string[];
}

/** Has every patch of golden, recorded and generated cases applied by the API server's library. */
export function comparePatches(binary: string, seed: number): PatchRun {
  const cases = [...goldenCases(), ...recordedCases(), ...generatedCases(seed)];
  const lines = askOracle(binary, cases);
  const faults = cases.map((one, index) => findFault(one, lines[index])).filter((fault) => fault !== undefined);
  return { cases: cases.length, faults };
}

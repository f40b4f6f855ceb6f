import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { mutate } from '../../src/admission/mutate.ts';
import { injectPod } from '../../src/injection/inject-pod.ts';
import type { JsonObject } from '../../src/injection/json.ts';
import type { Outcome } from '../../src/injection/outcome.ts';
import { copyOf } from './apply-patch.ts';
import { generatedCase } from './arbitraries.ts';
import { injectGoldenCase, listGoldenCases } from './golden-cases.ts';
import { contextOf, loadExample, loadReviews } from './load-example.ts';

const MODULE = fileURLToPath(new URL('../oracle/', import.meta.url));
const GENERATED = 500;
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
    for (const { subject, templates } of fc.sample(generatedCase, { seed: seed + round, numRuns: GENERATED })) {
      const outcome = injectPod(subject, templates);
      if (outcome.patch.length > 0)
        cases.push({ name: `generated ${seed} ${cases.length}`, document: subject.pod, outcome });
    }
  }
  return cases.slice(0, GENERATED);
}

/** The API server's own library, built once; ends the program where Go is not installed. */
function buildOracle(folder: string): string {
  const binary = join(folder, 'oracle');
  const { error } = spawnSync('go', ['version']);
  if (error !== undefined) {
    console.error('test:oracle needs Go 1.26 or newer on the PATH: https://go.dev/doc/install');
    process.exit(1);
  }
  execFileSync('go', ['build', '-o', binary, '.'], { cwd: MODULE, stdio: 'inherit' });
  return binary;
}

function askOracle(binary: string, cases: readonly OracleCase[]): readonly string[] {
  const input = cases.map(({ name, document, outcome }) => JSON.stringify({ name, document, patch: outcome.patch }));
  const output = execFileSync(binary, { input: input.join('\n'), maxBuffer: MAX_OUTPUT_BYTES });
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

const folder = mkdtempSync(join(tmpdir(), 'sidecar-injector-oracle-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
console.log('building test/oracle …');
const binary = buildOracle(folder);
const seed = Number(process.env['FC_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const cases = [...goldenCases(), ...recordedCases(), ...generatedCases(seed)];
console.log(`applying ${cases.length} patches with evanphx/json-patch …`);
const lines = askOracle(binary, cases);
const faults = cases.map((one, index) => findFault(one, lines[index])).filter((fault) => fault !== undefined);
for (const fault of faults) console.log(fault);
console.log(`${cases.length - faults.length} passed, ${faults.length} failed`);
process.exitCode = faults.length === 0 ? 0 : 1;

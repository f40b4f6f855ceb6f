import { execFile } from 'node:child_process';
import type { JsonObject } from '../../../src/injection/json.ts';
import type { MergePair } from './generated-pairs.ts';
import type { Outcomes } from './merge-adapter.ts';
import { overlaysOf } from './overlay.ts';

const MAX_OUTPUT_BYTES = 1024 * 1024 * 1024;

/** What Go says of one pair. */
export interface GoAnswer {
  readonly name: string;
  /** The overlay laid over the Pod. */
  readonly replace?: JsonObject;
  /** The Pod laid over the overlay. */
  readonly keep?: JsonObject;
  /** What the API server sees, with its defaults: in `alone`, `go-replace`, `go-keep` and `ours-<policy>`. */
  readonly seen?: Readonly<Record<string, JsonObject>>;
  /** What the API server would refuse them for, where it takes both the Pod and the template alone. */
  readonly invalid?: Readonly<Record<string, readonly string[]>>;
  /** Why there is no answer. */
  readonly error?: string;
}

/** A pair with what we make of it. */
export interface MergedPair {
  readonly pair: MergePair;
  readonly outcomes: Outcomes;
}

/** Asks the Go program for both merges of each pair, and for what the API server sees in every Pod. */
export async function askForMerges(binary: string, pairs: readonly MergedPair[]): Promise<readonly GoAnswer[]> {
  const lines = pairs.map(({ pair, outcomes }) => {
    const ours = { replace: outcomes.replace.pod, keep: outcomes.keep.pod };
    return JSON.stringify({ name: pair.name, pod: pair.pod, ...overlaysOf(pair.document, pair.pod), ours });
  });
  const output = await answersTo(binary, lines.join('\n'));
  return output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as GoAnswer);
}

async function answersTo(binary: string, input: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  // Go collects less often: the process is short and both cores are busy.
  const env = { ...process.env, GOGC: '400' };
  const child = execFile(binary, ['merge'], { maxBuffer: MAX_OUTPUT_BYTES, env }, (error, output) => {
    if (error === null) resolve(output);
    else reject(error);
  });
  child.stdin?.end(input);
  return promise;
}

import * as fc from 'fast-check';
import { comparePair, type Deviation } from './compare-merges.ts';
import { generatedPair, type MergePair } from './generated-pairs.ts';
import { mergeUnderEachPolicy } from './merge-adapter.ts';
import { askForMerges, type GoAnswer, type MergedPair } from './strategic-merge.ts';

const TEMPLATES_PER_BATCH = 200;
/** Most of the time goes into reading templates, so each is laid over several Pods. */
const OTHER_PODS = 5;

/** How many pairs a run compares, and from which seed they are made. */
export interface MergeRunOptions {
  readonly binary: string;
  readonly seed: number;
  readonly pairs: number;
}

/** A pair with a deviation that no class names. */
export interface FaultyPair {
  readonly pair: MergePair;
  readonly deviations: readonly Deviation[];
}

/** What came of a run. */
export interface MergeRun {
  readonly pairs: number;
  /** How many pairs ended with each decision under `replace`, by `action reason`. */
  readonly decisions: ReadonlyMap<string, number>;
  /** How often each class was seen, by `class comparison`. */
  readonly deviations: ReadonlyMap<string, number>;
  readonly faulty: readonly FaultyPair[];
}

interface Tally {
  pairs: number;
  readonly decisions: Map<string, number>;
  readonly deviations: Map<string, number>;
  readonly faulty: FaultyPair[];
}

/** Compares our merge of generated pairs with Go's; the next pairs are made while Go works on the last ones. */
export async function compareMerges({ binary, seed, pairs }: MergeRunOptions): Promise<MergeRun> {
  const tally: Tally = { pairs: 0, decisions: new Map(), deviations: new Map(), faulty: [] };
  let last: Promise<void> | undefined;
  for (let made = 0, batch = 0; made < pairs; batch += 1) {
    const merged = mergeAll(samplePairs(seed + batch, batch).slice(0, pairs - made));
    made += merged.length;
    await last;
    last = askForMerges(binary, merged).then((answers) => countAll(tally, merged, answers));
  }
  await last;
  return tally;
}

/** Each template with the Pod that was made for it, and with the next ones where no container of theirs is a template's. */
function samplePairs(seed: number, batch: number): readonly MergePair[] {
  const sampled = fc.sample(generatedPair, { seed, numRuns: TEMPLATES_PER_BATCH });
  return sampled.flatMap(({ pod, document }, index): readonly MergePair[] => {
    const name = `${batch * TEMPLATES_PER_BATCH + index}`;
    const others = sampled.slice(index + 1, index + 1 + OTHER_PODS).filter(({ hasInjected }) => !hasInjected);
    const pods = [pod, ...others.map((other) => other.pod)];
    return pods.map((one, which) => ({ name: which === 0 ? name : `${name}+${which}`, pod: one, document }));
  });
}

function mergeAll(pairs: readonly MergePair[]): readonly MergedPair[] {
  return pairs.map((pair) => ({ pair, outcomes: mergeUnderEachPolicy(pair.pod, pair.document) }));
}

function countAll(tally: Tally, merged: readonly MergedPair[], answers: readonly GoAnswer[]): void {
  for (const [index, one] of merged.entries()) count(tally, one, answers[index]);
}

function count(tally: Tally, merged: MergedPair, answer: GoAnswer | undefined): void {
  const { action, reason } = merged.outcomes.replace.decision;
  tally.pairs += 1;
  increase(tally.decisions, `${action} ${reason}`);
  const deviations = deviationsOf(merged, answer);
  for (const { className, comparison } of deviations) {
    if (className !== undefined) increase(tally.deviations, `${className} ${comparison}`);
  }
  const unnamed = deviations.filter(({ className }) => className === undefined);
  if (unnamed.length > 0) tally.faulty.push({ pair: merged.pair, deviations: unnamed });
}

function deviationsOf(merged: MergedPair, answer: GoAnswer | undefined): readonly Deviation[] {
  if (answer?.name === merged.pair.name && answer.error === undefined) return comparePair(merged, answer);
  const error = answer?.error ?? `the oracle answered for ${answer?.name ?? 'nothing'}`;
  return [{ comparison: 'replace', className: undefined, path: 'oracle', ours: undefined, go: error }];
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

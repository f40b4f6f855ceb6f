import type { Deviation } from './compare-merges.ts';
import { CLASS_NAMES } from './deviation-classes.ts';
import type { FaultyPair, MergeRun } from './merge-run.ts';

const COMPARISONS = ['replace', 'keep', 'reject'] as const;
const NAME_WIDTH = 24;
const COUNT_WIDTH = 9;
const SHOWN_FAULTS = 5;
/** A class that so many pairs do not show is one that the document only claims. */
const PAIRS_THAT_SHOW_ALL = 20_000;

/** The classes that a run of full size has not met. */
export function findMissingClasses({ pairs, deviations }: MergeRun): readonly string[] {
  if (pairs < PAIRS_THAT_SHOW_ALL) return [];
  return CLASS_NAMES.filter((name) => COMPARISONS.every((comparison) => !deviations.has(`${name} ${comparison}`)));
}

/** What a run came to, for people: the decisions, a table of the classes, and the first faults in full. */
export function describeRun(run: MergeRun): string {
  const reached = run.decisions.get('inject injected') ?? 0;
  return [
    `${run.pairs} pairs, of which ${((reached / run.pairs) * 100).toFixed(1)} % reached a merge`,
    ...[...run.decisions].toSorted(([, left], [, right]) => right - left).map(([name, count]) => row(name, [count])),
    row('deviations', [...COMPARISONS]),
    ...CLASS_NAMES.map((name) =>
      row(
        name,
        COMPARISONS.map((comparison) => run.deviations.get(`${name} ${comparison}`) ?? 0),
      ),
    ),
    ...findMissingClasses(run).map((name) => `never seen: ${name}`),
    ...run.faulty.slice(0, SHOWN_FAULTS).map(describeFault),
  ].join('\n');
}

function row(name: string, cells: readonly (string | number)[]): string {
  return `  ${name.padEnd(NAME_WIDTH)}${cells.map((cell) => String(cell).padStart(COUNT_WIDTH)).join('')}`;
}

function describeFault({ pair, deviations }: FaultyPair): string {
  return [
    `pair ${pair.name} deviates from Go's merge in a way that has no name:`,
    ...deviations.map(describeDeviation),
    `  Pod       ${JSON.stringify(pair.pod)}`,
    `  template  ${JSON.stringify(pair.document)}`,
  ].join('\n');
}

function describeDeviation({ comparison, path, ours, go }: Deviation): string {
  return `  ${comparison} ${path}: ours ${JSON.stringify(ours)}, Go's ${JSON.stringify(go)}`;
}

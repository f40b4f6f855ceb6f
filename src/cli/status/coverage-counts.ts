import { adviseOn } from '../../admission/coverage-advice.ts';
import { COVERAGE_STATES, type CoverageState } from '../../admission/coverage-states.ts';
import type { Coverage } from '../../admission/coverage.ts';
import { makerOf, type Maker } from '../../admission/pod-maker.ts';
import { objectAt, stringAt, type JsonObject } from '../../injection/json.ts';

/** How many Pods are in each state. */
export type StateCounts = Readonly<Record<CoverageState, number>>;

/** A Pod that is shown. */
export interface ShownPod {
  readonly namespace: string;
  readonly name: string;
  readonly maker: Maker;
  readonly state: CoverageState;
  readonly why: string;
  readonly advice: string;
}

/** Counts the Pods of each namespace by their state, and keeps the names of those that are to be shown. Keeps no Pod. */
export class CoverageCounts {
  readonly #shown: ReadonlySet<CoverageState>;
  readonly #counts: Map<string, Record<CoverageState, number>> = new Map();
  readonly #pods: ShownPod[] = [];

  constructor(shown: readonly CoverageState[]) {
    this.#shown = new Set(shown);
  }

  /** Counts a Pod. */
  add(pod: JsonObject, { state, why }: Coverage): void {
    const metadata = objectAt(pod, 'metadata');
    const namespace = stringAt(metadata, 'namespace') ?? '';
    const counts = this.#counts.get(namespace) ?? noCounts();
    counts[state] += 1;
    this.#counts.set(namespace, counts);
    if (!this.#shown.has(state)) return;
    const name = stringAt(metadata, 'name') ?? '';
    const maker = makerOf(pod);
    this.#pods.push({ namespace, name, maker, state, why, advice: adviseOn(state, { namespace, name, maker }) });
  }

  /** The counts of the namespaces that have a Pod, by name. */
  get namespaces(): readonly (readonly [name: string, counts: StateCounts])[] {
    return [...this.#counts].toSorted(([left], [right]) => (left < right ? -1 : 1));
  }

  /** The counts of all namespaces together. */
  get total(): StateCounts {
    const total = noCounts();
    for (const counts of this.#counts.values()) for (const state of COVERAGE_STATES) total[state] += counts[state];
    return total;
  }

  /** Those that are to be shown, the worst first. */
  get pods(): readonly ShownPod[] {
    return this.#pods.toSorted(
      (left, right) => COVERAGE_STATES.indexOf(left.state) - COVERAGE_STATES.indexOf(right.state),
    );
  }
}

/** How many Pods are known to be such that should have a sidecar. */
export function shouldHave(counts: StateCounts): number {
  return counts.lost + counts.missing + counts.outdated + counts.older + counts.covered;
}

function noCounts(): Record<CoverageState, number> {
  return { lost: 0, missing: 0, outdated: 0, older: 0, unknown: 0, covered: 0, 'not-due': 0 };
}

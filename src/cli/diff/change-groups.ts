import type { Maker } from '../../admission/pod-maker.ts';
import { CHANGE_KINDS, type Change, type ChangeKind } from './compare-outcomes.ts';

/** The Pods of one maker to which the same happens. */
export interface AffectedMaker extends Maker {
  readonly pods: number;
}

/** Pods to which the same happens. */
export interface ChangeGroup extends Change {
  readonly pods: number;
  readonly of: readonly AffectedMaker[];
}

/** Gathers equal changes of many Pods, so that each is told once. Keeps no Pod. */
export class ChangeGroups {
  readonly #groups = new Map<string, { readonly change: Change; readonly makers: Map<string, AffectedMaker> }>();
  #compared = 0;

  /** How many Pods were compared. */
  get compared(): number {
    return this.#compared;
  }

  /** Counts a Pod; `undefined` where nothing happens to it. */
  add(change: Change | undefined, maker: Maker): void {
    this.#compared += 1;
    if (change === undefined) return;
    const key = JSON.stringify([change.kind, change.message, change.diff]);
    const group = this.#groups.get(key) ?? { change, makers: new Map<string, AffectedMaker>() };
    const makerKey = `${maker.kind}/${maker.namespace}/${maker.name}`;
    const pods = (group.makers.get(makerKey)?.pods ?? 0) + 1;
    group.makers.set(makerKey, { ...maker, pods });
    this.#groups.set(key, group);
  }

  /** The distinct changes: those of most Pods first. */
  list(): readonly ChangeGroup[] {
    return [...this.#groups.values()]
      .map(({ change, makers }) => groupOf(change, [...makers.values()]))
      .toSorted((left, right) => right.pods - left.pods);
  }

  /** How many Pods each kind of change affects. */
  counts(): Readonly<Record<ChangeKind, number>> {
    const groups = this.list();
    const entries = CHANGE_KINDS.map((kind) => [kind, sum(groups.filter((group) => group.kind === kind))] as const);
    return Object.fromEntries(entries) as Record<ChangeKind, number>;
  }
}

function groupOf(change: Change, makers: readonly AffectedMaker[]): ChangeGroup {
  return { ...change, pods: sum(makers), of: makers };
}

function sum(counted: readonly { readonly pods: number }[]): number {
  return counted.reduce((total, { pods }) => total + pods, 0);
}

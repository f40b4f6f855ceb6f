import type { Dice } from '../fuzz/dice.ts';
import type { FaultCluster } from './fault-cluster.ts';

/** How much of a scenario is run: the full counts, or what takes a minute at most. */
export type Scale = 'full' | 'quick';

/** What a scenario found out. */
export interface Finding {
  /** The figures, in the words of the table: `0 of 10,480 lost`. */
  readonly measured: string;
  /** Whether the goal is reached. */
  readonly isMet: boolean;
  /**
   * Why this machine cannot show it, where what the goal is compared with misses it too: then the goal counts neither as reached
   * nor as missed. For figures of time; for losses only where a webhook that does nothing loses as well.
   */
  readonly undecided?: string;
  /** Lines for whoever looks into it, printed below the table: messages of what failed, figures beside the goal. */
  readonly details?: readonly string[];
}

/** What a scenario is given. */
export interface FaultContext {
  /**
   * The cluster that scenarios share: two API servers on one etcd, two replicas of the injector, healthy. Started at the first
   * call. A scenario leaves it healthy; one that did not is named, and the next gets a new one.
   */
  readonly shared: () => Promise<FaultCluster>;
  /** All random choices of the scenario. The same for the same `--seed`, whatever else is run. */
  readonly dice: Dice;
  /** One line of progress. */
  readonly say: (text: string) => void;
  /** The commit that an upgrade starts from. */
  readonly previousCommit: string;
}

/** A failure mode, and how it is brought about and judged. One file each, in the list of `scenario-list.ts`. */
export interface Scenario {
  /** Its name for `--only`. */
  readonly name: string;
  /** The failure mode, as a row of the table. */
  readonly row: string;
  /** Whether it starts clusters of its own: then the shared one is ended first, so that they have the machine to themselves. */
  readonly hasOwnCluster?: boolean;
  /** Why `--quick` leaves it out: it takes too long, or measures times so short that it needs the machine to itself. */
  readonly onlyFull?: 'slow' | 'sensitive';
  /** What has to be measured, in the words of the table. */
  readonly goal: string;
  /** Makes the failure happen, and measures. An exception counts as a goal missed. */
  readonly run: (context: FaultContext, scale: Scale) => Promise<Finding>;
}

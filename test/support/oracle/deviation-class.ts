import type { Difference } from './differences.ts';

/**
 * What is compared: our merge under `replace` with the template laid over the Pod, under `keep` with the Pod laid over the
 * template, and under `reject` the places where those two merges of Go disagree with those where we refuse.
 */
export type Comparison = 'replace' | 'keep' | 'reject';

/** Whether a difference is of a class. Under `reject`, `ours` and `go` are the two merges of Go. */
export type Predicate = (difference: Difference) => boolean;

/** A kind of difference between our merge and Go's that is meant to be, with a row in docs/merge.md. */
export interface DeviationClass {
  readonly name: string;
  readonly holds: Partial<Readonly<Record<Comparison, Predicate>>>;
}

import { COVERAGE_STATES, type CoverageState } from '../admission/coverage-states.ts';
import type { Coverage } from '../admission/coverage.ts';
import { makerOf, type Maker } from '../admission/pod-maker.ts';
import { objectAt, stringAt, type JsonObject } from '../injection/json.ts';

/** What is kept of a Pod that was judged. */
export interface JudgedPod {
  readonly uid: string;
  readonly namespace: string;
  readonly coverage: Coverage;
  /** Only of a Pod that lacks its sidecar. */
  readonly bare?: BarePod;
}

/** A Pod that lacks its sidecar. */
export interface BarePod {
  readonly name: string;
  readonly maker: Maker;
  /** RFC 3339. */
  readonly createdAt: string | undefined;
}

/** A Pod that was created without the sidecar that it was to have, or with one that was taken out again. */
export interface Gap extends BarePod {
  readonly uid: string;
  readonly namespace: string;
  readonly state: 'lost' | 'missing';
  readonly why: string;
}

/** Takes of a Pod what is kept of it. */
export function describeJudged(pod: JsonObject, coverage: Coverage): JudgedPod {
  const metadata = objectAt(pod, 'metadata');
  const judged = { uid: stringAt(metadata, 'uid') ?? '', namespace: stringAt(metadata, 'namespace') ?? '', coverage };
  if (!isBare(coverage.state)) return judged;
  const name = stringAt(metadata, 'name') ?? '';
  return { ...judged, bare: { name, maker: makerOf(pod), createdAt: stringAt(metadata, 'creationTimestamp') } };
}

interface PodRecord {
  readonly namespace: string;
  readonly state: CoverageState;
  /** Whether it was found to be a gap: that stays. */
  readonly isGap: boolean;
  /** Whether it was to have nothing when it was first seen, by a word that leaves no trace when it is taken back. */
  readonly hadOptedOut: boolean;
}

/** The state of each Pod by its uid, and how many there are in each state. Every gap is told once. */
export class PodRecords {
  readonly #records: Map<string, PodRecord> = new Map();
  readonly #inNamespace: Map<string, number> = new Map();
  readonly #counts: Record<CoverageState, number>;
  #gaps = 0;

  constructor() {
    this.#counts = Object.fromEntries(COVERAGE_STATES.map((state) => [state, 0])) as Record<CoverageState, number>;
  }

  /** How many Pods are in each state. */
  get counts(): Readonly<Record<CoverageState, number>> {
    return this.#counts;
  }

  /** How many gaps were found. */
  get gaps(): number {
    return this.#gaps;
  }

  has(uid: string): boolean {
    return this.#records.has(uid);
  }

  /** Whether a namespace has a Pod. */
  hasIn(namespace: string): boolean {
    return this.#inNamespace.has(namespace);
  }

  /** Takes over a judgement of a Pod. @returns the gap that it shows, where that was not known */
  put({ uid, namespace, coverage, bare }: JudgedPod): Gap | undefined {
    const before = this.#records.get(uid);
    const state = settle(before, coverage.state);
    const isNew = isGapState(state) && before?.isGap !== true;
    const hadOptedOut = before?.hadOptedOut ?? hasOptedOut(coverage);
    this.remove(uid);
    this.#records.set(uid, { namespace, state, isGap: isNew || before?.isGap === true, hadOptedOut });
    this.#counts[state] += 1;
    this.#inNamespace.set(namespace, (this.#inNamespace.get(namespace) ?? 0) + 1);
    if (!isNew || !isGapState(state) || bare === undefined) return undefined;
    this.#gaps += 1;
    return { ...bare, uid, namespace, state, why: coverage.why };
  }

  /** Forgets a Pod that is gone. */
  remove(uid: string): void {
    const record = this.#records.get(uid);
    if (record === undefined) return;
    this.#records.delete(uid);
    this.#counts[record.state] -= 1;
    const left = (this.#inNamespace.get(record.namespace) ?? 1) - 1;
    if (left === 0) this.#inNamespace.delete(record.namespace);
    else this.#inNamespace.set(record.namespace, left);
  }
}

/**
 * What was seen at first says more than what the objects say of their past: a gap stays one although the label was written again
 * since, and a Pod that had opted out, or was older, does not become one.
 */
function settle(before: PodRecord | undefined, state: CoverageState): CoverageState {
  if (before === undefined || (state !== 'missing' && state !== 'older')) return state;
  if (before.isGap) return 'missing';
  return before.hadOptedOut || before.state === 'older' ? 'older' : state;
}

function hasOptedOut({ reason }: Coverage): boolean {
  return reason === 'pod-opted-out' || reason === 'namespace-disabled';
}

function isGapState(state: CoverageState): state is 'lost' | 'missing' {
  return state === 'lost' || state === 'missing';
}

function isBare(state: CoverageState): boolean {
  return isGapState(state) || state === 'older';
}

import type { Outcome, Sample } from './create-client.ts';
import type { PodKindName } from './pod-kinds.ts';

/** All creations of a load, in the order of their ends, and what tests ask of them. */
export class LoadReport {
  readonly samples: readonly Sample[];

  constructor(samples: readonly Sample[]) {
    this.samples = samples;
  }

  get total(): number {
    return this.samples.length;
  }

  /** Creations that did not end well: refused, unanswered, or with the wrong containers. */
  get lost(): readonly Sample[] {
    return this.samples.filter(({ outcome }) => outcome !== 'ok');
  }

  /** How often something became of a kind. */
  count(kind: PodKindName, outcome: Outcome): number {
    return this.samples.filter((sample) => sample.kind === kind && sample.outcome === outcome).length;
  }

  /** Milliseconds that this share of the creations took at most: `percentile(0.99)`; NaN where there are none. */
  percentile(share: number): number {
    return percentileOf(
      this.samples.map(({ startMs, endMs }) => endMs - startMs),
      share,
    );
  }

  /** Only the creations that were over within this time. */
  between(fromMs: number, toMs: number): LoadReport {
    return new LoadReport(this.samples.filter(({ endMs }) => endMs >= fromMs && endMs < toMs));
  }

  /** `labelled 120 ok, 1 refused · control 130 ok`. */
  describeKinds(): string {
    const counts = new Map<PodKindName, Map<Outcome, number>>();
    for (const { kind, outcome } of this.samples) {
      const ofKind = counts.get(kind) ?? new Map<Outcome, number>();
      ofKind.set(outcome, (ofKind.get(outcome) ?? 0) + 1);
      counts.set(kind, ofKind);
    }
    return [...counts]
      .map(([kind, ofKind]) => `${kind} ${[...ofKind].map(([outcome, count]) => `${count} ${outcome}`).join(', ')}`)
      .join(' · ');
  }

  /** Each message of a loss with how often it was heard, at most so many. */
  describeLosses(limit = 10): readonly string[] {
    const counts = new Map<string, number>();
    for (const { kind, outcome, message = '' } of this.lost) {
      const line = `${kind} ${outcome}: ${message}`;
      counts.set(line, (counts.get(line) ?? 0) + 1);
    }
    return [...counts].slice(0, limit).map(([line, count]) => `${count} × ${line}`);
  }

  /** Percentiles in one line. */
  describeLatency(): string {
    const shares = [0.5, 0.95, 0.99, 1];
    return shares
      .map((share) => `${share === 1 ? 'max' : `p${share * 100}`} ${this.percentile(share).toFixed(0)} ms`)
      .join(', ');
  }
}

/** The value that this share of the values does not exceed (nearest rank); NaN where there are none. */
export function percentileOf(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

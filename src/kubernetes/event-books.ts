import { Counter, type Registry } from '@prometheus-io/client';
import type { EventReason } from '../admission/event.ts';
import type { FailureKind } from './api-failure.ts';

/** Why an Event was dropped before it was sent. */
export const DROP_CAUSES = ['queue-full', 'rate-limited', 'stopped'] as const;

/** One of {@link DROP_CAUSES}. */
export type DropCause = (typeof DROP_CAUSES)[number];

type Labels = Readonly<Record<string, string>>;
type Counts = Map<string, { readonly labels: Labels; count: number }>;
type Result = 'sent' | 'dropped' | 'failed';

const HELP: Readonly<Record<Result, string>> = {
  sent: 'Occurrences that stand in Events of the API server.',
  dropped: 'Occurrences that were never sent: too many at once, or the end.',
  failed: 'Occurrences that were sent in vain, by the kind of the last failure.',
};

/** Counts what became of everything that was to be told: it was sent, dropped before that, or failed. */
export class EventBooks {
  readonly #counts: Readonly<Record<Result, Counts>> = { sent: new Map(), dropped: new Map(), failed: new Map() };

  /** The API server has them. */
  sent(reason: EventReason, count: number): void {
    this.#add('sent', { reason }, count);
  }

  /** They were not sent. */
  dropped(reason: EventReason, cause: DropCause, count: number): void {
    this.#add('dropped', { reason, cause }, count);
  }

  /** They were sent in vain. */
  failed(reason: EventReason, cause: FailureKind, count: number): void {
    this.#add('failed', { reason, cause }, count);
  }

  /** Defines the metrics. */
  define(registry: Registry): readonly Counter<string>[] {
    return [
      this.#defineOne(registry, 'sent', ['reason']),
      this.#defineOne(registry, 'dropped', ['reason', 'cause']),
      this.#defineOne(registry, 'failed', ['reason', 'cause']),
    ];
  }

  #add(result: Result, labels: Labels, count: number): void {
    if (count === 0) return;
    const counts = this.#counts[result];
    const key = Object.values(labels).join(' ');
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { labels, count });
    else known.count += count;
  }

  #defineOne(registry: Registry, result: Result, labelNames: string[]): Counter<string> {
    const counts = this.#counts[result];
    return new Counter<string>({
      name: `sidecar_injector_events_${result}_total`,
      help: HELP[result],
      labelNames,
      registers: [registry],
      collect() {
        this.reset();
        for (const { labels, count } of counts.values()) this.inc(labels, count);
      },
    });
  }
}

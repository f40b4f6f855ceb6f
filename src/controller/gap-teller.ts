import type { TellEvent } from '../admission/event.ts';
import { EVENT_LIMITS, type EventLimits } from '../kubernetes/event-limits.ts';
import { pause, type Timing } from '../kubernetes/timing.ts';
import { TokenBucket } from '../kubernetes/token-bucket.ts';
import { gapEvent } from './gap-event.ts';
import type { Gap } from './pod-records.ts';

/** Half a kilobyte each. */
const MAX_WAITING = 10_000;

/** What a teller is made of. */
export interface GapTellerOptions {
  readonly tellEvent: TellEvent;
  /** Whether a Pod is there still. */
  readonly isThere: (uid: string) => boolean;
  readonly timing: Timing;
  /** Ends it; what waits is not told. */
  readonly signal: AbortSignal;
  /** {@link EVENT_LIMITS} when left out. */
  readonly limits?: Pick<EventLimits, 'burst' | 'refillMs'>;
}

/**
 * Has an Event written for each gap, no faster than Events are written: an outage leaves more gaps at once than the recorder keeps
 * waiting, and a gap is told only once. Beyond what waits here the recorder drops, and counts what it drops.
 */
export class GapTeller {
  readonly #options: GapTellerOptions;
  readonly #pace: TokenBucket;
  readonly #waiting: Gap[] = [];
  #work: Promise<void> | undefined;

  constructor(options: GapTellerOptions) {
    this.#options = options;
    this.#pace = new TokenBucket(options.limits ?? EVENT_LIMITS, options.timing.nowMs());
  }

  /** Has an Event written, at once or some time later. */
  tell(gap: Gap): void {
    const { tellEvent, signal } = this.#options;
    if (this.#waiting.length >= MAX_WAITING) tellEvent(gapEvent(gap));
    else this.#waiting.push(gap);
    if (!signal.aborted) this.#work ??= this.#run();
  }

  /** @returns once no timer is left, after the signal has fired */
  async ended(): Promise<void> {
    await this.#work;
  }

  async #run(): Promise<void> {
    do await this.#tellNext();
    while (this.#waiting.length > 0 && !this.#options.signal.aborted);
    this.#work = undefined;
  }

  async #tellNext(): Promise<void> {
    const { tellEvent, isThere, timing, signal } = this.#options;
    const gap = this.#waiting.shift();
    if (gap === undefined || !isThere(gap.uid)) return;
    while (!signal.aborted && !this.#pace.take(timing.nowMs()))
      await pause(timing, this.#pace.waitMs(timing.nowMs()), signal);
    if (!signal.aborted) tellEvent(gapEvent(gap));
  }
}

import type { InjectorEvent } from '../admission/event.ts';
import type { ApiConnection } from './api-connection.ts';
import type { ApiFailure, FailureKind } from './api-failure.ts';
import { Backoff } from './backoff.ts';
import { EventBooks } from './event-books.ts';
import { EVENT_LIMITS, type EventLimits } from './event-limits.ts';
import { EventMemory } from './event-memory.ts';
import type { EventSource } from './event-object.ts';
import type { EventSeries } from './event-series.ts';
import { createObjectClient, type ObjectClient } from './object-client.ts';
import { pause, SYSTEM_TIMING, type Timing } from './timing.ts';
import { TokenBucket } from './token-bucket.ts';

/** What a recorder is made of. */
export interface EventRecorderOptions extends EventSource {
  readonly connection: ApiConnection;
  /** Hears of each Event that the API server did not take. */
  readonly onFailure: (event: InjectorEvent, failure: ApiFailure) => void;
  readonly now: () => Date;
  /** {@link EVENT_LIMITS} when left out. */
  readonly limits?: EventLimits;
  /** {@link SYSTEM_TIMING} when left out. */
  readonly timing?: Timing;
}

/**
 * Failures of the API server as a whole, which may be over soon: one that has just started knows nobody's rights yet. Any other
 * is the Event's own, and stays.
 */
const PASSING: ReadonlySet<FailureKind> = new Set([
  'connection',
  'credentials',
  'forbidden',
  'server-error',
  'throttled',
  'timeout',
  'unauthorized',
]);

/** In a namespace that is being deleted nothing can be created; the status is 403 as well. */
const NAMESPACE_ENDS = /because it is being terminated/;

/**
 * Tells the API server Events, one request at a time, beside whatever else goes on. The same Event is counted up instead of
 * created again; what is more than the limits allow is dropped and counted. Nothing that goes wrong here reaches the caller.
 */
export class EventRecorder {
  readonly books: EventBooks = new EventBooks();
  readonly #options: EventRecorderOptions;
  readonly #limits: EventLimits;
  readonly #timing: Timing;
  readonly #memory: EventMemory;
  readonly #pace: TokenBucket;
  readonly #client: ObjectClient;
  readonly #queue: EventSeries[] = [];
  /** Ends pauses. */
  readonly #hurry = new AbortController();
  /** Ends requests. */
  readonly #end = new AbortController();
  #work: Promise<void> | undefined;
  #stopCountUp: (() => void) | undefined;

  constructor(options: EventRecorderOptions) {
    const { connection, limits = EVENT_LIMITS, timing = SYSTEM_TIMING } = options;
    this.#options = options;
    this.#limits = limits;
    this.#timing = timing;
    this.#memory = new EventMemory(limits);
    this.#pace = new TokenBucket(limits, timing.nowMs());
    this.#client = createObjectClient(connection, timing, this.#end.signal);
  }

  /** Has an Event written, or counted up, some time later. Returns at once and never throws. */
  tell(event: InjectorEvent): void {
    if (this.#isStopping) return this.books.dropped(event.reason, 'stopped', 1);
    const nowMs = this.#timing.nowMs();
    const now = this.#options.now();
    if (this.#memory.addTo(event, nowMs, now) !== undefined) return this.#countUpLater();
    const isFull = this.#queue.length >= this.#limits.maxQueued;
    const series = isFull ? 'queue-full' : this.#memory.begin(event, nowMs, now);
    if (typeof series === 'string') this.books.dropped(event.reason, series, 1);
    else this.#enqueue(series);
  }

  /**
   * Tells what is left, and ends. From this call on nothing more is taken.
   *
   * @returns once no request and no timer is left: after `flushMs` at the latest
   */
  async stop(flushMs: number): Promise<void> {
    this.#hurry.abort();
    this.#stopCountUp?.();
    this.#enqueueWaiting();
    const stopTimer = this.#timing.startTimer(flushMs, () => this.#end.abort());
    await this.#work;
    stopTimer();
  }

  get #isStopping(): boolean {
    return this.#hurry.signal.aborted;
  }

  /** Many of one kind in a short time become one request. */
  #countUpLater(): void {
    this.#stopCountUp ??= this.#timing.startTimer(this.#limits.countUpMs, () => {
      this.#stopCountUp = undefined;
      this.#enqueueWaiting();
    });
  }

  #enqueueWaiting(): void {
    for (const series of this.#memory.waiting()) this.#enqueue(series);
  }

  #enqueue(series: EventSeries): void {
    series.isQueued = true;
    this.#queue.push(series);
    this.#work ??= this.#run();
  }

  async #run(): Promise<void> {
    for (let series = this.#queue[0]; series !== undefined; series = this.#queue[0]) {
      await this.#waitForTurn();
      await this.#send(series);
      this.#queue.shift();
      series.isQueued = false;
      if (series.untold > 0 && this.#isStopping) this.#enqueue(series);
      else if (series.untold > 0) this.#countUpLater();
    }
    this.#work = undefined;
  }

  async #waitForTurn(): Promise<void> {
    while (!this.#isStopping && !this.#pace.take(this.#timing.nowMs())) {
      await pause(this.#timing, this.#pace.waitMs(this.#timing.nowMs()), this.#hurry.signal);
    }
  }

  async #send(series: EventSeries): Promise<void> {
    const { reason } = series.event;
    const backoff = new Backoff(this.#timing, this.#limits);
    for (let tries = 1; !this.#end.signal.aborted; tries += 1) {
      const count = series.untold;
      const failure = await this.#try(series);
      if (failure === undefined) {
        series.told(count);
        return this.books.sent(reason, count);
      }
      if (!this.#isWorthAnotherTry(failure, tries)) return this.#giveUp(series, failure);
      await pause(this.#timing, this.#delayMs(failure, backoff), this.#hurry.signal);
    }
    this.books.dropped(reason, 'stopped', series.giveUp());
  }

  /** One request, or two where the Event to be counted up is gone. */
  async #try(series: EventSeries): Promise<ApiFailure | undefined> {
    const { isStored } = series;
    const result = await this.#client.send(series.request(this.#options));
    if (result.ok) return undefined;
    // An earlier try has created it, and only its answer was lost.
    if (!isStored && result.error.status === 409) return undefined;
    if (!isStored || result.error.kind !== 'not-found') return result.error;
    series.startAnew();
    return this.#try(series);
  }

  #isWorthAnotherTry({ kind, message }: ApiFailure, tries: number): boolean {
    return PASSING.has(kind) && !NAMESPACE_ENDS.test(message) && tries < this.#limits.maxTries && !this.#isStopping;
  }

  #delayMs({ retryAfterMs = 0 }: ApiFailure, backoff: Backoff): number {
    return Math.max(backoff.next(), Math.min(retryAfterMs, this.#limits.maxRetryAfterMs));
  }

  #giveUp(series: EventSeries, failure: ApiFailure): void {
    this.books.failed(series.event.reason, failure.kind, series.giveUp());
    if (!series.isStored) this.#memory.forget(series);
    this.#options.onFailure(series.event, failure);
  }
}

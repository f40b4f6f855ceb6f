import type { InjectorEvent, ObjectReference } from '../admission/event.ts';
import type { DropCause } from './event-books.ts';
import type { EventLimits } from './event-limits.ts';
import { EventSeries } from './event-series.ts';
import { TokenBucket } from './token-bucket.ts';

/** The Events of late, so that the same one is counted up; and how many new ones each object may still have. Bounded. */
export class EventMemory {
  readonly #limits: EventLimits;
  /** The one that occurred last stands last. */
  readonly #series: Map<string, EventSeries> = new Map();
  readonly #objects: Map<string, TokenBucket> = new Map();

  constructor(limits: EventLimits) {
    this.#limits = limits;
  }

  /** Notes that it happened again, where the same Event is remembered. */
  addTo(event: InjectorEvent, nowMs: number, now: Date): EventSeries | undefined {
    const key = keyOf(event);
    const series = this.#series.get(key);
    if (series === undefined) return undefined;
    if (series.untold === 0 && nowMs - series.lastMs > this.#limits.windowMs) {
      this.#series.delete(key);
      return undefined;
    }
    series.add(nowMs, now);
    this.#series.delete(key);
    this.#series.set(key, series);
    return series;
  }

  /** Begins to remember a new Event, or says why there is no room for it. */
  begin(event: InjectorEvent, nowMs: number, now: Date): EventSeries | DropCause {
    if (!this.#makeRoom()) return 'queue-full';
    if (!this.#bucketOf(event.about, nowMs).take(nowMs)) return 'rate-limited';
    const series = new EventSeries(event, nowMs, now);
    this.#series.set(keyOf(event), series);
    return series;
  }

  /** Forgets one that the API server never took. */
  forget({ event }: EventSeries): void {
    this.#series.delete(keyOf(event));
  }

  /** Those of which the API server has not heard everything, and which nobody sends yet. */
  *waiting(): Generator<EventSeries> {
    for (const series of this.#series.values()) if (series.untold > 0 && !series.isQueued) yield series;
  }

  #makeRoom(): boolean {
    if (this.#series.size < this.#limits.maxRemembered) return true;
    for (const [key, { untold, isQueued }] of this.#series) {
      if (untold === 0 && !isQueued) return this.#series.delete(key);
    }
    return false;
  }

  #bucketOf(about: ObjectReference, nowMs: number): TokenBucket {
    const key = keyOfObject(about);
    const { maxRemembered, objectBurst: burst, objectRefillMs: refillMs } = this.#limits;
    const bucket = this.#objects.get(key) ?? new TokenBucket({ burst, refillMs }, nowMs);
    this.#objects.delete(key);
    this.#objects.set(key, bucket);
    const [oldest] = this.#objects.keys();
    if (this.#objects.size > maxRemembered && oldest !== undefined) this.#objects.delete(oldest);
    return bucket;
  }
}

function keyOf({ about, reason, message }: InjectorEvent): string {
  return JSON.stringify([keyOfObject(about), reason, message]);
}

function keyOfObject({ namespace, kind, name, uid }: ObjectReference): string {
  return JSON.stringify([namespace, kind, name, uid]);
}

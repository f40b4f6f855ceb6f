import type { InjectorEvent } from '../admission/event.ts';
import type { ApiRequest } from './api-request.ts';
import { countUpEvent, createEvent, newEventName, type EventSource } from './event-object.ts';

/** Occurrences of the same Event: those that the API server knows of, and those that it is still to hear of. */
export class EventSeries {
  readonly event: InjectorEvent;
  /** Whether it stands in line to be sent, or is being sent. */
  isQueued = false;
  /** When it last occurred, on the clock of timers. */
  lastMs: number;
  #eventName: string;
  #first: Date;
  #last: Date;
  #told = 0;
  #untold = 1;

  constructor(event: InjectorEvent, nowMs: number, now: Date) {
    this.event = event;
    this.lastMs = nowMs;
    this.#eventName = newEventName(event.about);
    this.#first = now;
    this.#last = now;
  }

  /** Whether the API server has an Event to count up. */
  get isStored(): boolean {
    return this.#told > 0;
  }

  /** Occurrences that the API server has not heard of. */
  get untold(): number {
    return this.#untold;
  }

  /** It happened again. */
  add(nowMs: number, now: Date): void {
    this.lastMs = nowMs;
    this.#last = now;
    this.#untold += 1;
  }

  /** What tells the API server of all occurrences. */
  request(source: EventSource): ApiRequest {
    const occurrences = { count: this.#told + this.#untold, first: this.#first, last: this.#last };
    return this.isStored
      ? countUpEvent(this.#eventName, this.event, occurrences)
      : createEvent(this.#eventName, this.event, occurrences, source);
  }

  /** The API server has heard of so many more. */
  told(count: number): void {
    this.#told += count;
    this.#untold -= count;
  }

  /** The Event is gone from the API server: those not told become a new one. */
  startAnew(): void {
    this.#eventName = newEventName(this.event.about);
    this.#told = 0;
    this.#first = this.#last;
  }

  /** Nobody will hear of those not told. Gives how many they were. */
  giveUp(): number {
    const count = this.#untold;
    this.#untold = 0;
    return count;
  }
}

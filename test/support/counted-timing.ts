import { SYSTEM_TIMING, type Timing } from '../../src/kubernetes/timing.ts';

/** Real timers that are counted. */
export class CountedTiming implements Timing {
  readonly #active: Set<symbol> = new Set();

  /** Timers that have neither fired nor been taken away. */
  get active(): number {
    return this.#active.size;
  }

  readonly nowMs = (): number => SYSTEM_TIMING.nowMs();

  readonly random = (): number => 0.5;

  readonly startTimer = (delayMs: number, callback: () => void): (() => void) => {
    const timer = Symbol(`${delayMs} ms`);
    this.#active.add(timer);
    const stop = SYSTEM_TIMING.startTimer(delayMs, () => {
      this.#active.delete(timer);
      callback();
    });
    return () => {
      this.#active.delete(timer);
      stop();
    };
  };
}

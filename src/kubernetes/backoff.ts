import type { InformerLimits } from './limits.ts';
import type { Timing } from './timing.ts';

/** The first delay, and the one that no delay is above. */
export type BackoffLimits = Pick<InformerLimits, 'firstBackoffMs' | 'maxBackoffMs'>;

/** Delays that double from try to try up to a bound, each between half and all of it by chance, so that replicas spread. */
export class Backoff {
  readonly #timing: Timing;
  readonly #limits: BackoffLimits;
  #tries = 0;

  constructor(timing: Timing, limits: BackoffLimits) {
    this.#timing = timing;
    this.#limits = limits;
  }

  /** The delay before the next try, in milliseconds. */
  next(): number {
    const { firstBackoffMs, maxBackoffMs } = this.#limits;
    const delayMs = Math.min(maxBackoffMs, firstBackoffMs * 2 ** this.#tries);
    this.#tries += 1;
    return delayMs * (0.5 + this.#timing.random() / 2);
  }

  /** The next delay is the first one again. */
  reset(): void {
    this.#tries = 0;
  }
}

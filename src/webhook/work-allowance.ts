/** How much work is allowed. */
export interface AllowanceLimits {
  /** The work that may be done at once after a rest, in ms. */
  readonly burstMs: number;
  /** The part of the time that may go into it in the long run, above 0 and at most 1. */
  readonly share: number;
  /** So much of each piece of work costs nothing, in ms. */
  readonly freeMs?: number;
}

/** Bounds the time that one kind of request takes from all others: what was spent is made good by waiting. */
export class WorkAllowance {
  readonly #limits: AllowanceLimits;
  readonly #nowMs: () => number;
  readonly #workMs: () => number;
  #debtMs = 0;
  #atMs = 0;

  /**
   * @param nowMs a clock that never goes back
   * @param workMs what work is measured by: the same clock, unless it is to be the processor's
   */
  constructor(limits: AllowanceLimits, nowMs: () => number, workMs: () => number = nowMs) {
    this.#limits = limits;
    this.#nowMs = nowMs;
    this.#workMs = workMs;
  }

  /** Whether the next one has to wait. */
  get isSpent(): boolean {
    return this.#settle() >= this.#limits.burstMs;
  }

  /** Does the work, and puts its time on the bill, whether it succeeds or throws. */
  run<Value>(work: () => Value): Value {
    const startMs = this.#workMs();
    try {
      return work();
    } finally {
      this.#debtMs = this.#settle() + Math.max(0, this.#workMs() - startMs - (this.#limits.freeMs ?? 0));
    }
  }

  #settle(): number {
    const nowMs = this.#nowMs();
    this.#debtMs = Math.max(0, this.#debtMs - (nowMs - this.#atMs) * this.#limits.share);
    this.#atMs = nowMs;
    return this.#debtMs;
  }
}

/** How many at once, and how long each takes to come back. */
export interface BucketSize {
  readonly burst: number;
  readonly refillMs: number;
}

/** Lets a number of things through at once, and then one in each time. Its clock is whoever asks. */
export class TokenBucket {
  readonly #size: BucketSize;
  #tokens: number;
  #atMs: number;

  constructor(size: BucketSize, nowMs: number) {
    this.#size = size;
    this.#tokens = size.burst;
    this.#atMs = nowMs;
  }

  /** Takes a token; whether there was one. */
  take(nowMs: number): boolean {
    this.#refill(nowMs);
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** How long until there is a token; 0 where there is one. */
  waitMs(nowMs: number): number {
    this.#refill(nowMs);
    return this.#tokens >= 1 ? 0 : (1 - this.#tokens) * this.#size.refillMs;
  }

  #refill(nowMs: number): void {
    const { burst, refillMs } = this.#size;
    this.#tokens = Math.min(burst, this.#tokens + (nowMs - this.#atMs) / refillMs);
    this.#atMs = nowMs;
  }
}

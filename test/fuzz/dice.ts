/** Where every run of the fuzzers starts; another one with `FUZZ_SEED`. */
export const FUZZ_SEED: number = Number(process.env['FUZZ_SEED'] ?? 20_260_731);

/** How many cases a fuzzer tries: `FUZZ_RUNS`, or else what it says itself. */
export function runsOr(usual: number): number {
  return Number(process.env['FUZZ_RUNS'] ?? usual);
}

/** Random choices that are the same for the same seed. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0, below `bound`. The generator is mulberry32. */
  below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
  }

  /** One of several. */
  pick<Value>(values: readonly Value[]): Value {
    if (values.length === 0) throw new Error('nothing to choose from');
    return values[this.below(values.length)] as Value;
  }

  /** True once in so many times. */
  once(times: number): boolean {
    return this.below(times) === 0;
  }

  /** So many of what `make` gives. */
  times<Value>(count: number, make: (index: number) => Value): readonly Value[] {
    return Array.from({ length: count }, (_, index) => make(index));
  }
}

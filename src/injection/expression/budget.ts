import { CHARACTERS_PER_UNIT, REVIEW_UNITS } from './limits.ts';

/** Thrown by {@link EvaluationBudget.charge}, and caught by `evaluate`: no operator of an expression swallows it. */
export class BudgetExhausted extends Error {
  override readonly name = 'BudgetExhausted';
}

/**
 * What the expressions of one review may still cost. It counts steps instead of reading a clock, so that the same Pod always has
 * the same outcome. Once spent it stays spent.
 */
export class EvaluationBudget {
  #left: number;

  /** @param units - the whole budget; {@link REVIEW_UNITS} bounds a review to about 20 ms. */
  constructor(units: number = REVIEW_UNITS) {
    this.#left = units;
  }

  /** Takes units away, before the work that they stand for is done; throws {@link BudgetExhausted} where too few are left. */
  charge(units: number): void {
    this.#left -= units;
    if (this.#left < 0) throw new BudgetExhausted();
  }

  /** Takes away what it costs to look at every character of a text of `length` UTF-16 units once. */
  chargeText(length: number): void {
    this.charge(1 + length / CHARACTERS_PER_UNIT);
  }

  /** Takes away what it may cost to look for `needle` in `text`: native search compares each with each in its worst case. */
  chargeSearch(text: string, needle: string): void {
    this.charge(1 + (text.length * Math.max(1, needle.length)) / CHARACTERS_PER_UNIT);
  }
}

import type { EvaluationBudget } from './budget.ts';
import { EvaluationFailure } from './value.ts';

const SURROGATE = /[\uD800-\uDFFF]/;

/** How many characters a text has, as CEL counts them: code points, not the UTF-16 units of JavaScript. */
export function countCharacters(text: string, budget: EvaluationBudget): number {
  budget.chargeText(text.length);
  return SURROGATE.test(text) ? splitCharacters(text, budget).length : text.length;
}

/** The characters of a text, each as a text. */
export function splitCharacters(text: string, budget: EvaluationBudget): readonly string[] {
  budget.charge(text.length);
  return Array.from(text);
}

/** The characters from `start` up to `end`. Fails where they are not within the text. */
export function sliceCharacters(
  text: string,
  start: bigint,
  end: bigint | undefined,
  budget: EvaluationBudget,
): string {
  budget.chargeText(text.length);
  const characters = SURROGATE.test(text) ? splitCharacters(text, budget) : text;
  const to = end ?? BigInt(characters.length);
  if (start < 0n || start > to || to > BigInt(characters.length)) {
    throw new EvaluationFailure(
      `${start} to ${to} is not within a text of ${characters.length} ${characters.length === 1 ? 'character' : 'characters'}`,
    );
  }
  const piece = characters.slice(Number(start), Number(to));
  return typeof piece === 'string' ? piece : piece.join('');
}

/** The number of the character at a UTF-16 index; -1 stays -1. */
export function toCharacterIndex(text: string, index: number, budget: EvaluationBudget): bigint {
  return BigInt(index <= 0 ? index : countCharacters(text.slice(0, index), budget));
}

/** The UTF-16 index of a character. Fails where it is not within the text. */
export function toUnitIndex(text: string, character: bigint, budget: EvaluationBudget): number {
  return sliceCharacters(text, 0n, character, budget).length;
}

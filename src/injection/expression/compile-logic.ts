import { asBool, type Evaluate, type Frame } from './frame.ts';
import { UNITS_PER_SWALLOWED_ERROR } from './limits.ts';
import { EvaluationFailure, type Value } from './value.ts';

/** `condition ? then : otherwise`. */
export function compileChoice(condition: Evaluate, then: Evaluate, otherwise: Evaluate): Evaluate {
  return (frame) => (asBool(condition(frame)) ? then(frame) : otherwise(frame));
}

/**
 * `left && right` (`decisive` is false) and `left || right` (`decisive` is true). A side that decides makes up for an error of the
 * other, on whichever side it is.
 *
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#logical-operators
 */
export function compileLogic(left: Evaluate, right: Evaluate, decisive: boolean): Evaluate {
  return (frame) => {
    const first = attempt(left, frame);
    if (first === decisive) return decisive;
    const second = first instanceof EvaluationFailure ? attempt(right, frame) : asBool(right(frame));
    if (second === decisive) return decisive;
    if (first instanceof EvaluationFailure) throw first;
    return !decisive;
  };
}

/** The truth of a condition, or its error, which is charged: exceptions are dear. An exhausted budget stays thrown. */
export function attempt(condition: Evaluate, frame: Frame): boolean | EvaluationFailure {
  try {
    return asBool(condition(frame));
  } catch (error) {
    if (!(error instanceof EvaluationFailure)) throw error;
    frame.budget.charge(UNITS_PER_SWALLOWED_ERROR);
    return error;
  }
}

/** Whether `value` is what `!` gives. */
export function invert(value: Value): boolean {
  return !asBool(value);
}

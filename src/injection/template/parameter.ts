import type { EvaluationBudget } from '../expression/budget.ts';
import { failure, ok, type Result } from '../../result.ts';
import type { ParameterType, ParameterValue } from '../expression/expression.ts';
import { UNITS_PER_RE2_STEP } from '../expression/limits.ts';
import type { Pattern } from '../expression/re2.ts';
import { quote } from '../json.ts';

/** The most characters that a value may have. */
export const MAX_VALUE_LENGTH = 1024;

/** A parameter that a template declares: what a Pod or namespace may set by an annotation, and within which bounds. */
export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly default: ParameterValue;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly pattern: Pattern | undefined;
  /** The only values that are allowed. */
  readonly choices: ReadonlySet<ParameterValue> | undefined;
}

/** The bounds of a parameter, without its name and default. */
export type ParameterBounds = Omit<Parameter, 'name' | 'default'>;

/** Of the values that are allowed, a message names this many. */
const MAX_CHOICES_LISTED = 20;

const INTEGER = /^[+-]?\d{1,16}$/;
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

/**
 * Reads a parameter's value from an annotation; the error is what would be allowed.
 *
 * @throws BudgetExhausted where its pattern would take too long
 */
export function parseParameterValue(
  bounds: ParameterBounds,
  text: string,
  budget: EvaluationBudget,
): Result<ParameterValue, string> {
  const value = text.length > MAX_VALUE_LENGTH ? undefined : readAs(bounds.type, text);
  return value !== undefined && isWithin(bounds, value, budget) ? ok(value) : failure(describeAllowed(bounds));
}

function readAs(type: ParameterType, text: string): ParameterValue | undefined {
  switch (type) {
    case 'string':
      return text;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'integer':
      return INTEGER.test(text) && Number.isSafeInteger(Number(text)) ? BigInt(Number(text)) : undefined;
    case 'number':
      return NUMBER.test(text) && Number.isFinite(Number(text)) ? Number(text) : undefined;
    default:
      return type satisfies never;
  }
}

/**
 * Whether a value of the right type is within its bounds.
 *
 * @throws BudgetExhausted where its pattern would take too long
 */
export function isWithin(
  { minimum, maximum, pattern, choices }: ParameterBounds,
  value: ParameterValue,
  budget: EvaluationBudget,
): boolean {
  if (choices !== undefined && !choices.has(value)) return false;
  if (typeof value === 'string') {
    if (value.length > MAX_VALUE_LENGTH) return false;
    budget.charge(value.length * (pattern?.size ?? 0) * UNITS_PER_RE2_STEP);
    return pattern?.test(value) !== false;
  }
  if (typeof value === 'boolean') return true;
  return (minimum === undefined || value >= minimum) && (maximum === undefined || value <= maximum);
}

/** What a parameter's value may be, in words that follow "must be". */
export function describeAllowed({ type, minimum, maximum, pattern, choices }: ParameterBounds): string {
  if (choices !== undefined) return `one of ${listChoices([...choices])}`;
  if (type === 'boolean') return '"true" or "false"';
  if (type === 'string') {
    const shape = pattern === undefined ? '' : ` that matches ${quote(pattern.source)}`;
    return `a text of at most ${MAX_VALUE_LENGTH} characters${shape}`;
  }
  const kind = type === 'integer' ? 'a whole number' : 'a number';
  if (minimum !== undefined && maximum !== undefined) return `${kind} from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `${kind} of at least ${minimum}`;
  return maximum === undefined ? kind : `${kind} of at most ${maximum}`;
}

function listChoices(choices: readonly ParameterValue[]): string {
  const more = choices.length - MAX_CHOICES_LISTED;
  const listed = choices.slice(0, MAX_CHOICES_LISTED).map(quoteValue).join(', ');
  return more > 0 ? `${listed} and ${more} more` : listed;
}

/** A value as it stands in an annotation, in quotes. */
export function quoteValue(value: ParameterValue): string {
  return quote(String(value));
}

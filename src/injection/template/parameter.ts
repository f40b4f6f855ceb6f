import { failure, ok, type Result } from '../../result.ts';
import type { ParameterType, ParameterValue } from '../expression/expression.ts';
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

const INTEGER = /^[+-]?\d{1,16}$/;
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

/** Reads a parameter's value from an annotation; the error is what would be allowed. */
export function parseParameterValue(bounds: ParameterBounds, text: string): Result<ParameterValue, string> {
  const value = text.length > MAX_VALUE_LENGTH ? undefined : readAs(bounds.type, text);
  return value !== undefined && isWithin(bounds, value) ? ok(value) : failure(describeAllowed(bounds));
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

/** Whether a value of the right type is within its bounds. */
export function isWithin({ minimum, maximum, pattern, choices }: ParameterBounds, value: ParameterValue): boolean {
  if (choices !== undefined && !choices.has(value)) return false;
  if (typeof value === 'string') return value.length <= MAX_VALUE_LENGTH && pattern?.test(value) !== false;
  if (typeof value === 'boolean') return true;
  return (minimum === undefined || value >= minimum) && (maximum === undefined || value <= maximum);
}

/** What a parameter's value may be, in words that follow "must be". */
export function describeAllowed({ type, minimum, maximum, pattern, choices }: ParameterBounds): string {
  if (choices !== undefined) return `one of ${[...choices].map(quoteValue).join(', ')}`;
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

/** A value as it stands in an annotation, in quotes. */
export function quoteValue(value: ParameterValue): string {
  return quote(String(value));
}

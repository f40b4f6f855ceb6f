import { escapeControls } from '../json.ts';
import { findNearestName } from '../template/nearest-name.ts';
import { MAX_QUOTED_SOURCE } from './limits.ts';

/** Why an expression cannot be used. */
export interface ExpressionProblem {
  /** One line that says what to change. */
  readonly message: string;
  /** Where in the expression's source, in UTF-16 units from 0. */
  readonly offset: number;
}

/** A problem; control characters of the source are escaped. */
export function problemAt(offset: number, message: string): ExpressionProblem {
  return { message: escapeControls(message), offset };
}

/** The longest field of the Pod API has 47 characters; comparing names takes time with the product of their lengths. */
const MAX_NAME_LENGTH = 64;

/** The end of a sentence that proposes the nearest known name; empty where none is near. */
export function suggest(unknown: string, known: readonly string[]): string {
  if (unknown.length > MAX_NAME_LENGTH) return '';
  const nearest = findNearestName(unknown, known);
  return nearest === undefined ? '' : `: did you mean "${nearest}"?`;
}

/** A source on one line, shortened, for a message. */
export function shortenSource(source: string): string {
  const line = source.slice(0, 4 * MAX_QUOTED_SOURCE).replaceAll(/\s+/g, ' ');
  const isShort = line.length <= MAX_QUOTED_SOURCE && source.length <= 4 * MAX_QUOTED_SOURCE;
  return escapeControls(isShort ? line : `${line.slice(0, MAX_QUOTED_SOURCE)}…`);
}

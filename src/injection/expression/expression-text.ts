import { failure, ok, type Result } from '../../result.ts';

/** A piece of a YAML scalar: text as it stands, or the source of an expression. */
export type TextPart =
  | { readonly literal: string }
  /** `offset`: where the source begins in the text, in UTF-16 units. */
  | { readonly expression: string; readonly offset: number };

/** Why a text cannot be split, and where, in UTF-16 units. */
export interface TextProblem {
  readonly message: string;
  readonly offset: number;
}

const OPENING = '${{';
const CLOSING = '}}';

/**
 * Splits a text at its expressions, `${{ … }}`. An expression ends at the first `}}` that is neither in a text in quotes nor inside
 * braces of its own; spaces around it are left out. `$${{` stands for a literal `${{`.
 */
export function splitText(text: string): Result<readonly TextPart[], TextProblem> {
  const parts: TextPart[] = [];
  let literal = '';
  let position = 0;
  for (let opening = text.indexOf(OPENING); opening !== -1; opening = text.indexOf(OPENING, position)) {
    const isEscaped = opening > position && text[opening - 1] === '$';
    literal += text.slice(position, opening);
    position = opening + OPENING.length;
    if (isEscaped) {
      literal = literal.slice(0, -1) + OPENING;
      continue;
    }
    const end = findEnd(text, position);
    if (!end.ok) return failure({ message: end.error, offset: opening });
    const expression = text.slice(position, end.value);
    if (expression.trim() === '') return failure({ message: 'the expression is empty', offset: opening });
    if (literal !== '') parts.push({ literal });
    parts.push({ expression: expression.trim(), offset: position + expression.length - expression.trimStart().length });
    literal = '';
    position = end.value + CLOSING.length;
  }
  literal += text.slice(position);
  return ok(literal === '' ? parts : [...parts, { literal }]);
}

function findEnd(text: string, start: number): Result<number, string> {
  let depth = 0;
  let position = start;
  while (position < text.length) {
    const character = text[position];
    if (depth === 0 && text.startsWith(CLOSING, position)) return ok(position);
    if (character === '{') depth += 1;
    if (character === '}') depth = Math.max(0, depth - 1);
    const next = skipToken(text, position);
    if (next === undefined) return failure('a text in quotes inside this expression is not closed');
    position = next;
  }
  return failure(`the expression is not closed: it ends with ${CLOSING}`);
}

/** The position after a text in quotes, a comment or a single character; `undefined` where the quotes are not closed. */
function skipToken(text: string, position: number): number | undefined {
  const character = text[position];
  if (character === '"' || character === "'") return skipQuoted(text, position, character);
  return text.startsWith('//', position) ? skipComment(text, position) : position + 1;
}

function skipQuoted(text: string, start: number, quote: string): number | undefined {
  const delimiter = text.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote;
  for (let position = start + delimiter.length; position < text.length; position += 1) {
    if (text.startsWith(delimiter, position)) return position + delimiter.length;
    if (text[position] === '\\') position += 1;
  }
  return undefined;
}

/** Quotes and braces mean nothing in a comment, but it cannot hide the end of the expression. */
function skipComment(text: string, start: number): number {
  let position = start;
  while (position < text.length && text[position] !== '\n' && !text.startsWith(CLOSING, position)) position += 1;
  return position;
}

import type { ASTNode, ParseError, TypeError as CelTypeError } from '@marcbachmann/cel-js';
import { MAX_DEPTH, MAX_LITERAL_ELEMENTS, MAX_NODES } from './limits.ts';
import { fieldsOfType } from './pod-types.ts';
import { problemAt, shortenSource, suggest, type ExpressionProblem } from './problem.ts';
import { staticTypeOf } from './static-type.ts';

type CelError = ParseError | CelTypeError;
type Describe = (error: CelError, source: string) => string | undefined;

const SYMBOLS: Readonly<Record<string, string>> = {
  RPAREN: ')',
  RBRACKET: ']',
  RBRACE: '}',
  COLON: ':',
  IDENTIFIER: 'a name',
};

const LIMITS: Readonly<Record<string, string>> = {
  maxAstNodes: `the expression has more than ${MAX_NODES} parts: split it up`,
  maxDepth: `the expression nests deeper than ${MAX_DEPTH}: make it flatter`,
  maxListElements: `a list may have ${MAX_LITERAL_ELEMENTS} elements`,
  maxMapEntries: `a map may have ${MAX_LITERAL_ELEMENTS} entries`,
  maxCallArguments: 'a call has too many arguments',
};

/** By the library's error code; what is not here keeps the library's own words. */
const DESCRIPTIONS: Readonly<Record<string, Describe>> = {
  unexpected_token: describeUnexpected,
  unexpected_character: describeUnexpected,
  expected_token: describeExpected,
  reserved_identifier: describeReserved,
  unterminated_string: () => 'the text in quotes is not closed',
  unterminated_triple_quoted_string: () => 'the text in quotes is not closed',
  newline_in_string: () => 'a text in quotes ends on its line: write \\n for a line break',
  limit_exceeded: (error) => LIMITS[/\w+$/.exec(summaryOf(error).replace(/ \(\d+\)$/, ''))?.[0] ?? ''],
  no_such_key: describeUnknownField,
  no_such_overload: (error) =>
    `${summaryOf(error).replace('no such overload: ', '')} is not possible: convert with string(…), int(…), double(…) or dyn(…)`,
  no_matching_overload: describeMisuse,
  incompatible_ternary_branches: describeBranches,
  cannot_index_type: (error) => `a value of type ${/'(.*)'/.exec(summaryOf(error))?.[1] ?? 'dyn'} has no fields`,
  optional_expected: (error) => `${summaryOf(error)}: read the field with .?name or [?key]`,
};

/** An error of the library's parser or checker as a problem: one line, in the words of this language. */
export function describeCelError(error: unknown, source: string): ExpressionProblem {
  const celError = error as CelError;
  const offset = Math.min(startOf(celError), source.length);
  const describe = DESCRIPTIONS[celError.code];
  return problemAt(offset, describe?.(celError, source) ?? startSmall(summaryOf(celError)));
}

/** The library writes `undefined` for a type that stays open, such as that of the elements of `[]`. */
function summaryOf(error: CelError): string {
  return error.summary.replaceAll(/\bundefined\b/g, 'dyn');
}

/** Where an error is: for a field in brackets at its name, not at the start of the object. */
function startOf({ node, range }: CelError): number {
  const [, key] = (node?.op === '[]' ? node.args : []) as readonly ASTNode[];
  return key?.start ?? range?.start ?? 0;
}

function startSmall(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replaceAll('\n', ' ');
}

function describeUnexpected(error: CelError, source: string): string {
  const text = found(error, source);
  if (text === undefined) return 'the expression ends too early';
  return `unexpected "${text}"${text === '=' ? ': write == to compare' : ''}`;
}

function describeExpected(error: CelError, source: string): string {
  const name = /^Expected (\w+)/.exec(summaryOf(error))?.[1] ?? '';
  const symbol = SYMBOLS[name] ?? name;
  const expected = name === 'IDENTIFIER' ? symbol : `"${symbol}"`;
  const text = found(error, source);
  return `expected ${expected}, not ${text === undefined ? 'the end' : `"${text}"`}`;
}

function found(error: CelError, source: string): string | undefined {
  const { start, end } = error.range ?? { start: source.length, end: source.length };
  return start >= source.length ? undefined : shortenSource(source.slice(start, Math.max(end, start + 1)));
}

/** Null leaves a field out, but in CEL it is no value of another type. */
function describeBranches(error: CelError): string {
  const types = /, got .*/.exec(summaryOf(error))?.[0] ?? '';
  const advice = types.includes("'null'") ? ': to leave a field out write optional.of(…) and optional.none()' : '';
  return `both sides of ":" must have one type${types}${advice}`;
}

function describeReserved(error: CelError, source: string): string {
  const name = found(error, source) ?? '';
  return `"${name}" is a reserved word of CEL: it can only be a field, as in request.${name}`;
}

function describeUnknownField({ node, range }: CelError, source: string): string | undefined {
  const [owner, name] = (node?.args ?? []) as readonly [ASTNode?, (string | ASTNode)?];
  const type = staticTypeOf(owner ?? {})?.replace(/^optional<(.*)>$/, '$1');
  const field = typeof name === 'string' ? name : name?.args;
  if (owner === undefined || typeof field !== 'string' || range === undefined) return undefined;
  const known = type === undefined ? [] : (fieldsOfType(type) ?? []);
  return `${shortenSource(source.slice(owner.start, owner.end))} has no field "${field}"${suggest(field, known)}`;
}

function describeMisuse(error: CelError): string | undefined {
  const call = /'(.*)'$/.exec(summaryOf(error))?.[1];
  return call === undefined ? undefined : `there is no ${call.replace('_h_', 'has')}: other types are needed`;
}

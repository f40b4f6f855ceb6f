import { RE2JS, RE2JSException } from 're2js';
import { escapeControls } from '../json.ts';
import { failure, ok, type Result } from '../../result.ts';
import { MAX_PATTERN_LENGTH, MAX_PATTERN_MEMORY, MAX_PATTERN_SIZE } from './limits.ts';

/** A regular expression that needs time in proportion to the text, whatever the text. */
export interface Pattern {
  readonly source: string;
  /** Instructions of the compiled program: a text may cost up to 200 ns for each of them and each of its characters. */
  readonly size: number;
  /** Whether the pattern occurs anywhere in the text: write `^` and `$` for the whole of it. */
  readonly test: (text: string) => boolean;
}

/**
 * Compiles a pattern in RE2 syntax. Too long ones, ones whose repetitions multiply beyond 1,000 or whose program is too large, and
 * what RE2 does not have (look-around, back references) give a message. Keeps at most about 4 MiB per pattern.
 *
 * @see https://github.com/google/re2/wiki/Syntax
 */
export function compilePattern(source: string): Result<Pattern, string> {
  if (source.length > MAX_PATTERN_LENGTH) {
    return failure(`the pattern has ${source.length} characters, ${MAX_PATTERN_LENGTH} are the most`);
  }
  try {
    return limitSize(source, RE2JS.compile(source));
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return failure(
      `not a pattern in RE2 syntax: ${escapeControls(error.message.replace(/^error parsing regexp: /, ''))}`,
    );
  }
}

function limitSize(source: string, compiled: RE2JS): Result<Pattern, string> {
  const size = compiled.programSize();
  if (size > MAX_PATTERN_SIZE) {
    return failure(`the pattern is too large: its repetitions make ${size} steps, ${MAX_PATTERN_SIZE} are the most`);
  }
  return ok({ source, size, test: testWith(compiled) });
}

/** RE2 keeps every state that a text has led to; compiling anew drops them. */
function testWith(first: RE2JS): (text: string) => boolean {
  let compiled = first;
  let characters = 0;
  return (text) => {
    if (characters > MAX_PATTERN_MEMORY) {
      compiled = RE2JS.compile(first.pattern());
      characters = 0;
    }
    characters += text.length;
    return compiled.test(text);
  };
}

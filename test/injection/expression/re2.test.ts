import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../../src/injection/expression/re2.ts';

describe('compilePattern', () => {
  it.each([
    ['b', 'abc', true],
    ['^b', 'abc', false],
    ['^[a-z0-9.-]+$', 'v1.36.0', true],
    ['^[a-z0-9.-]+$', 'V1', false],
    ['(?i)^v\\d+$', 'V1', true],
    ['^\\pL+$', 'äß', true],
    ['', '', true],
    ['^.$', '😀', true],
  ])('%j on %j is %j', (source, text, outcome) => {
    const compiled = compilePattern(source);
    expect(compiled.ok && compiled.value.test(text)).toBe(outcome);
  });

  it.each([
    ['[', 'not a pattern in RE2 syntax: missing closing ]: `[`'],
    ['(?=a)', 'not a pattern in RE2 syntax: invalid or unsupported Perl syntax: `(?=`'],
    ['(a)\\1', 'not a pattern in RE2 syntax: invalid escape sequence: `\\1`'],
    ['a**', 'not a pattern in RE2 syntax: invalid nested repetition operator: `**`'],
    ['(a{1000}){1000}', 'not a pattern in RE2 syntax: invalid repeat count: `{1000}`'],
    ['(((a{10}){10}){10}){10}', 'not a pattern in RE2 syntax: invalid repeat count: `{10}`'],
    ['(a?){1000}', 'the pattern is too large: its repetitions make 4002 steps, 500 are the most'],
    ['a'.repeat(1025), 'the pattern has 1025 characters, 1024 are the most'],
    ['(\u0007', 'not a pattern in RE2 syntax: missing closing ): `(\\u0007`'],
  ])('refuses %j', (source, message) => {
    const started = performance.now();
    expect(compilePattern(source)).toEqual({ ok: false, error: message });
    expect(performance.now() - started).toBeLessThan(200);
  });

  it('needs time in proportion to the text', () => {
    const compiled = compilePattern('^(a+)+$');
    const started = performance.now();
    expect(compiled.ok && compiled.value.test(`${'a'.repeat(100_000)}b`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('gives the same answers after it has dropped its states', () => {
    const compiled = compilePattern('^x*a.{6}b$');
    const answers = Array.from({ length: 2000 }, (_, index) => {
      return compiled.ok && compiled.value.test(`xxa${String(index).padStart(6, '0')}${index % 2 === 0 ? 'b' : 'c'}`);
    });
    expect(answers.filter(Boolean)).toHaveLength(1000);
    expect(answers[0]).toBe(true);
  });
});

import { evaluate } from '@marcbachmann/cel-js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allOf, celList, celText, isText } from '../../../src/injection/export/cel-text.ts';

describe('celText', () => {
  it('writes any text on one line of characters that can be seen, and CEL reads it back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const literal = celText(text);
        expect(literal).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(evaluate(literal)).toBe(text);
      }),
    );
  });

  it.each([
    ['a "quoted" \\ text', '"a \\"quoted\\" \\\\ text"'],
    ['two\nlines\r\n\tand a tab', '"two\\nlines\\r\\n\\tand a tab"'],
    ['\0\u2028\u200b\u{e0001}', '"\\u0000\\u2028\\u200b\\U000e0001"'],
    ["it's ünï 🚀 ${{ x }}", '"it\'s ünï 🚀 ${{ x }}"'],
  ])('writes %j as %s', (text, literal) => {
    expect(celText(text)).toBe(literal);
  });
});

describe('isText', () => {
  it('tells half of a surrogate pair', () => {
    expect([isText('🚀'), isText('\ud83d'), isText('\ude80x')]).toEqual([true, false, false]);
  });
});

describe('celList', () => {
  it('stands on one line where it fits, and is indented where it does not', () => {
    expect(celList('[', ['1', '2'], ']')).toBe('[1, 2]');
    const long = celText('x'.repeat(110));
    expect(celList('[', [long, '{\n  1\n}'], ']')).toBe(`[\n  ${long},\n  {\n    1\n  }\n]`);
  });
});

describe('allOf', () => {
  it('keeps conditions apart that bind less than &&', () => {
    expect(allOf(['a', 'b || c', 'd ? e : f', 'g.?h[?"i"]'])).toBe('a && (b || c) && (d ? e : f) && g.?h[?"i"]');
    expect(allOf(['b || c'])).toBe('b || c');
    expect(allOf([])).toBe('true');
  });
});

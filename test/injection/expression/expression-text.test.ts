import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitText, type TextPart } from '../../../src/injection/expression/expression-text.ts';

describe('splitText', () => {
  it.each<[string, readonly TextPart[]]>([
    ['', []],
    ['plain', [{ literal: 'plain' }]],
    ['${{ a }}', [{ expression: 'a', offset: 4 }]],
    ['${{a}}', [{ expression: 'a', offset: 3 }]],
    ['x ${{ a }} y', [{ literal: 'x ' }, { expression: 'a', offset: 6 }, { literal: ' y' }]],
    [
      '${{ a }}${{ b }}',
      [
        { expression: 'a', offset: 4 },
        { expression: 'b', offset: 12 },
      ],
    ],
    ["${{ '}}' + a }}", [{ expression: "'}}' + a", offset: 4 }]],
    ['${{ "\\"}}" }}', [{ expression: '"\\"}}"', offset: 4 }]],
    ["${{ '''it's }}''' }}", [{ expression: "'''it's }}'''", offset: 4 }]],
    ["${{ {'a': {'b': 1}} }}", [{ expression: "{'a': {'b': 1}}", offset: 4 }]],
    ["${{ {'a': 1}}}", [{ expression: "{'a': 1}", offset: 4 }]],
    ["${{ a // don't { }}!", [{ expression: "a // don't {", offset: 4 }, { literal: '!' }]],
    ['$${{ a }}', [{ literal: '${{ a }}' }]],
    ['a$${{b${{ c }}', [{ literal: 'a${{b' }, { expression: 'c', offset: 10 }]],
    ['$$${{', [{ literal: '$${{' }]],
    ['${{ a }}$${{', [{ expression: 'a', offset: 4 }, { literal: '${{' }]],
    ['$ { {{ }} ${ x }', [{ literal: '$ { {{ }} ${ x }' }]],
    ['ü${{ a }}', [{ literal: 'ü' }, { expression: 'a', offset: 5 }]],
    ['${{\n  a\n}}', [{ expression: 'a', offset: 6 }]],
  ])('splits %j', (text, parts) => {
    expect(splitText(text)).toEqual({ ok: true, value: parts });
  });

  it.each([
    ['a ${{ b', 'the expression is not closed: it ends with }}', 2],
    ['${{ {} ', 'the expression is not closed: it ends with }}', 0],
    ["${{ 'a }}", 'a text in quotes inside this expression is not closed', 0],
    ['${{}}', 'the expression is empty', 0],
    ['x${{   }}', 'the expression is empty', 1],
  ])('refuses %j', (text, message, offset) => {
    expect(splitText(text)).toEqual({ ok: false, error: { message, offset } });
  });

  it('gives every expression at its offset', () => {
    const pieces = fc.constantFrom('${{', '}}', '$', '{', '}', "'", '"', ' a ', '//', '\n', '\\', 'x');
    fc.assert(
      fc.property(fc.array(pieces), (array) => {
        const text = array.join('');
        const split = splitText(text);
        for (const part of split.ok ? split.value : []) {
          if ('expression' in part) expect(text.startsWith(part.expression, part.offset)).toBe(true);
          else expect(part.literal).not.toBe('');
        }
        if (!split.ok) expect(text.startsWith('${{', split.error.offset)).toBe(true);
      }),
    );
  });
});

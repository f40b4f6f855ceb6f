import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/injection/json.ts';
import { diff, escapeToken } from '../../src/injection/patch.ts';

const a = { name: 'a' };
const b = { name: 'b' };
const x = { name: 'x' };

describe('diff', () => {
  it.each<[string, Json, Json, readonly unknown[]]>([
    ['nothing for the same object', a, a, []],
    ['nothing for equal values', { a: 1, b: 'x' }, { b: 'x', a: 1 }, []],
    ['a new field', { a: 1 }, { a: 1, b: 2 }, [{ op: 'add', path: '/b', value: 2 }]],
    ['a field that is null', { a: null }, { a: 2 }, [{ op: 'add', path: '/a', value: 2 }]],
    ['another value', { a: 1 }, { a: 2 }, [{ op: 'replace', path: '/a', value: 2 }]],
    [
      'an object that loses a field',
      { v: { a: 1, b: 1 } },
      { v: { a: 1 } },
      [{ op: 'replace', path: '/v', value: { a: 1 } }],
    ],
    ['a list that is absent', {}, { l: [x] }, [{ op: 'add', path: '/l', value: [x] }]],
    ['a list that is null', { l: null }, { l: [x] }, [{ op: 'add', path: '/l', value: [x] }]],
    ['a list that is empty', { l: [] }, { l: [x] }, [{ op: 'add', path: '/l/0', value: x }]],
    ['an element put first', { l: [a, b] }, { l: [x, a, b] }, [{ op: 'add', path: '/l/0', value: x }]],
    ['an element put in the middle', { l: [a, b] }, { l: [a, x, b] }, [{ op: 'add', path: '/l/1', value: x }]],
    ['an element put last', { l: [a, b] }, { l: [a, b, x] }, [{ op: 'add', path: '/l/2', value: x }]],
    [
      'elements on both sides',
      { l: [a] },
      { l: [x, a, b] },
      [
        { op: 'add', path: '/l/0', value: x },
        { op: 'add', path: '/l/2', value: b },
      ],
    ],
    [
      'an element that takes the place of another',
      { l: [a, b] },
      { l: [a, x] },
      [
        { op: 'add', path: '/l/1', value: x },
        { op: 'remove', path: '/l/2' },
      ],
    ],
    [
      'an element with one more field',
      { l: [a, b] },
      { l: [a, { ...b, n: 1 }] },
      [{ op: 'add', path: '/l/1/n', value: 1 }],
    ],
    ['an element that vanished', { l: [a, x, b] }, { l: [a, b] }, [{ op: 'remove', path: '/l/1' }]],
    ['the last element that vanished', { l: [a, b] }, { l: [a] }, [{ op: 'remove', path: '/l/1' }]],
    ['elements that changed places', { l: [a, b] }, { l: [b, a] }, [{ op: 'replace', path: '/l', value: [b, a] }]],
    [
      'a plain value that is put in',
      { l: ['a', 'b'] },
      { l: ['a', 'x', 'b'] },
      [{ op: 'add', path: '/l/1', value: 'x' }],
    ],
    [
      'plain values of which one vanished',
      { l: ['a', 'b'] },
      { l: ['a'] },
      [{ op: 'replace', path: '/l', value: ['a'] }],
    ],
    [
      'plain values in another order',
      { l: ['a', 'b'] },
      { l: ['b', 'a'] },
      [{ op: 'replace', path: '/l', value: ['b', 'a'] }],
    ],
    ['a null in a list', { l: [null, a] }, { l: [x, a] }, [{ op: 'replace', path: '/l', value: [x, a] }]],
    ['lists with nothing in common', { l: [a] }, { l: [x] }, [{ op: 'replace', path: '/l', value: [x] }]],
    ['a list in place of an object', { l: {} }, { l: [] }, [{ op: 'replace', path: '/l', value: [] }]],
    ['keys that must be escaped', {}, { 'a/b~c': 1 }, [{ op: 'add', path: '/a~1b~0c', value: 1 }]],
    ['the whole document', null, { a: 1 }, [{ op: 'add', path: '', value: { a: 1 } }]],
  ])('writes %s', (_, before, after, expected) => {
    expect(diff(before, after)).toStrictEqual(expected);
  });

  it('does not look into parts that both share', () => {
    const shared = new Proxy({}, { ownKeys: () => expect.unreachable() });
    expect(diff({ spec: shared, n: 1 }, { spec: shared, n: 2 })).toStrictEqual([
      { op: 'replace', path: '/n', value: 2 },
    ]);
  });

  it('treats a key __proto__ as data', () => {
    const after = JSON.parse('{"__proto__":1}') as Json;
    expect(diff({}, after)).toStrictEqual([{ op: 'add', path: '/__proto__', value: 1 }]);
  });
});

describe('escapeToken', () => {
  it('writes a tilde before a slash, so that ~1 stays apart from /', () => {
    expect(escapeToken('~1/~')).toBe('~01~1~0');
  });
});

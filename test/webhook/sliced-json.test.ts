import { readFileSync, readdirSync } from 'node:fs';
import { assert, constantFrom, json as anyJson, nat, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SlicedJsonParser, type JsonBounds, type ParserState } from '../../src/webhook/sliced-json.ts';

const BOUNDS: JsonBounds = { maxValues: 1_000_000, maxDistinctKeys: 1_000_000 };

/** What the parser makes of bytes, a few steps at a time. */
function parse(bytes: Buffer, bounds = BOUNDS, steps = 3): { state: ParserState; value: unknown; values: number } {
  const parser = new SlicedJsonParser(bytes, bounds);
  for (;;) {
    const state = parser.advance(steps);
    if (state !== 'open') return { state, value: parser.value, values: parser.values };
  }
}

/** What `JSON.parse` makes of them; texts tell the order of keys too. */
function expectSameAsNode(text: string): void {
  const bytes = Buffer.from(text);
  const { state, value } = parse(bytes);
  let expected: string | undefined;
  try {
    expected = JSON.stringify(JSON.parse(bytes.toString()));
  } catch {
    expect([text.slice(0, 80), state]).toStrictEqual([text.slice(0, 80), 'not-json']);
    return;
  }
  expect(state).toBe('done');
  expect(JSON.stringify(value)).toBe(expected);
}

const REVIEWS = new URL('../fixtures/reviews/', import.meta.url);

describe('SlicedJsonParser', () => {
  it.each(readdirSync(REVIEWS).filter((file) => file.endsWith('.json')))('reads the review %s', (file) => {
    expectSameAsNode(readFileSync(new URL(file, REVIEWS), 'utf8'));
  });

  it.each([
    '',
    ' ',
    '[]',
    '{}',
    ' [ ] ',
    '{ }',
    '[1,]',
    '[,1]',
    '[1,,2]',
    '{"a":1,}',
    '{,}',
    '{"a"}',
    '{"a":}',
    '{"a",1}',
    '{a:1}',
    "{'a':1}",
    '{1:1}',
    '[1 2]',
    '[1]]',
    '[1}',
    '{"a":1]',
    '[',
    '{',
    '{"a":',
    '"',
    '"a',
    '"\\',
    '"\\"',
    '"\\u12"',
    '"\\u123',
    '"\\u12G4"',
    '"\\u00G4"',
    '"\\u004G"',
    '"\\u00"12"',
    '"\\u0022\\u005c\\u003C\\u00e9\\u00ff\\u0000"',
    '"a\\u003cé\\u00e9\\u0100"',
    '"\\U003c"',
    '"\\x41"',
    '"\t"',
    '"\\t\\"\\\\\\/\\b\\f\\n\\r"',
    '"\\ud83d\\ude00"',
    '"\\ud83d"',
    'nul',
    'nulll',
    'true',
    'null',
    'NaN',
    'Infinity',
    '-',
    '-0',
    '01',
    '1.',
    '.5',
    '+1',
    '1e5',
    '1E+5',
    '1e',
    '0x10',
    '123456789012345678901234567890',
    '1e999',
    '1 2',
    '[1] x',
    '\uFEFF[]',
    '[\u00A0]',
    '[\v]',
    '\r\n\t [\r\n1\t,\n2 ]\n',
    '{"a":1,"a":2}',
    '{"b":1,"2":2,"1":3,"a":4,"b":5}',
    '{"__proto__":{"a":1},"constructor":{"prototype":{}}}',
    '{"":{"":[]}}',
    '[[[[[[1],2],3],4],5],6]',
    '"é😀\u2028"',
    '[true,false,null,[],{},"",0]',
    '[true false]',
    '[tru]',
    '/* */1',
  ])('makes of %j what JSON.parse does', expectSameAsNode);

  it('makes of any JSON, and of JSON with one character changed, what JSON.parse does', { timeout: 60_000 }, () => {
    const json = anyJson({ maxDepth: 5, stringUnit: 'binary' });
    assert(property(json, expectSameAsNode), { numRuns: 1_000 });
    const edit = record({ json, at: nat(), text: constantFrom(...Array.from('{}[],:"\\ 0e-.tu'), '') });
    const broken = edit.map(({ json: text, at, text: put }) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + put + text.slice(place + 1);
    });
    assert(property(broken, expectSameAsNode), { numRuns: 2_000 });
  });

  it.each([
    ['characters of two, three and four bytes', '"' + 'aé€😀'.repeat(20_000) + '"'],
    ['characters beyond the Latin ones, shifted by a byte', '"a' + '€'.repeat(20_000) + '"'],
    ['escapes', '"' + '\\u003c'.repeat(20_000) + '"'],
    ['escapes, shifted by a byte', '"a' + '\\u003c'.repeat(20_000) + '"'],
    ['pairs of escapes', '"ab' + '\\ud83d\\ude00'.repeat(10_000) + '"'],
    ['backslashes', '"' + '\\\\'.repeat(30_001) + '"'],
    ['backslashes, one of them before the end', '"' + '\\'.repeat(30_001) + '"'],
    ['quotes', '"' + '\\"'.repeat(30_001) + '"'],
    ['a control character far inside', '"' + 'a'.repeat(30_000) + '\u0001"'],
    ['a key of many pieces', '{"' + 'é'.repeat(30_000) + '":1}'],
    ['a text that does not end', '"' + 'a'.repeat(30_000)],
    ['space', ' '.repeat(30_000) + '[' + ' '.repeat(30_000) + ']' + ' '.repeat(30_000)],
    ['lists in each other', '['.repeat(3_000) + ']'.repeat(3_000)],
    ['maps in each other', '{"a":'.repeat(3_000) + '1' + '}'.repeat(3_000)],
  ])('reads %s over many pieces', (_title, text) => expectSameAsNode(text));

  it('takes any depth', () => {
    const depth = 500_000;
    const { state, values } = parse(Buffer.from('['.repeat(depth) + ']'.repeat(depth)), BOUNDS, 1000);
    expect({ state, values }).toStrictEqual({ state: 'done', values: depth });
  });

  it('keeps __proto__ as a key of its own', () => {
    const { value } = parse(Buffer.from('{"__proto__":{"polluted":true},"a":1}'));
    expect(Object.keys(value as object)).toStrictEqual(['__proto__', 'a']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(Object.prototype)).toStrictEqual([]);
  });

  it.each<[string, string, JsonBounds, ParserState]>([
    ['as many values as there may be', '[1,[2],{"a":3}]', { ...BOUNDS, maxValues: 6 }, 'done'],
    ['one value more', '[1,[2],{"a":3}]', { ...BOUNDS, maxValues: 5 }, 'out-of-bounds'],
    ['as many keys as may differ', '[{"a":1},{"b":1},{"a":1}]', { ...BOUNDS, maxDistinctKeys: 2 }, 'done'],
    ['one key more', '[{"a":1},{"b":1},{"c":1}]', { ...BOUNDS, maxDistinctKeys: 2 }, 'out-of-bounds'],
    ['a number of 1,000 digits', '1'.repeat(1000), BOUNDS, 'done'],
    ['a number of 1,100 digits', '1'.repeat(1100), BOUNDS, 'out-of-bounds'],
    ['more values than it reads of what is no JSON', '[[[[[[[', { ...BOUNDS, maxValues: 5 }, 'out-of-bounds'],
  ])('takes %s by its bounds', (_title, text, bounds, state) => {
    expect(parse(Buffer.from(text), bounds).state).toBe(state);
  });

  it('does no more in one step than a token or 8 KiB', () => {
    const parser = new SlicedJsonParser(Buffer.from(`["${'a'.repeat(80 * 1024)}"]`), BOUNDS);
    let steps = 0;
    while (parser.advance(1) === 'open') steps += 1;
    expect(steps).toBeGreaterThan(10);
    expect(steps).toBeLessThan(20);
  });
});

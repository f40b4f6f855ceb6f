import { array, assert, nat, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter } from '../../src/kubernetes/line-splitter.ts';

function split(splitter: LineSplitter, chunks: readonly Buffer[]): readonly string[] {
  return chunks.flatMap((chunk) => {
    const lines = splitter.push(chunk);
    return lines.ok ? lines.value : [lines.error];
  });
}

describe('LineSplitter', () => {
  it('gives the same lines however the bytes are cut', () => {
    const text = string({ unit: 'binary' }).map((line) => line.replaceAll('\n', ' ').toWellFormed());
    assert(
      property(array(text), array(nat(200)), (lines, cuts) => {
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        const ends = [...cuts.filter((cut) => cut < bytes.length).toSorted((a, b) => a - b), bytes.length];
        const chunks = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
        expect(split(new LineSplitter(10_000), chunks)).toEqual(lines);
      }),
    );
  });

  it.each([
    ['a whole line', ['12345\n'], ['12345']],
    ['a line of one chunk too long', ['123456\n'], ['line-too-long']],
    ['a line of two chunks too long', ['1234', '56'], ['line-too-long']],
    ['no end yet', ['12345'], []],
  ])('bounds lines at 5 bytes: %s', (_name, chunks, expected) => {
    expect(
      split(
        new LineSplitter(5),
        chunks.map((chunk) => Buffer.from(chunk)),
      ),
    ).toEqual(expected);
  });

  it('knows whether a line has begun', () => {
    const splitter = new LineSplitter(100);
    expect(splitter.hasPartialLine).toBe(false);
    splitter.push(Buffer.from('a\nb'));
    expect(splitter.hasPartialLine).toBe(true);
    splitter.push(Buffer.from('\n'));
    expect(splitter.hasPartialLine).toBe(false);
  });
});

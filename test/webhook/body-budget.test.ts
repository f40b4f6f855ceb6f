import { describe, expect, it } from 'vitest';
import { announcedBytes, BodyBudget, type Place } from '../../src/webhook/body-budget.ts';

const MAX_BODY_BYTES = 10_000_000;

describe('announcedBytes', () => {
  it.each<[string, string | undefined, number]>([
    ['the announced length', '1000', 1000],
    ['nothing for an empty body', '0', 0],
    ['no more than what is kept of a body', String(MAX_BODY_BYTES + 1), MAX_BODY_BYTES],
    ['the most where no length is announced', undefined, MAX_BODY_BYTES],
    ['the most for a length that is no number', 'many', MAX_BODY_BYTES],
    ['the most for a length beyond all numbers', '9'.repeat(30), MAX_BODY_BYTES],
  ])('is %s', (_title, contentLength, bytes) => {
    expect(announcedBytes(contentLength, MAX_BODY_BYTES)).toBe(bytes);
  });
});

/** A budget of 100 bytes, 10 of them for those of at most 10; and who was let in, in order. */
function start(): { budget: BodyBudget; begun: number[]; enter: (bytes: number) => Place | undefined } {
  const budget = new BodyBudget({ maxBytes: 100, reservedBytes: 10, maxWaiting: 3 });
  const begun: number[] = [];
  return { budget, begun, enter: (bytes) => budget.enter(bytes, () => void begun.push(bytes)) };
}

describe('BodyBudget', () => {
  it('lets in at once what there is room for, and keeps some for small ones', () => {
    const { budget, begun, enter } = start();
    enter(60);
    enter(30);
    expect(enter(11)?.isWaiting()).toBe(true);
    expect(enter(10)?.isWaiting()).toBe(false);
    expect(begun).toStrictEqual([60, 30, 10]);
    expect(budget.bytes).toBe(100);
    expect(budget.waiting).toBe(1);
  });

  it('lets in who waits, in order, as soon as there is room', () => {
    const { budget, begun, enter } = start();
    const first = enter(90);
    enter(80);
    enter(12);
    enter(5);
    expect(begun).toStrictEqual([90, 5]);
    first?.leave();
    expect(begun).toStrictEqual([90, 5, 80]);
    expect(budget.bytes).toBe(85);
    expect(budget.waiting).toBe(1);
  });

  it('refuses who would be one too many in the queue', () => {
    const { begun, enter } = start();
    enter(90);
    for (const bytes of [20, 20, 20]) expect(enter(bytes)).toBeDefined();
    expect(enter(20)).toBeUndefined();
    expect(begun).toStrictEqual([90]);
  });

  it('gives room back once, and lets the next go on where one left the queue', () => {
    const { budget, begun, enter } = start();
    const first = enter(60);
    const large = enter(90);
    enter(30);
    expect(begun).toStrictEqual([60]);
    large?.leave();
    expect(begun).toStrictEqual([60, 30]);
    first?.leave();
    first?.leave();
    expect(budget.bytes).toBe(30);
    large?.leave();
    expect(budget.bytes).toBe(30);
  });
});

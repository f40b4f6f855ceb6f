import { describe, expect, it } from 'vitest';
import { BodyBudget } from '../../src/webhook/body-budget.ts';

const MAX_BODY_BYTES = 10_000_000;

describe('BodyBudget', () => {
  it.each<[string, string | undefined, number]>([
    ['the announced length', '1000', 1000],
    ['nothing for an empty body', '0', 0],
    ['no more than what is kept of a body', String(MAX_BODY_BYTES + 1), MAX_BODY_BYTES],
    ['the most where no length is announced', undefined, MAX_BODY_BYTES],
    ['the most for a length that is no number', 'many', MAX_BODY_BYTES],
    ['the most for a length beyond all numbers', '9'.repeat(30), MAX_BODY_BYTES],
  ])('takes %s', (_title, contentLength, bytes) => {
    const budget = new BodyBudget(MAX_BODY_BYTES);
    expect(budget.take(contentLength, MAX_BODY_BYTES)).toBe(bytes);
    expect(budget.bytes).toBe(bytes);
  });

  it('fills up to its bound and refuses the next byte', () => {
    const budget = new BodyBudget(100);
    expect(budget.take('60', 100)).toBe(60);
    expect(budget.take('40', 100)).toBe(40);
    expect(budget.take('1', 100)).toBeUndefined();
    expect(budget.take('0', 100)).toBe(0);
    expect(budget.bytes).toBe(100);
  });

  it('has room again for what was given back', () => {
    const budget = new BodyBudget(100);
    budget.take('60', 100);
    budget.take('40', 100);
    budget.release(60);
    expect(budget.take('61', 100)).toBeUndefined();
    expect(budget.take('60', 100)).toBe(60);
    budget.release(60);
    budget.release(40);
    expect(budget.bytes).toBe(0);
  });
});

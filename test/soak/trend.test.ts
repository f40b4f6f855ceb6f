import { describe, expect, it } from 'vitest';
import { Dice } from '../fuzz/dice.ts';
import { floorsOf, trendOf } from './trend.ts';

const MINUTE = 60;

function valuesOf(count: number, valueAt: (index: number) => number): { seconds: number; value: number }[] {
  return Array.from({ length: count }, (_, index) => ({ seconds: index * MINUTE, value: valueAt(index) }));
}

describe('trendOf', () => {
  it('finds the slope of a line', () => {
    expect(trendOf(valuesOf(10, (index) => 5 + index))).toStrictEqual({ perHour: 60, low: 60, high: 60 });
  });

  it('is not moved by an outlier', () => {
    expect(trendOf(valuesOf(21, (index) => (index === 3 ? 1000 : 7))).perHour).toBe(0);
  });

  it('has the true slope in its interval, and none where there is only noise', () => {
    const dice = new Dice(7);
    const noise = (): number => dice.below(100) / 10;
    const growing = trendOf(valuesOf(60, (index) => index * 0.5 + noise()));
    expect(growing.low).toBeGreaterThan(0);
    expect(growing.low).toBeLessThan(30);
    expect(growing.high).toBeGreaterThan(30);
    const flat = trendOf(valuesOf(60, noise));
    expect(flat.low).toBeLessThan(0);
    expect(flat.high).toBeGreaterThan(0);
  });
});

describe('floorsOf', () => {
  it('keeps the least value of each window', () => {
    const points = [4, 2, 3, 9, 8, 7].map((value, index) => ({ seconds: index * 10, value }));
    expect(floorsOf(points, 30)).toStrictEqual([
      { seconds: 10, value: 2 },
      { seconds: 50, value: 7 },
    ]);
  });
});

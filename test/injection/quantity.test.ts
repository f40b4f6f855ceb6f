import { describe, expect, it } from 'vitest';
import { isSameQuantity, parseQuantity } from '../../src/injection/quantity.ts';

describe('parseQuantity', () => {
  it.each<[string | number, bigint]>([
    ['0', 0n],
    ['1', 1_000_000_000n],
    [2, 2_000_000_000n],
    [0.5, 500_000_000n],
    ['1000m', 1_000_000_000n],
    ['100m', 100_000_000n],
    ['0.1', 100_000_000n],
    ['.5', 500_000_000n],
    ['5.', 5_000_000_000n],
    ['1n', 1n],
    ['1u', 1000n],
    ['0.1n', 1n],
    ['-0.1n', -1n],
    ['-1', -1_000_000_000n],
    ['+1', 1_000_000_000n],
    ['1k', 1_000_000_000_000n],
    ['1Ki', 1_024_000_000_000n],
    ['64Mi', 67_108_864_000_000_000n],
    ['1.5Gi', 1_610_612_736_000_000_000n],
    ['1e3', 1_000_000_000_000n],
    ['1E3', 1_000_000_000_000n],
    ['1E', 1_000_000_000_000_000_000_000_000_000n],
    ['1e-3', 1_000_000n],
  ])('reads %j', (value, nanos) => {
    expect(parseQuantity(value)).toBe(nanos);
  });

  it.each([
    undefined,
    null,
    true,
    '',
    '.',
    'm',
    '-',
    '1 Gi',
    '1gi',
    '1K',
    '1KI',
    '1e',
    '1e3m',
    '0x1',
    'Infinity',
    '1'.repeat(65),
  ])('refuses %j', (value) => {
    expect(parseQuantity(value)).toBeUndefined();
  });
});

describe('isSameQuantity', () => {
  it.each<[string | number, string | number, boolean]>([
    ['1000m', '1', true],
    ['1024Mi', '1Gi', true],
    ['1e3', '1k', true],
    [1, '1', true],
    ['1', '1001m', false],
    ['1G', '1Gi', false],
    ['x', 'x', true],
    ['x', 'y', false],
    ['x', '1', false],
  ])('of %j and %j is %j', (left, right, expected) => {
    expect(isSameQuantity(left, right)).toBe(expected);
    expect(isSameQuantity(right, left)).toBe(expected);
  });
});

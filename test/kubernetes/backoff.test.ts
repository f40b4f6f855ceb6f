import { describe, expect, it } from 'vitest';
import { Backoff } from '../../src/kubernetes/backoff.ts';
import { INFORMER_LIMITS } from '../../src/kubernetes/limits.ts';
import { SYSTEM_TIMING } from '../../src/kubernetes/timing.ts';

function delays(random: number, count: number): readonly number[] {
  const backoff = new Backoff({ ...SYSTEM_TIMING, random: () => random }, INFORMER_LIMITS);
  return Array.from({ length: count }, () => backoff.next());
}

describe('Backoff', () => {
  it.each([
    ['lowest', 0, [125, 250, 500, 1_000, 1_000, 1_000, 1_000]],
    ['highest', 1, [250, 500, 1_000, 2_000, 2_000, 2_000, 2_000]],
  ])('doubles up to the bound: %s delays', (_name, random, expected) => {
    expect(delays(random, 7)).toEqual(expected);
  });

  it('stays at the bound however often it is asked', () => {
    expect(delays(1, 5_000).at(-1)).toBe(2_000);
  });

  it('begins anew after a reset', () => {
    const backoff = new Backoff({ ...SYSTEM_TIMING, random: () => 1 }, INFORMER_LIMITS);
    backoff.next();
    backoff.next();
    backoff.reset();
    expect(backoff.next()).toBe(250);
  });
});

describe('INFORMER_LIMITS', () => {
  const limits = INFORMER_LIMITS;

  it('is back within 5 s of an API server that is there again', () => {
    expect(2 * limits.maxBackoffMs).toBeLessThan(5_000);
  });

  it('replaces a watch that was cut in silence within 150 s, though the first try hangs', () => {
    expect(limits.stallMs + limits.responseTimeoutMs + limits.maxBackoffMs + limits.pageTimeoutMs).toBeLessThan(
      150_000,
    );
    expect(limits.maxSilenceMs).toBe(150_000);
  });
});

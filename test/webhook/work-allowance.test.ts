import { describe, expect, it } from 'vitest';
import { WorkAllowance } from '../../src/webhook/work-allowance.ts';

/** An allowance of 100 ms at once and a tenth of the time, on a clock that stands still but for work and rests. */
function createAllowance() {
  let nowMs = 5000;
  const allowance = new WorkAllowance({ burstMs: 100, share: 0.1 }, () => nowMs);
  const rest = (ms: number): void => void (nowMs += ms);
  return { allowance, rest, work: (ms: number) => allowance.run(() => rest(ms)) };
}

describe('WorkAllowance', () => {
  it('allows a burst, then no more until a tenth of the time is kept', () => {
    const { allowance, rest, work } = createAllowance();
    expect(allowance.isSpent).toBe(false);
    work(60);
    expect(allowance.isSpent).toBe(false);
    work(60);
    expect(allowance.isSpent).toBe(true);
    rest(100);
    expect(allowance.isSpent).toBe(true);
    rest(200);
    expect(allowance.isSpent).toBe(false);
  });

  it('never saves up more than a burst', () => {
    const { allowance, rest, work } = createAllowance();
    rest(1_000_000);
    work(150);
    expect(allowance.isSpent).toBe(true);
  });

  it('charges only what is above the part that is free, by the clock of the work', () => {
    let [nowMs, workMs] = [0, 0];
    const limits = { burstMs: 100, share: 0.1, freeMs: 10 };
    const allowance = new WorkAllowance(
      limits,
      () => nowMs,
      () => workMs,
    );
    for (let piece = 0; piece < 100; piece += 1) allowance.run(() => void ((workMs += 10), (nowMs += 500)));
    expect(allowance.isSpent).toBe(false);
    allowance.run(() => void (workMs += 109));
    expect(allowance.isSpent).toBe(false);
    allowance.run(() => void (workMs += 11));
    expect(allowance.isSpent).toBe(true);
  });

  it('gives back what the work gives, and counts work that fails', () => {
    const { allowance, rest } = createAllowance();
    expect(allowance.run(() => 7)).toBe(7);
    const fail = (): never => {
      rest(200);
      throw new Error('no');
    };
    expect(() => allowance.run(fail)).toThrow('no');
    expect(allowance.isSpent).toBe(true);
  });
});

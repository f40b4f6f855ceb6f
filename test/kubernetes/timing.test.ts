import { afterEach, describe, expect, it, vi } from 'vitest';
import { pause, SYSTEM_TIMING } from '../../src/kubernetes/timing.ts';

const DAY_MS = 86_400_000;

afterEach(() => void vi.useRealTimers());

describe('SYSTEM_TIMING', () => {
  it('waits longer than the 24.8 days that one timer of Node can', async () => {
    vi.useFakeTimers();
    let calls = 0;
    SYSTEM_TIMING.startTimer(60 * DAY_MS, () => void (calls += 1));
    await vi.advanceTimersByTimeAsync(60 * DAY_MS - 1);
    expect(calls).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(calls).toBe(1);
    await vi.advanceTimersByTimeAsync(60 * DAY_MS);
    expect(calls).toBe(1);
  });

  it('can be told to stop at any time', async () => {
    vi.useFakeTimers();
    let calls = 0;
    const stop = SYSTEM_TIMING.startTimer(60 * DAY_MS, () => void (calls += 1));
    await vi.advanceTimersByTimeAsync(50 * DAY_MS);
    stop();
    await vi.advanceTimersByTimeAsync(60 * DAY_MS);
    expect([calls, vi.getTimerCount()]).toEqual([0, 0]);
  });
});

describe('pause', () => {
  it('ends at once with its signal, and leaves no timer', async () => {
    vi.useFakeTimers();
    const stop = new AbortController();
    const paused = pause(SYSTEM_TIMING, 60 * DAY_MS, stop.signal);
    stop.abort();
    await paused;
    expect(vi.getTimerCount()).toBe(0);
  });
});

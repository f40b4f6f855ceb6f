/** Clock, chance and timers, so that tests can replace them. */
export interface Timing {
  /** Milliseconds of a clock that never goes back. */
  readonly nowMs: () => number;
  /** At least 0, less than 1. */
  readonly random: () => number;
  /** Calls back once after `delayMs`; the function given back takes the timer away. */
  readonly startTimer: (delayMs: number, callback: () => void) => () => void;
}

/** The clock, chance and timers of this process. */
export const SYSTEM_TIMING: Timing = {
  nowMs: () => performance.now(),
  random: () => Math.random(),
  startTimer: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Resolves after `delayMs`, or at once when the signal fires. Never rejects. */
export function pause(timing: Timing, delayMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted || delayMs <= 0) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  const stopTimer = timing.startTimer(delayMs, wake);
  function wake(): void {
    stopTimer();
    signal.removeEventListener('abort', wake);
    resolve();
  }
  signal.addEventListener('abort', wake);
  return promise;
}

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
  startTimer,
};

/** Node fires a longer timer after 1 ms. @see https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** A delay of more than 24.8 days is made of several timers. */
function startTimer(delayMs: number, callback: () => void): () => void {
  let timer: NodeJS.Timeout;
  const start = (restMs: number): void => {
    const partMs = Math.min(restMs, MAX_TIMER_MS);
    timer = setTimeout(() => (restMs > partMs ? start(restMs - partMs) : callback()), partMs);
  };
  start(delayMs);
  return () => clearTimeout(timer);
}

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

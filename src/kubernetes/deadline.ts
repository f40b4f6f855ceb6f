import type { Timing } from './timing.ts';

/** A signal that fires when its parent does, or when its time is over. Whoever makes one ends it. */
export class Deadline {
  readonly #controller: AbortController = new AbortController();
  readonly #timing: Timing;
  readonly #parent: AbortSignal;
  readonly #onParentAbort = (): void => this.#controller.abort();
  #stopTimer: () => void = () => {};
  #isOver = false;

  /** Has no time limit before the first `restart`. */
  constructor(timing: Timing, parent: AbortSignal) {
    this.#timing = timing;
    this.#parent = parent;
    if (parent.aborted) this.#controller.abort();
    else parent.addEventListener('abort', this.#onParentAbort);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether time was over before the parent fired. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whether the parent fired. */
  get isCancelled(): boolean {
    return this.#parent.aborted && !this.#isOver;
  }

  /** Gives `delayMs` from now on. Does nothing once the signal has fired. */
  restart(delayMs: number): void {
    this.#stopTimer();
    if (this.signal.aborted) return;
    this.#stopTimer = this.#timing.startTimer(Math.max(0, delayMs), () => {
      this.#isOver = true;
      this.#controller.abort();
    });
  }

  /** Takes the timer and the tie to the parent away. The signal then never fires. */
  end(): void {
    this.#stopTimer();
    this.#parent.removeEventListener('abort', this.#onParentAbort);
  }
}

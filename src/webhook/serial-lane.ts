/** What waits in a lane for its turn. */
interface Visitor {
  readonly begin: (waitedMs: number) => void;
  readonly sinceMs: number;
}

/** Lets one at a time do its work, in the order in which they came, with a turn of the event loop between them. */
export class SerialLane {
  readonly #visitors = new Set<Visitor>();
  readonly #nowMs: () => number;
  #current: Visitor | undefined;

  /** @param nowMs a clock that never goes back */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** How many wait, or have their turn. */
  get length(): number {
    return this.#visitors.size;
  }

  /**
   * Calls `begin` when it is this one's turn, never at once, with how long it waited.
   *
   * @returns ends the turn, or the wait for it; to be called in any case, and harmless when called again
   */
  enter(begin: Visitor['begin']): () => void {
    const visitor = { begin, sinceMs: this.#nowMs() };
    this.#visitors.add(visitor);
    if (this.#current === undefined) this.#beginNext();
    return () => {
      this.#visitors.delete(visitor);
      if (visitor === this.#current) this.#beginNext();
    };
  }

  #beginNext(): void {
    const [next] = this.#visitors;
    this.#current = next;
    if (next === undefined) return;
    setImmediate(() => {
      if (this.#visitors.has(next)) next.begin(this.#nowMs() - next.sinceMs);
    });
  }
}

/** How much there is room for. Sizes in bytes. */
export interface BudgetLimits {
  readonly maxBytes: number;
  /** Kept free of bodies larger than this, so that small ones never wait for large ones. */
  readonly reservedBytes: number;
  /** How many bodies may wait for room, unread. */
  readonly maxWaiting: number;
}

/** What a body has been given. */
export interface Place {
  /** Gives the room back, or leaves the queue. Harmless when called again. */
  readonly leave: () => void;
  /** Whether it waits still. */
  readonly isWaiting: () => boolean;
}

interface Waiting {
  readonly bytes: number;
  readonly begin: () => void;
}

/**
 * Keeps count of the bytes of all bodies that are being read or answered. One for which there is no room waits before it is read, in
 * the order of arrival: what is unread takes next to no memory, and its sender need not send it again.
 */
export class BodyBudget {
  readonly #limits: BudgetLimits;
  readonly #queue = new Set<Waiting>();
  #bytes = 0;

  constructor(limits: BudgetLimits) {
    this.#limits = limits;
  }

  /** Bytes taken at the moment. */
  get bytes(): number {
    return this.#bytes;
  }

  /** How many bodies wait for room. */
  get waiting(): number {
    return this.#queue.size;
  }

  /**
   * Calls `begin` once there is room for so many bytes: at once, or later.
   *
   * @returns `undefined` where too many wait already; then `begin` is never called
   */
  enter(bytes: number, begin: () => void): Place | undefined {
    const visitor = { bytes, begin };
    const isFirst = this.#queue.size === 0 || bytes <= this.#limits.reservedBytes;
    if (isFirst && this.#hasRoomFor(bytes)) {
      this.#bytes += bytes;
      begin();
    } else if (this.#queue.size < this.#limits.maxWaiting) {
      this.#queue.add(visitor);
    } else {
      return undefined;
    }
    let isGone = false;
    const leave = (): void => {
      if (isGone) return;
      isGone = true;
      if (!this.#queue.delete(visitor)) this.#bytes -= bytes;
      this.#beginWaiting();
    };
    return { leave, isWaiting: () => this.#queue.has(visitor) };
  }

  #hasRoomFor(bytes: number): boolean {
    const { maxBytes, reservedBytes } = this.#limits;
    const bound = bytes <= reservedBytes ? maxBytes : maxBytes - reservedBytes;
    return this.#bytes + bytes <= bound;
  }

  #beginWaiting(): void {
    for (const visitor of this.#queue) {
      if (!this.#hasRoomFor(visitor.bytes)) return;
      this.#queue.delete(visitor);
      this.#bytes += visitor.bytes;
      visitor.begin();
    }
  }
}

/**
 * The bytes that a request says it has, at most `maxBodyBytes` of them: more is never kept. One that does not say may have as many;
 * API servers always say.
 */
export function announcedBytes(contentLength: string | undefined, maxBodyBytes: number): number {
  const announced = Number(contentLength);
  return Number.isSafeInteger(announced) ? Math.min(announced, maxBodyBytes) : maxBodyBytes;
}

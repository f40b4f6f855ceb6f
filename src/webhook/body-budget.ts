/** Keeps count of the bytes of all bodies that are being read or answered, and refuses those above a bound before they are read. */
export class BodyBudget {
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes taken at the moment. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Takes the bytes that a request says it has, at most `maxBodyBytes` of them: more is never kept. One that does not say
   * may have as many; API servers always say.
   *
   * @returns the bytes taken, to be given back with {@link release}; `undefined` where there is no room
   */
  take(contentLength: string | undefined, maxBodyBytes: number): number | undefined {
    const announced = Number(contentLength);
    const bytes = Number.isSafeInteger(announced) ? Math.min(announced, maxBodyBytes) : maxBodyBytes;
    if (this.#bytes + bytes > this.#maxBytes) return undefined;
    this.#bytes += bytes;
    return bytes;
  }

  /** Gives bytes back. */
  release(bytes: number): void {
    this.#bytes -= bytes;
  }
}

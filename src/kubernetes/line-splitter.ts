import { failure, ok, type Result } from '../result.ts';

const LINE_FEED = 0x0a;

/** Cuts a stream of bytes into lines. Bytes become text only line by line, so a chunk may end inside a character. */
export class LineSplitter {
  readonly #maxBytes: number;
  #pieces: Buffer[] = [];
  #size = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Whether the last line has begun and not ended. */
  get hasPartialLine(): boolean {
    return this.#size > 0;
  }

  /** The lines that this chunk completes, without their ends; a failure where one is longer than allowed. */
  push(chunk: Buffer): Result<readonly string[], 'line-too-long'> {
    const lines: string[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      if (!this.#take(chunk.subarray(start, end))) return failure('line-too-long');
      lines.push(this.#flush());
      start = end + 1;
    }
    return this.#take(chunk.subarray(start)) ? ok(lines) : failure('line-too-long');
  }

  #take(piece: Buffer): boolean {
    this.#size += piece.length;
    if (piece.length > 0) this.#pieces.push(piece);
    return this.#size <= this.#maxBytes;
  }

  #flush(): string {
    const [first, ...others] = this.#pieces;
    const line = first === undefined ? '' : others.length === 0 ? first : Buffer.concat(this.#pieces, this.#size);
    this.#pieces = [];
    this.#size = 0;
    return line.toString('utf8');
  }
}

import { writeSync } from 'node:fs';

/** Lines that their reader does not take are kept up to this length; older ones are lost then. */
const MAX_KEPT_LENGTH = 8 * 1024 * 1024;

/** How long to wait before a reader that is behind is tried again, in ms. */
const RETRY_MS = 20;

/**
 * Writes lines to a file descriptor, all of one turn of the event loop with a single call at its end: a call per line
 * costs as much as half a review. A reader that is behind never holds up the process; without a reader, or without
 * room on its disk, the lines are lost and the process goes on.
 */
export class LineWriter {
  readonly #descriptor: number;
  #lines = '';
  /** What is left of lines of which a part is written. */
  #rest: Uint8Array = new Uint8Array();
  #isScheduled = false;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** Takes lines, each with its line break. */
  write(lines: string): void {
    this.#lines += lines;
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => this.flush());
  }

  /** Writes what is kept, as far as the reader takes it. */
  flush(): void {
    this.#isScheduled = false;
    try {
      while (this.#rest.length > 0) this.#rest = this.#rest.subarray(writeSync(this.#descriptor, this.#rest));
      if (this.#lines !== '') this.#writeLines();
      if (this.#rest.length > 0) this.#waitForReader();
    } catch (error) {
      if (isBusy(error)) this.#waitForReader();
      else this.#lines = '';
    }
  }

  #writeLines(): void {
    const written = writeSync(this.#descriptor, this.#lines);
    if (written < Buffer.byteLength(this.#lines)) this.#rest = Buffer.from(this.#lines).subarray(written);
    this.#lines = '';
  }

  #waitForReader(): void {
    const excess = this.#lines.length - MAX_KEPT_LENGTH;
    if (excess > 0) this.#lines = this.#lines.slice(this.#lines.indexOf('\n', excess) + 1);
    this.#isScheduled = true;
    setTimeout(() => this.flush(), RETRY_MS);
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}

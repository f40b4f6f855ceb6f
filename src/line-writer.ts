import { writeSync } from 'node:fs';

/** Lines that their reader does not take are kept up to this length; older ones are lost then. */
const MAX_KEPT_LENGTH = 8 * 1024 * 1024;

/** How long to wait before a reader that is behind is tried again, in ms. */
const RETRY_MS = 20;

/**
 * Writes lines to a file descriptor, all of one turn of the event loop with a single call at its end: a call per line
 * costs as much as half a review. A reader that is behind never holds up the process.
 */
export class LineWriter {
  readonly #descriptor: number;
  #lines = '';
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
      while (this.#lines !== '') this.#lines = dropBytes(this.#lines, writeSync(this.#descriptor, this.#lines));
    } catch (error) {
      if (!isBusy(error)) throw error;
      this.#waitForReader();
    }
  }

  #waitForReader(): void {
    if (this.#lines.length > MAX_KEPT_LENGTH)
      this.#lines = this.#lines.slice(this.#lines.indexOf('\n', -MAX_KEPT_LENGTH) + 1);
    this.#isScheduled = true;
    setTimeout(() => this.flush(), RETRY_MS);
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}

function dropBytes(text: string, bytes: number): string {
  return bytes >= text.length && Buffer.byteLength(text) === bytes ? '' : Buffer.from(text).subarray(bytes).toString();
}

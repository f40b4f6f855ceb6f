/** The exit code of wrong usage. */
export const USAGE_ERROR = 2;

/** What a person asked for cannot be done; the message says what to change. Ends the program with its exit code. */
export class RefusedError extends Error {
  /** 1: refused or problems found; 2: wrong usage. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.name = 'RefusedError';
    this.exitCode = exitCode;
  }
}

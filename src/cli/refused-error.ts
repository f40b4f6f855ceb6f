/** The exit code of wrong usage. */
export const USAGE_ERROR = 2;

/** What a person asked for cannot be done; the message says what to change. Ends the program with its exit code, without a word where the message is empty. */
export class RefusedError extends Error {
  /** 1: refused or problems found; 2: wrong usage. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.name = 'RefusedError';
    this.exitCode = exitCode;
  }
}

/**
 * Runs a command whose exit code 1 is an answer, "no": what is refused ends it with 2 then, so that scripts can tell them apart.
 *
 * @param answer - whether the answer is yes
 * @throws RefusedError with the exit code
 */
export async function exitWithAnswer(answer: () => Promise<boolean>): Promise<void> {
  let isYes: boolean;
  try {
    isYes = await answer();
  } catch (error) {
    if (error instanceof RefusedError) throw new RefusedError(error.message, USAGE_ERROR);
    throw error;
  }
  if (!isYes) throw new RefusedError('');
}

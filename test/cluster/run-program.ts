import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** How a program ended and what it wrote. */
export interface ProgramResult {
  /** 128 and more when a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Input and environment of a program. */
export interface RunOptions {
  /** Written to its standard input; empty when left out. */
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Then it is killed. 60 s when left out. */
  readonly timeoutMs?: number;
  /** Kills it, and makes the call fail. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a program to its end. A code other than 0 is a result, not an error.
 *
 * @throws When the program cannot be started, or is killed by the signal.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  { input = '', environment = {}, timeoutMs = 60_000, signal }: RunOptions = {},
): Promise<ProgramResult> {
  const child = spawn(program, args, {
    env: environment,
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    ...(signal === undefined ? {} : { signal }),
  });
  const exited = once(child, 'close');
  // A program may end without reading its input.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { code: child.exitCode ?? 128, stdout, stderr };
}

import { spawnSync } from 'node:child_process';

/**
 * Runs a program with this environment to its end.
 *
 * @returns what it wrote to its standard output, without the last line break
 * @throws With its words when it ends with another code than 0.
 */
export function runOrThrow(program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 });
  if (status === 0) return stdout.trimEnd();
  throw new Error(`${program} ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`, { cause: error });
}

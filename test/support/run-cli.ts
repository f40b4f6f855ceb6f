import { runCli } from '../../src/cli/program.ts';

/** What a command wrote, and how it ended. */
export interface CliRun {
  readonly code: number;
  readonly said: string;
  readonly written: string;
}

/** Runs the command line in this process. */
export async function runCommand(args: readonly string[], programName?: string): Promise<CliRun> {
  let [said, written] = ['', ''];
  const code = await runCli(args, {
    version: '0.0.0',
    ...(programName !== undefined && { programName }),
    exampleTemplateFile: '',
    say: (text) => (said += text),
    writeOut: (text) => (written += text),
    waitForStop: () => new Promise(() => undefined),
  });
  return { code, said, written };
}

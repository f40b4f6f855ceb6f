import { runCli } from '../../src/cli/program.ts';

/** What came of a command. */
export interface RanCommand {
  readonly code: number;
  /** What stood on the standard error. */
  readonly said: string;
  /** What stood on the standard output. */
  readonly written: string;
}

/** Runs a command in this process, with a text as its standard input. */
export async function runCommand(args: readonly string[], input = ''): Promise<RanCommand> {
  let said = '';
  let written = '';
  const code = await runCli(args, {
    version: '0.0.0',
    exampleTemplateFile: '',
    say: (text) => (said += text),
    writeOut: (text) => (written += text),
    readIn: async () => new TextEncoder().encode(input),
    waitForStop: () => new Promise(() => undefined),
  });
  return { code, said, written };
}

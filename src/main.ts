#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runCli } from './cli/program.ts';
import { readInvocation } from './program-name.ts';

const INTERRUPTED = 130;

/** SIGTERM ends in order; so does SIGINT, unless a person at a terminal sent it. */
async function waitForStop(): Promise<void> {
  await new Promise<void>((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.on('SIGINT', () => (process.stdin.isTTY ? process.exit(INTERRUPTED) : resolve()));
  });
}

/** An error that nobody caught, in a promise or out of one, ends the process with 1. */
function tellCrash(tell: (error: unknown) => void): void {
  process.on('uncaughtException', (error) => {
    tell(error);
    process.exit(1);
  });
}

/** A reader that leaves early, such as `head`, wants no more: no reason to fail. The server does not write here. */
function writeOut(text: string): void {
  if (process.stdout.listenerCount('error') === 0)
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  process.stdout.write(text);
}

const { version }: { version: string } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

const [, file = '', ...rest] = process.argv;
const { name: programName, args } = readInvocation(file, rest);

process.exitCode = await runCli(args, {
  version,
  programName,
  exampleTemplateFile: fileURLToPath(new URL('../deploy/examples/envoy-initializer.yaml', import.meta.url)),
  say: (text) => process.stderr.write(text),
  writeOut,
  waitForStop,
  onCrash: tellCrash,
});

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

const { version }: { version: string } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

const [, file = '', ...rest] = process.argv;
const { name: programName, args } = readInvocation(file, rest);

process.exitCode = await runCli(args, {
  version,
  programName,
  exampleTemplateFile: fileURLToPath(new URL('../deploy/examples/envoy-initializer.yaml', import.meta.url)),
  say: (text) => process.stderr.write(text),
  writeOut: (text) => process.stdout.write(text),
  waitForStop,
});

import { mkdtempSync, rmSync } from 'node:fs';
import { arch, availableParallelism, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv } from 'node:process';
import { type BenchOptions, type ContenderName, HELP, parseBenchOptions } from './bench-options.ts';
import { compareServers, type Servers } from './comparison.ts';
import { measureEnvVarGrowth, measureTemplateGrowth } from './growth.ts';
import { measureLanguage } from './language.ts';
import { CONNECTION_COUNT } from './load-client.ts';
import { buildBareServer, buildGoWebhook, buildInjector, injectorProgram, makeCertificate } from './programs.ts';
import { readReview, type ReviewBody, toReviewBody } from './review-body.ts';
import { type RunningServer, type ServerProgram, startServer } from './servers.ts';
import { renderEnvVarGrowth, renderLanguage, renderRatios, renderServers, renderTemplateGrowth } from './table.ts';

const GO_LEFT_OUT = 'Go is not installed: the Go webhook is left out.';

/** Builds, starts and measures the servers, prints the tables, and stops what it started. */
async function runBench(options: BenchOptions): Promise<void> {
  const folder = makeTemporaryFolder();
  const programs = await buildPrograms(options.only, folder);
  const review = await readReview(options.reviewFile);
  const body = toReviewBody(review);
  print(describeRun(options, body));
  if (options.only.includes('go') && !programs.has('go')) print(GO_LEFT_OUT);
  const servers = await startServers(programs, body);
  try {
    note('measuring the servers side by side');
    const comparison = await compareServers(servers, body, options.comparison);
    print(renderServers(comparison));
    print(renderRatios(comparison));
    if (!servers.has('injector')) return;
    note('measuring growth with the Pod');
    print(renderEnvVarGrowth(await measureEnvVarGrowth(withoutGo(servers), review, options.growth)));
  } finally {
    await stopAll(servers);
  }
  note('measuring growth with the number of templates');
  // These servers are new: they have as much to warm up as those of the comparison.
  const plan = { ...options.growth, warmUpReviews: options.comparison.warmUpReviews };
  print(renderTemplateGrowth(await measureTemplateGrowth(folder, body, plan)));
  note('measuring the template language');
  print(renderLanguage(await measureLanguage(folder, body, plan)));
}

/** Removed at exit, also where a signal ends the bench. */
function makeTemporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sidecar-injector-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

type Programs = ReadonlyMap<ContenderName, ServerProgram>;

async function buildPrograms(only: readonly ContenderName[], folder: string): Promise<Programs> {
  const certificate = await makeCertificate(folder);
  const programs = new Map<ContenderName, ServerProgram>();
  for (const name of only) {
    note(`building ${name}`);
    const program = await buildProgram[name](folder, certificate);
    if (program !== undefined) programs.set(name, program);
  }
  return programs;
}

const buildProgram = {
  injector: async () => buildInjector().then(() => injectorProgram()),
  bare: buildBareServer,
  go: buildGoWebhook,
} as const;

async function startServers(programs: Programs, review: ReviewBody): Promise<Servers> {
  const servers = new Map<ContenderName, RunningServer>();
  try {
    for (const [name, program] of programs) servers.set(name, await startServer(program, review));
    return servers;
  } catch (error) {
    await stopAll(servers);
    throw error;
  }
}

async function stopAll(servers: Servers): Promise<void> {
  await Promise.all([...servers.values()].map(async (server) => server.stop()));
}

function withoutGo(servers: Servers): Servers {
  return new Map([...servers].filter(([name]) => name !== 'go'));
}

function describeRun({ reviewFile, comparison }: BenchOptions, { bytes }: ReviewBody): string {
  const date = new Date().toISOString().slice(0, 10);
  const args = argv.slice(2).join(' ');
  const command = args === '' ? 'npm run bench' : `npm run bench -- ${args}`;
  const { rounds, reviewsPerBlock, warmUpReviews } = comparison;
  return (
    `Measured on ${date} with \`${command}\`, Node ${process.version}, ${platform()} ${arch()}, ` +
    `${availableParallelism()} CPUs: ${reviewFile} (${bytes.length} bytes), TLS 1.3, ` +
    `${CONNECTION_COUNT} keep-alive connections, ${rounds} rounds of ${reviewsPerBlock} reviews for each server in ` +
    `turn, after ${warmUpReviews} to warm up.`
  );
}

function print(text: string): void {
  if (text !== '') process.stdout.write(`${text}\n\n`);
}

/** Progress goes to standard error, so that the output is the table alone. */
function note(text: string): void {
  process.stderr.write(`${text} ...\n`);
}

/** Parses the arguments and sets the exit code. */
async function main(): Promise<void> {
  let options: BenchOptions;
  try {
    options = parseBenchOptions(argv.slice(2));
  } catch (error) {
    process.stderr.write(`bench: ${(error as Error).message}\n\n${HELP}`);
    process.exitCode = 2;
    return;
  }
  if (options.help) return print(HELP.trimEnd());
  // Ends the started servers too: they are killed when this process exits.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  try {
    await runBench(options);
  } catch (error) {
    process.stderr.write(`bench: ${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}

await main();

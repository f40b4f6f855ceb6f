/** `npm run test:faults`: what each failure mode costs, measured on a real control plane. */
import { createHash } from 'node:crypto';
import { Dice } from '../fuzz/dice.ts';
import { markdownTable } from '../performance/table.ts';
import { FaultCluster } from './fault-cluster.ts';
import { type FaultOptions, HELP, parseFaultOptions } from './fault-options.ts';
import type { Finding, Scenario } from './scenario.ts';
import { SCENARIOS } from './scenario-list.ts';
import { formatSeconds } from './verdict.ts';

interface Result extends Finding {
  readonly scenario: Scenario;
}

/** The cluster that scenarios share, while it is healthy. */
class SharedCluster implements AsyncDisposable {
  #started: Promise<FaultCluster> | undefined;

  readonly get = (): Promise<FaultCluster> => {
    if (this.#started === undefined) say('starting a cluster with two API servers and two replicas ...');
    this.#started ??= FaultCluster.start();
    return this.#started;
  };

  /** @returns what is not well with it; then the next scenario gets a new one */
  async check(): Promise<string | undefined> {
    try {
      await (await this.#started)?.waitUntilHealthy();
      return undefined;
    } catch (error) {
      await this[Symbol.asyncDispose]();
      return messageOf(error);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const started = this.#started;
    this.#started = undefined;
    const cluster = await started?.catch(() => undefined);
    await cluster?.[Symbol.asyncDispose]();
  }
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}

/** A scenario's own seed, so that it makes the same choices whatever is run beside it. */
function seedOf(seed: number, name: string): number {
  return createHash('sha256').update(`${seed} ${name}`).digest().readUInt32BE();
}

async function runScenario(scenario: Scenario, shared: SharedCluster, options: FaultOptions): Promise<Result> {
  const startMs = performance.now();
  say(`\n== ${scenario.name}: ${scenario.goal}`);
  if (scenario.hasOwnCluster === true) await shared[Symbol.asyncDispose]();
  const context = {
    shared: shared.get,
    dice: new Dice(seedOf(options.seed, scenario.name)),
    say: (text: string) => say(`   ${text}`),
    previousCommit: options.previousCommit,
  };
  const finding = await scenario.run(context, options.scale).catch((error: unknown): Finding => ({
    measured: `failed: ${firstLineOf(error)}`,
    isMet: false,
    details: [messageOf(error)],
  }));
  const ill = await shared.check();
  const seconds = formatSeconds(performance.now() - startMs);
  const result =
    ill === undefined ? finding : { ...finding, isMet: false, measured: `${finding.measured}; then ${ill}` };
  say(`== ${scenario.name} ${verdictOf(result)} after ${seconds}: ${result.measured}`);
  if (!result.isMet) for (const line of finding.details ?? []) say(`   ${line}`);
  return { ...result, scenario };
}

function verdictOf({ isMet, undecided }: Finding): string {
  if (isMet) return 'met';
  return undecided === undefined ? 'MISSED' : `not shown: ${undecided}`;
}

function firstLineOf(error: unknown): string {
  return messageOf(error).split('\n')[0] ?? '';
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function render(results: readonly Result[], { scale, seed }: FaultOptions): string {
  const rows = results.map(({ scenario, ...finding }) =>
    [scenario.row, scenario.goal, finding.measured, verdictOf(finding)].map(escapeCell),
  );
  const quick = scale === 'quick' ? '--quick ' : '';
  const title = `Measured on ${new Date().toISOString().slice(0, 10)} with \`npm run test:faults -- ${quick}--seed ${seed}\`, Node ${process.version}.`;
  const details = results.flatMap(({ scenario, details: lines = [] }) =>
    lines.map((line) => `- ${scenario.name}: ${line.replaceAll('\n', ' ')}`),
  );
  return [title, markdownTable([['failure mode', 'goal', 'measured', 'verdict'], ...rows]), details.join('\n')].join(
    '\n\n',
  );
}

function isChosen({ name, onlyFull }: Scenario, { only, scale }: FaultOptions): boolean {
  return only.length > 0 ? only.includes(name) : scale === 'full' || onlyFull === undefined;
}

async function run(options: FaultOptions): Promise<number> {
  say(`seed ${options.seed}`);
  const chosen = SCENARIOS.filter((scenario) => isChosen(scenario, options));
  const results: Result[] = [];
  await using shared = new SharedCluster();
  for (const scenario of chosen) results.push(await runScenario(scenario, shared, options));
  const met = results.filter(({ isMet }) => isMet).length;
  const missed = results.filter((result) => verdictOf(result) === 'MISSED').length;
  process.stdout.write(`${render(results, options)}\n\n${met} passed, ${missed} failed\n`);
  return missed === 0 ? 0 : 1;
}

async function main(): Promise<number> {
  const names = SCENARIOS.map(({ name }) => name);
  const parse = (): FaultOptions | undefined => {
    try {
      return parseFaultOptions(process.argv.slice(2), names);
    } catch (error) {
      say(messageOf(error));
      return undefined;
    }
  };
  const options = parse();
  if (options === undefined) return 2;
  if (options.action === 'run') return run(options);
  process.stdout.write(options.action === 'help' ? HELP : `${names.join('\n')}\n`);
  return 0;
}

process.exitCode = await main();

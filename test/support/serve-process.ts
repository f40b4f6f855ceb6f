import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { waitUntil } from '../cluster/wait-until.ts';
import { scrape } from './running-webhook.ts';
import type { MetricSamples } from './metric-samples.ts';

/** The folder of the repository. */
export const REPOSITORY: string = fileURLToPath(new URL('../../', import.meta.url));

/** The program under test: the sources, or the bundle that `npm run build` made of them. */
const MAIN = fileURLToPath(
  new URL(
    process.env['SIDECAR_INJECTOR_TEST_BUNDLE'] === '1' ? '../../dist/sidecar-injector.mjs' : '../../src/main.ts',
    import.meta.url,
  ),
);

/** Flags that let a server listen wherever this machine has a free port. */
export const FREE_PORTS: readonly string[] = ['--listen', '127.0.0.1:0', '--probe-listen', '127.0.0.1:0'];

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** A process of the command line, whose output is kept. */
export class CliProcess {
  readonly ended: Promise<Ended>;
  readonly #child: Child;
  #stdout = '';
  #stderr = '';

  constructor(
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
    nodeFlags: readonly string[] = [],
  ) {
    this.#child = spawn(process.execPath, [...nodeFlags, MAIN, ...args], {
      cwd: REPOSITORY,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '', ...environment },
    });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => (this.#stdout += text));
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
    this.ended = (once(this.#child, 'close') as Promise<[Ended['code'], Ended['signal']]>).then(([code, signal]) => ({
      code,
      signal,
    }));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  /** The lines of the log, parsed. */
  get log(): readonly Readonly<Record<string, unknown>>[] {
    const lines = this.#stdout.split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Waits until a line with this message was logged, and gives the last one. */
  async logged(message: string, fields: Readonly<Record<string, unknown>> = {}): Promise<Record<string, unknown>> {
    return waitUntil(
      () => {
        const line = this.log.findLast(
          (entry) => entry['msg'] === message && Object.entries(fields).every(([key, value]) => entry[key] === value),
        );
        if (line === undefined && this.#child.exitCode !== null)
          throw new Error(`ended with ${this.#child.exitCode}: ${this.#stderr}`);
        return line;
      },
      { what: `the log line ${JSON.stringify(message)}`, timeoutMs: 10_000, intervalMs: 10 },
    );
  }

  /** Ends it without mercy, and waits for that. */
  async destroy(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.kill('SIGKILL');
    await this.ended;
  }
}

/** A server process that is ready. */
export interface ServeProcess {
  readonly process: CliProcess;
  readonly port: number;
  /** The entry for enabled namespaces. */
  readonly url: string;
  readonly probesUrl: string;
  readonly metrics: () => Promise<MetricSamples>;
}

/** Runs `serve --standalone` with these flags on free ports, until it is ready. */
export async function startServe(
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
  nodeFlags: readonly string[] = [],
): Promise<ServeProcess> {
  return whenReady(new CliProcess(['serve', '--standalone', ...FREE_PORTS, ...args], environment, nodeFlags));
}

/** Waits until a server process is ready; one that is not in time is ended. */
export async function whenReady(cli: CliProcess): Promise<ServeProcess> {
  const line = await cli.logged('ready').catch(async (error: unknown) => {
    await cli.destroy();
    throw error;
  });
  const ready = line as Record<'listen' | 'probeListen', { host: string; port: number }>;
  const probesUrl = `http://127.0.0.1:${ready.probeListen.port}`;
  return {
    process: cli,
    port: ready.listen.port,
    url: `https://127.0.0.1:${ready.listen.port}/mutate/enabled`,
    probesUrl,
    metrics: () => scrape(probesUrl),
  };
}

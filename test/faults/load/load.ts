import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ApiAccess, Sample } from './create-client.ts';
import { LoadReport } from './load-report.ts';
import type { PodKindName } from './pod-kinds.ts';

/** What is created, how and how fast. */
export interface LoadOptions {
  readonly access: ApiAccess;
  readonly kinds: readonly PodKindName[];
  readonly seed: number;
  /** Clients with one connection and one creation in flight each; at a rate, connections to each API server. */
  readonly clients: number;
  /** Creations that are due per second. As fast as answers come when left out. */
  readonly ratePerSecond?: number;
}

/** What the process is told: first the options. */
export type LoadCommand = LoadOptions | 'count' | 'stop';

/** What the process answers. */
export type LoadReply = { readonly count: number; readonly inFlight: number } | { readonly samples: readonly Sample[] };

/** Creations that go on, in a process of their own, until they are stopped. */
export class Load {
  readonly #worker: ChildProcess;
  #report: Promise<LoadReport> | undefined;

  constructor(options: LoadOptions) {
    this.#worker = fork(join(import.meta.dirname, 'load-worker.ts'), { serialization: 'advanced' });
    this.#worker.send(options);
  }

  /** Creations that are over, and those that are not. */
  async count(): Promise<{ readonly count: number; readonly inFlight: number }> {
    const reply = await this.#ask('count');
    if (!('count' in reply)) throw new Error('the load is over');
    return reply;
  }

  /** Ends the load and waits for what is in flight. A second call gives the same report. */
  stop(): Promise<LoadReport> {
    this.#report ??= this.#stop();
    return this.#report;
  }

  async #stop(): Promise<LoadReport> {
    const reply = await this.#ask('stop');
    if (!('samples' in reply)) throw new Error('the load gave no report');
    this.#worker.disconnect();
    return new LoadReport(reply.samples);
  }

  async #ask(command: 'count' | 'stop'): Promise<LoadReply> {
    const replied = once(this.#worker, 'message') as Promise<[LoadReply]>;
    this.#worker.send(command);
    const [reply] = await replied;
    return reply;
  }
}

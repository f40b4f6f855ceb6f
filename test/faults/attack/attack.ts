import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Who attacks what, and how. */
export interface AttackOptions {
  readonly host: string;
  readonly port: number;
  /** Where it comes from, where the machine has such an address; that of nobody else, as a Pod's would be. */
  readonly localAddress?: string;
  /** `slow`: connections that never end what they say; otherwise a name of `HOSTILE_BODIES`. */
  readonly kind: string;
  readonly clients: number;
  readonly seed: number;
  /** How many bodies each client sends; until it is stopped when left out. */
  readonly requests?: number;
}

/** What the process is told: first the options. */
export type AttackCommand = AttackOptions | 'counts' | 'stop';

/** How often each thing happened: `200`, `429`, `ECONNRESET`, `closed headers`. */
export type AttackCounts = Readonly<Record<string, number>>;

/** An attack on one replica, from a process of its own. */
export class Attack {
  readonly #worker: ChildProcess;
  #counts: Promise<AttackCounts> | undefined;

  constructor(options: AttackOptions) {
    this.#worker = fork(join(import.meta.dirname, 'hostile-worker.ts'), { serialization: 'advanced' });
    this.#worker.send(options);
  }

  /** What happened so far. */
  counts(): Promise<AttackCounts> {
    return this.#ask('counts');
  }

  /** Ends it and waits for answers that are due. A second call gives the same counts. */
  stop(): Promise<AttackCounts> {
    this.#counts ??= this.#stop();
    return this.#counts;
  }

  async #stop(): Promise<AttackCounts> {
    const counts = await this.#ask('stop');
    this.#worker.disconnect();
    return counts;
  }

  async #ask(command: 'counts' | 'stop'): Promise<AttackCounts> {
    const replied = once(this.#worker, 'message') as Promise<[AttackCounts]>;
    this.#worker.send(command);
    const [counts] = await replied;
    return counts;
  }
}

/** `200 × 31, 429 × 4`. */
export function describeCounts(counts: AttackCounts): string {
  const parts = Object.entries(counts).map(([what, count]) => `${what} × ${count}`);
  return parts.length === 0 ? 'nothing' : parts.toSorted().join(', ');
}

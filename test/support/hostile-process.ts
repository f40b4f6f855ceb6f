import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { text as readText } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { HostileBody } from './hostile-bodies.ts';

const CLIENT = fileURLToPath(new URL('hostile-client.ts', import.meta.url));

/** A client in a process of its own, so that what it costs does not slow down who measures. */
export class HostileProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #output: Promise<string>;

  constructor(url: string, body: HostileBody) {
    this.#child = spawn(process.execPath, [CLIENT, url, body], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#output = readText(this.#child.stdout);
  }

  /** Has it end after the answer that it waits for, and gives how many answers there were of each kind. */
  async stop(): Promise<Readonly<Record<string, number>>> {
    this.#child.stdin.end();
    return JSON.parse(await this.#output) as Record<string, number>;
  }

  destroy(): void {
    this.#child.kill('SIGKILL');
  }
}

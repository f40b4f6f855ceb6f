import { type ChildProcess as NodeChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What to run, and where its traces go. */
export interface ChildOptions {
  /** Names the files `<name>.log` and `<name>.pid` in `folder`. */
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
  /** The whole environment of the child; that of this process when left out. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** How to end a child. */
export interface StopOptions {
  /** `SIGTERM` when left out. */
  readonly signal?: NodeJS.Signals;
  /** After this long it is `SIGKILL`. 5 s when left out. */
  readonly graceMs?: number;
}

/** How a program ended. */
export interface ExitStatus {
  /** 128 and the signal's number when a signal ended it, as a shell says it. */
  readonly code: number;
}

/** A running program whose output is in a log file. */
export class ChildProcess {
  readonly name: string;
  readonly pid: number;
  readonly logPath: string;
  /** Resolves when the process has ended. */
  readonly exited: Promise<ExitStatus>;
  readonly #process: NodeChildProcess;
  readonly #pidPath: string;

  private constructor(options: ChildOptions, process: NodeChildProcess, pid: number) {
    this.name = options.name;
    this.pid = pid;
    this.logPath = join(options.folder, `${options.name}.log`);
    this.#process = process;
    this.#pidPath = join(options.folder, `${options.name}.pid`);
    writeFileSync(this.#pidPath, String(pid));
    const { promise, resolve } = Promise.withResolvers<ExitStatus>();
    this.exited = promise;
    process.once('exit', (code, signal) => {
      rmSync(this.#pidPath, { force: true });
      resolve({ code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]) });
    });
  }

  /**
   * Starts a program. It leads a process group of its own, so that a Ctrl-C in the terminal reaches only this process,
   * which then ends its children in the right order.
   *
   * @throws When the program cannot be started.
   */
  static async start(options: ChildOptions): Promise<ChildProcess> {
    const log = openSync(join(options.folder, `${options.name}.log`), 'a');
    try {
      const child = spawn(options.program, options.args, {
        cwd: options.folder,
        detached: true,
        stdio: ['ignore', log, log],
        ...(options.environment === undefined ? {} : { env: options.environment }),
      });
      await once(child, 'spawn');
      if (child.pid === undefined) throw new Error(`${options.name} has no process id`);
      return new ChildProcess(options, child, child.pid);
    } finally {
      closeSync(log);
    }
  }

  /** Whether this very process still runs (not merely something that answers on its port). */
  isRunning(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** @throws When the process has ended, with the end of its log. */
  assertRunning(): void {
    if (this.isRunning()) return;
    const how = this.#process.signalCode ?? `exit code ${this.#process.exitCode}`;
    throw new Error(`${this.name} has ended (${how}). The end of its log:\n${this.readLogTail()}`);
  }

  /** The last lines of the log; empty when there is none. */
  readLogTail(lineCount = 20): string {
    try {
      return readFileSync(this.logPath, 'utf8').trimEnd().split('\n').slice(-lineCount).join('\n');
    } catch {
      return '';
    }
  }

  /** Ends the process and resolves once it is gone. An ended one is no error. */
  async stop({ signal = 'SIGTERM', graceMs = 5_000 }: StopOptions = {}): Promise<void> {
    if (!this.isRunning()) return;
    const exited = once(this.#process, 'exit');
    this.#process.kill(signal);
    const timer = new AbortController();
    const tooLong = sleep(graceMs, 'too long', { signal: timer.signal }).catch(() => 'aborted');
    if ((await Promise.race([exited, tooLong])) === 'too long') this.#process.kill('SIGKILL');
    await exited;
    timer.abort();
  }
}

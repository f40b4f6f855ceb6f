import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Waits until the process that started it is gone, however it went (its end of the pipe closes even on SIGKILL),
 * then kills what the pid files name and removes the folder.
 */
const WATCHDOG_SCRIPT = `cat >/dev/null
for file in "$1"/*.pid; do test -f "$file" && kill -KILL "$(cat "$file")" 2>/dev/null; done
rm -rf "$1" || { sleep 1; rm -rf "$1"; }`;

/** A temporary folder that never outlives this process, and neither do the children whose pid files are in it. */
export class RunFolder {
  readonly path: string;
  readonly #watchdog: ChildProcess;

  constructor() {
    this.path = mkdtempSync(join(tmpdir(), 'sidecar-injector-'));
    this.#watchdog = spawn('/bin/sh', ['-c', WATCHDOG_SCRIPT, 'watchdog', this.path], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.#watchdog.unref();
  }

  /** Kills what still runs and removes the folder. A second call does nothing. */
  async remove(): Promise<void> {
    if (this.#watchdog.exitCode !== null || this.#watchdog.signalCode !== null) return;
    const exited = once(this.#watchdog, 'exit');
    this.#watchdog.ref();
    this.#watchdog.stdin?.end();
    await exited;
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { sendReviews, type Target } from './load-client.ts';
import type { ReviewBody } from './review-body.ts';

/** A server that the bench can start. `args` gets the port of 127.0.0.1 to listen on. */
export interface ServerProgram {
  readonly name: string;
  readonly file: string;
  readonly args: (port: number) => Promise<readonly string[]>;
  readonly env?: Readonly<Record<string, string>>;
  readonly patches: boolean;
}

/** A started server: its process is measured, and stopped through {@link RunningServer.stop} only. */
export interface RunningServer extends Target {
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

const START_TIMEOUT_MS = 15_000;
const START_POLL_MS = 100;
const STOP_TIMEOUT_MS = 3000;
const KEPT_STDERR_CHARACTERS = 2000;

/**
 * Starts the program and waits until it answers a review. Its standard output, where the injector logs, is read and
 * discarded, as a container runtime would read it.
 *
 * @throws Error with the end of its standard error, where it ends or does not answer within 15 s.
 */
export async function startServer(program: ServerProgram, review: ReviewBody): Promise<RunningServer> {
  const port = await findFreePort();
  const child = spawn(program.file, await program.args(port), {
    env: { ...process.env, ...program.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killAtExit = (): void => void child.kill('SIGKILL');
  process.once('exit', killAtExit);
  child.stdout.resume();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-KEPT_STDERR_CHARACTERS);
  });
  const target = { name: program.name, port, patches: program.patches };
  try {
    await once(child, 'spawn');
    await waitForReply(child, target, review);
  } catch (cause) {
    child.kill('SIGKILL');
    throw new Error(`${program.name} did not start: ${(cause as Error).message}\n${stderr}`, { cause });
  }
  const stop = async (): Promise<void> => stopServer(child).finally(() => process.off('exit', killAtExit));
  return { ...target, pid: child.pid ?? 0, stop };
}

/** A TCP port of 127.0.0.1 on which nothing listens. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP server without a port');
  return address.port;
}

async function waitForReply(child: ChildProcess, target: Target, review: ReviewBody): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    try {
      return await sendReviews(target, review, 1);
    } catch (error) {
      if (hasEnded(child)) throw new Error('the process ended', { cause: error });
      const listens = (error as NodeJS.ErrnoException).code !== 'ECONNREFUSED';
      if (listens || Date.now() > deadline) throw error;
    }
    await delay(START_POLL_MS);
  }
}

async function stopServer(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await exit;
  clearTimeout(timer);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

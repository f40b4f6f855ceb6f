import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { oneConnection, send } from '../support/https-client.ts';
import { sumOf } from '../support/metric-samples.ts';
import { reviewOf } from '../support/review-of.ts';
import { startServe, type ServeProcess } from '../support/serve-process.ts';

const ROUNDS = 10;
const CLIENTS = 6;

/** How long after SIGTERM a client may still be led to the old server: the removal of an endpoint takes time to spread. */
const ENDPOINT_REMOVAL_MS = 500;

const BODY = JSON.stringify(reviewOf());

/** Clients that keep a connection for as long as the server does, and take any endpoint for the next. */
class Load {
  endpoints: readonly string[] = [];
  sent = 0;
  answered = 0;
  readonly lost: string[] = [];
  #isOver = false;
  #clients: Promise<unknown> = Promise.resolve();

  start(): void {
    this.#clients = Promise.all(Array.from({ length: CLIENTS }, async () => this.#run()));
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#clients;
  }

  async #run(): Promise<void> {
    while (!this.#isOver) await this.#useConnection(this.endpoints[Math.floor(Math.random() * this.endpoints.length)]);
  }

  /** Sends review after review to one server until that closes the connection. */
  async #useConnection(url = ''): Promise<void> {
    const agent = oneConnection();
    for (let isOpen = true; isOpen && !this.#isOver;) {
      this.sent += 1;
      try {
        const { status, headers } = await send(url, { body: BODY, agent });
        if (status === 200) this.answered += 1;
        else this.lost.push(`${status} from ${url}`);
        isOpen = headers.connection !== 'close';
      } catch (error) {
        this.lost.push(`${String(error)} from ${url}`);
        isOpen = false;
      }
      await delay(Math.random() * 8);
    }
    agent.destroy();
  }
}

async function start(): Promise<ServeProcess> {
  const server = await startServe(['--drain-timeout', '1500ms']);
  onTestFinished(() => server.process.destroy());
  return server;
}

async function expectGoodEnd({ process }: ServeProcess): Promise<void> {
  expect(await process.ended).toStrictEqual({ code: 0, signal: null });
  expect(process.log.at(-1)).toMatchObject({ msg: 'ended', connectionsLeft: 0 });
}

describe('serve', () => {
  it(`loses no review in ${ROUNDS} rolling restarts under load`, { timeout: 60_000 }, async () => {
    const load = new Load();
    onTestFinished(() => load.stop());
    let old = await start();
    load.endpoints = [old.url];
    load.start();
    const counted: number[] = [];
    const ends: Promise<void>[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const next = await start();
      load.endpoints = [old.url, next.url];
      await delay(200);
      old.process.kill('SIGTERM');
      await delay(ENDPOINT_REMOVAL_MS);
      load.endpoints = [next.url];
      await delay(300);
      counted.push(sumOf(await old.metrics(), 'sidecar_injector_decisions_total'));
      ends.push(expectGoodEnd(old));
      old = next;
    }
    await load.stop();
    await Promise.all(ends);
    expect(load.lost).toStrictEqual([]);
    expect(load.answered).toBe(load.sent);
    for (const reviews of counted) expect(reviews).toBeGreaterThan(50);
    counted.push(sumOf(await old.metrics(), 'sidecar_injector_decisions_total'));
    expect(counted.reduce((sum, reviews) => sum + reviews, 0)).toBe(load.sent);
  });
});

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, it, type TestContext } from 'vitest';
import {
  CROWDED_CONNECTIONS,
  MAX_REQUESTS_PER_SOCKET,
  MAX_SILENT_CONNECTIONS_PER_ADDRESS,
} from '../../src/webhook/limits.ts';
import { oneConnection, openTls, send, type Answer } from '../support/https-client.ts';
import { reviewOf } from '../support/review-of.ts';
import { startWebhook, type RunningWebhook } from '../support/running-webhook.ts';

async function start({ onTestFinished }: TestContext): Promise<RunningWebhook> {
  const server = await startWebhook();
  onTestFinished(() => server.close());
  return server;
}

/** Opens a connection that says nothing. */
async function openSilent(port: number, context: TestContext, localAddress = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, localAddress });
  socket.on('error', () => undefined).resume();
  context.onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

/** How long a connection stays open, in seconds. */
async function lifetimeOf(socket: Socket): Promise<number> {
  const opened = performance.now();
  socket.on('error', () => undefined).resume();
  await once(socket, 'close');
  return (performance.now() - opened) / 1000;
}

describe.concurrent('a slow client', () => {
  it('is cut off after 10 s, wherever it stops once it has begun', { timeout: 20_000 }, async (context) => {
    const { port, url, metrics } = await start(context);
    const withoutHandshake = await openSilent(port, context);
    const withoutHeaders = await openTls(port);
    withoutHeaders.write('POST /mutate/enabled HTTP/1.1\r\nHost:');
    const withoutBody = await openTls(port);
    withoutBody.write('POST /mutate/enabled HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n');
    withoutBody.write('Content-Length: 1000\r\n\r\n{');
    const drip = setInterval(() => withoutBody.write(' '), 500);
    context.onTestFinished(() => clearInterval(drip));

    const sockets = { withoutHandshake, withoutHeaders, withoutBody };
    const lifetimes = await Promise.all(
      Object.entries(sockets).map(async ([name, socket]) => ({ name, seconds: await lifetimeOf(socket) })),
    );
    for (const { name, seconds } of lifetimes) {
      context.expect(seconds, name).toBeGreaterThan(9);
      context.expect(seconds, name).toBeLessThan(13.5);
    }
    context.expect((await send(url, { body: reviewOf() })).status).toBe(200);
    const { stopped, open } = await readGauges(metrics);
    context.expect(stopped).toBe(1);
    context.expect(open).toBe(0);
  });
});

async function readGauges(metrics: RunningWebhook['metrics']) {
  await delay(50);
  const samples = await metrics();
  return {
    stopped: samples.get('sidecar_injector_decisions_total{decision="failed",reason="aborted"}'),
    open: samples.get('sidecar_injector_connections'),
  };
}

describe.concurrent('silent connections', () => {
  it('are bounded per address, without touching those that have asked something', async (context) => {
    const { port, url } = await start(context);
    const agent = oneConnection();
    context.onTestFinished(() => agent.destroy());
    context.expect((await send(url, { body: reviewOf(), agent })).status).toBe(200);

    const closed: Socket[] = [];
    const silent: Socket[] = [];
    for (let count = 0; count < MAX_SILENT_CONNECTIONS_PER_ADDRESS + 5; count += 1) {
      const socket = await openSilent(port, context);
      socket.once('close', () => closed.push(socket));
      silent.push(socket);
    }
    await context.expect.poll(() => closed).toStrictEqual(silent.slice(MAX_SILENT_CONNECTIONS_PER_ADDRESS));
    await context.expect(send(url, { body: reviewOf() })).rejects.toThrow(/ECONNRESET|socket/);
    context.expect((await send(url, { body: reviewOf(), agent })).status).toBe(200);
    const elsewhere = await openTls(port, { socket: await openSilent(port, context, '127.0.0.2') });
    elsewhere.destroy();

    for (const socket of silent) socket.destroy();
    const isTaken = async (): Promise<number> =>
      (await send(url, { body: reviewOf() }).catch(() => ({ status: 0 }))).status;
    await context.expect.poll(isTaken).toBe(200);
  });
});

describe.concurrent('a connection that was opened ahead', () => {
  it('is there when it is used, and has 10 s from then on', { timeout: 40_000 }, async (context) => {
    const { port } = await start(context);
    const [socket, other] = await Promise.all([openTls(port), openTls(port)]);
    const closed = lifetimeOf(socket);
    await delay(13_000);
    context.expect([socket, other].map(({ destroyed }) => destroyed)).toStrictEqual([false, false]);
    const [answer] = await ask(socket, 'GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n');
    context.expect(answer).toBe('HTTP/1.1 404 Not Found');
    const [late] = await ask(other, 'GET /nothing HTTP/1.1\r\n');
    context.expect(late).toBe('HTTP/1.1 408 Request Timeout');
    context.expect(await closed).toBeLessThan(14);
  });

  it('gives its place away, the oldest first, when there are many', { timeout: 40_000 }, async (context) => {
    const { port } = await start(context);
    const oldest = await openTls(port);
    await delay(50);
    const [second, used] = await Promise.all([openTls(port), openTls(port)]);
    await ask(used, 'POST /validate HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n');
    await delay(12_500);
    const crowd: Socket[] = [];
    for (let count = 3; count < CROWDED_CONNECTIONS; count += 1)
      crowd.push(await openSilent(port, context, `127.0.0.${2 + (count % 4)}`));
    await delay(200);
    context.expect([oldest, second].map(({ destroyed }) => destroyed)).toStrictEqual([false, false]);
    const gone = once(oldest, 'close');
    await openSilent(port, context, '127.0.0.7');
    await gone;
    context.expect([second, used, ...crowd].map(({ destroyed }) => destroyed)).not.toContain(true);
    second.destroy();
    used.destroy();
  });
});

/** Sends a text and reads what comes back first, as lines. */
async function ask(socket: Socket, text: string): Promise<readonly string[]> {
  socket.write(text);
  const [data] = (await once(socket, 'data')) as [Buffer];
  return data.toString().split('\r\n');
}

describe.concurrent('a connection', () => {
  it('is closed after its thousandth reply, which says so', { timeout: 15_000 }, async (context) => {
    const { url } = await start(context);
    const agent = oneConnection();
    context.onTestFinished(() => agent.destroy());
    const answers: Answer[] = [];
    for (let count = 0; count < MAX_REQUESTS_PER_SOCKET; count += 1)
      answers.push(await send(url, { body: reviewOf(), agent }));
    context
      .expect(answers.findIndex(({ headers }) => headers.connection === 'close'))
      .toBe(MAX_REQUESTS_PER_SOCKET - 1);
    context.expect((await send(url, { body: reviewOf(), agent })).headers.connection).toBe('keep-alive');
  });
});

describe.concurrent('Webhook.drain', () => {
  it('ends once no connection was open for a while, and answers until then', async (context) => {
    const server = await startWebhook();
    const began = performance.now();
    const drained = server.webhook.drain(1000);
    await delay(300);
    const answer = await send(server.url, { body: reviewOf(), agent: oneConnection() });
    context.expect(answer).toMatchObject({ status: 200, headers: { connection: 'close' } });
    context.expect(await drained).toBe(0);
    context.expect(performance.now() - began).toBeGreaterThan(950);
    await context.expect(send(server.url, { body: reviewOf() })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('ends when the time is over, and tells how many connections were left', async (context) => {
    const server = await startWebhook();
    const idle = await openTls(server.port);
    const closed = once(idle, 'close');
    const began = performance.now();
    context.expect(await server.webhook.drain(400)).toBe(1);
    context.expect(performance.now() - began).toBeLessThan(2000);
    await closed;
  });

  it('waits for a client that is still there', async (context) => {
    const server = await startWebhook();
    const client = await openTls(server.port);
    const began = performance.now();
    const drained = server.webhook.drain(10_000);
    await delay(500);
    client.destroy();
    context.expect(await drained).toBe(0);
    const seconds = (performance.now() - began) / 1000;
    context.expect(seconds).toBeGreaterThan(3.4);
    context.expect(seconds).toBeLessThan(6);
  });
});

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { MAX_REQUESTS_PER_SOCKET, MAX_SILENT_CONNECTIONS_PER_ADDRESS } from '../../src/webhook/limits.ts';
import { oneConnection, openTls, send, type Answer } from '../support/https-client.ts';
import { reviewOf } from '../support/review-of.ts';
import { startWebhook, type RunningWebhook } from '../support/running-webhook.ts';

async function start(): Promise<RunningWebhook> {
  const server = await startWebhook();
  onTestFinished(() => server.close());
  return server;
}

/** Opens a connection that says nothing. */
async function openSilent(port: number, localAddress = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, localAddress });
  socket.on('error', () => undefined).resume();
  onTestFinished(() => void socket.destroy());
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

describe('a slow client', () => {
  it('is cut off after 10 s, wherever it stops', { timeout: 20_000 }, async () => {
    const { port, url, metrics } = await start();
    const withoutHandshake = await openSilent(port);
    const withoutRequest = await openTls(port);
    const withoutHeaders = await openTls(port);
    withoutHeaders.write('POST /mutate/enabled HTTP/1.1\r\nHost:');
    const withoutBody = await openTls(port);
    withoutBody.write('POST /mutate/enabled HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n');
    withoutBody.write('Content-Length: 1000\r\n\r\n{');
    const drip = setInterval(() => withoutBody.write(' '), 500);
    onTestFinished(() => clearInterval(drip));

    const sockets = { withoutHandshake, withoutRequest, withoutHeaders, withoutBody };
    const lifetimes = await Promise.all(
      Object.entries(sockets).map(async ([name, socket]) => ({ name, seconds: await lifetimeOf(socket) })),
    );
    for (const { name, seconds } of lifetimes) {
      expect(seconds, name).toBeGreaterThan(9);
      expect(seconds, name).toBeLessThan(13);
    }
    expect((await send(url, { body: reviewOf() })).status).toBe(200);
    const { stopped, open } = await readGauges(metrics);
    expect(stopped).toBe(1);
    expect(open).toBe(0);
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

describe('silent connections', () => {
  it('are bounded per address, without touching those that have asked something', async () => {
    const { port, url } = await start();
    const agent = oneConnection();
    onTestFinished(() => agent.destroy());
    expect((await send(url, { body: reviewOf(), agent })).status).toBe(200);

    const closed: Socket[] = [];
    const silent: Socket[] = [];
    for (let count = 0; count < MAX_SILENT_CONNECTIONS_PER_ADDRESS + 5; count += 1) {
      const socket = await openSilent(port);
      socket.once('close', () => closed.push(socket));
      silent.push(socket);
    }
    await expect.poll(() => closed).toStrictEqual(silent.slice(MAX_SILENT_CONNECTIONS_PER_ADDRESS));
    await expect(send(url, { body: reviewOf() })).rejects.toThrow(/ECONNRESET|socket/);
    expect((await send(url, { body: reviewOf(), agent })).status).toBe(200);
    const elsewhere = await openTls(port, { socket: await openSilent(port, '127.0.0.2') });
    elsewhere.destroy();

    for (const socket of silent) socket.destroy();
    const isTaken = async (): Promise<number> =>
      (await send(url, { body: reviewOf() }).catch(() => ({ status: 0 }))).status;
    await expect.poll(isTaken).toBe(200);
  });

  it('leave room for all the connections that an API server opens at once', async () => {
    const { url } = await start();
    const burst = Array.from({ length: 200 }, async () => send(url, { body: reviewOf() }));
    const answers = await Promise.allSettled(burst);
    expect(answers.filter(({ status }) => status === 'rejected')).toStrictEqual([]);
  });
});

describe('a connection', () => {
  it('is closed after its thousandth reply, which says so', { timeout: 15_000 }, async () => {
    const { url } = await start();
    const agent = oneConnection();
    onTestFinished(() => agent.destroy());
    const answers: Answer[] = [];
    for (let count = 0; count < MAX_REQUESTS_PER_SOCKET; count += 1)
      answers.push(await send(url, { body: reviewOf(), agent }));
    expect(answers.findIndex(({ headers }) => headers.connection === 'close')).toBe(MAX_REQUESTS_PER_SOCKET - 1);
    expect((await send(url, { body: reviewOf(), agent })).headers.connection).toBe('keep-alive');
  });
});

describe('Webhook.drain', () => {
  it('ends once no connection was open for a while, and answers until then', async () => {
    const server = await startWebhook();
    const start = performance.now();
    const drained = server.webhook.drain(1000);
    await delay(300);
    const answer = await send(server.url, { body: reviewOf(), agent: oneConnection() });
    expect(answer).toMatchObject({ status: 200, headers: { connection: 'close' } });
    expect(await drained).toBe(0);
    expect(performance.now() - start).toBeGreaterThan(950);
    await expect(send(server.url, { body: reviewOf() })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('ends when the time is over, and tells how many connections were left', async () => {
    const server = await startWebhook();
    const idle = await openTls(server.port);
    const closed = once(idle, 'close');
    const start = performance.now();
    expect(await server.webhook.drain(400)).toBe(1);
    expect(performance.now() - start).toBeLessThan(800);
    await closed;
  });

  it('waits for a client that is still there', async () => {
    const server = await startWebhook();
    const client = await openTls(server.port);
    const start = performance.now();
    const drained = server.webhook.drain(10_000);
    await delay(500);
    client.destroy();
    expect(await drained).toBe(0);
    const seconds = (performance.now() - start) / 1000;
    expect(seconds).toBeGreaterThan(3.4);
    expect(seconds).toBeLessThan(4.5);
  });
});

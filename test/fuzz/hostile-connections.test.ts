import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openTls, send, type Answer } from '../support/https-client.ts';
import { imageFlags, MEMORY_LIMIT_MIB } from '../support/image-flags.ts';
import { podOf } from '../support/load-example.ts';
import { responseIn, reviewOf } from '../support/review-of.ts';
import { startServe, type ServeProcess } from '../support/serve-process.ts';

const MIB = 1024 * 1024;
const BODY = JSON.stringify(reviewOf());

let server: ServeProcess;

beforeAll(async () => {
  server = await startServe([], {}, imageFlags());
});

afterAll(async () => server.process.destroy());

/** The most memory that the server ever held, in MiB, as the kernel counts for the container's limit. */
function peakMib(): number {
  const status = readFileSync(`/proc/${server.process.pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

/** A client as it should be, on connections of its own, until it is told to stop: how its reviews ended. */
function sendSmallReviews(clients: number): { readonly stop: () => Promise<Readonly<Record<string, number>>> } {
  const counts: Record<string, number> = {};
  let isOver = false;
  const isDone = (): boolean => isOver;
  const run = async (): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1, localAddress: '127.0.0.2' });
    while (!isDone()) {
      const outcome = await send(server.url, { body: BODY, agent }).then(
        ({ status }) => String(status),
        (error: unknown) => String(error),
      );
      counts[outcome] = (counts[outcome] ?? 0) + 1;
      await delay(5);
    }
    agent.destroy();
  };
  const all = Promise.all(Array.from({ length: clients }, run));
  return {
    stop: async () => {
      isOver = true;
      await all;
      return counts;
    },
  };
}

/** Starts so many at a time, and waits for all. */
async function inBatches<Value>(
  count: number,
  size: number,
  start: (index: number) => Promise<Value>,
): Promise<Value[]> {
  const results: Value[] = [];
  for (let from = 0; from < count; from += size) {
    const batch = Array.from({ length: Math.min(size, count - from) }, (_, index) => start(from + index));
    results.push(...(await Promise.all(batch)));
  }
  return results;
}

async function openPlain(): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port: server.port });
  socket.on('error', () => undefined).resume();
  await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
  return socket;
}

/** Ways to keep a connection busy with nothing. */
const SLOW: readonly (() => Promise<Socket>)[] = [
  openPlain,
  async () => {
    const socket = await openPlain();
    socket.write(Buffer.from('16030100', 'hex'));
    return socket;
  },
  async () => openTls(server.port),
  async () => {
    const socket = await openTls(server.port);
    socket.write('POST /mutate/enabled HTTP/1.1\r\nHost:');
    return socket;
  },
  async () => {
    const socket = await openTls(server.port);
    socket.write(
      'POST /mutate/enabled HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
    );
    return socket;
  },
];

describe('a server', () => {
  it('answers everybody else while 1,000 connections of one address stay slow', { timeout: 90_000 }, async () => {
    const small = sendSmallReviews(4);
    const sockets: Socket[] = [];
    onTestFinished(() => sockets.forEach((socket) => socket.destroy()));
    const open = async (index: number): Promise<void> => {
      const make = SLOW[index % SLOW.length] ?? openPlain;
      const socket = await make().catch(() => undefined);
      if (socket === undefined) return;
      sockets.push(socket);
      socket.on('error', () => undefined).resume();
    };
    await inBatches(1_000, 50, open);
    const held = (await server.metrics()).get('sidecar_injector_connections') ?? 0;
    await delay(3_000);
    const counts = await small.stop();
    console.log(
      `beside 1,000 slow connections, of which ${held} are held: ${JSON.stringify(counts)}, peak ${peakMib().toFixed(0)} MiB`,
    );
    expect(Object.keys(counts)).toStrictEqual(['200']);
    expect(counts['200']).toBeGreaterThan(100);
    // One in five asks something, and is then no silent one; of the others 256 are held at a time.
    expect(held).toBeLessThan(256 + 200 + 10);
  });

  it('goes on after 10,000 handshakes of garbage', { timeout: 120_000 }, async () => {
    const small = sendSmallReviews(2);
    const before = (await server.metrics()).get('sidecar_injector_tls_errors_total') ?? 0;
    const hello = await recordHello();
    const greet = async (index: number): Promise<void> => {
      const socket = await openPlain();
      socket.end(index % 2 === 0 ? randomBytes(1 + (index % 700)) : spoil(hello, index));
      await Promise.race([new Promise((resolve) => socket.once('close', resolve)), delay(2_000)]);
      socket.destroy();
    };
    await inBatches(10_000, 100, greet);
    const counts = await small.stop();
    const failed = ((await server.metrics()).get('sidecar_injector_tls_errors_total') ?? 0) - before;
    console.log(`beside 10,000 handshakes of garbage, ${failed} of them counted: ${JSON.stringify(counts)}`);
    expect(Object.keys(counts)).toStrictEqual(['200']);
    expect(failed).toBeGreaterThan(9_000);
  });

  it(
    'stays within the memory of its container under 32 reviews of 9 MiB at once, and 500',
    { timeout: 300_000 },
    async () => {
      const body = Buffer.from(JSON.stringify(reviewOf(podOf({ padding: 'x'.repeat(9 * MIB) }))));
      const escaped = Buffer.from(
        JSON.stringify(reviewOf(podOf({ padding: 'HERE' }))).replace('HERE', () => '\\u003c'.repeat((9 * MIB) / 6)),
      );
      const small = sendSmallReviews(2);
      const answers: Answer[] = await Promise.all(
        Array.from({ length: 32 }, (_, index) => send(server.url, { body: index % 2 === 0 ? body : escaped })),
      );
      const flood = await inBatches(500, 20, async () => send(server.url, { body }));
      const counts = await small.stop();
      const statuses = [...answers, ...flood].map(({ status }) => status);
      const of = (wanted: number): number => statuses.filter((status) => status === wanted).length;
      console.log(
        `32 and 500 reviews of 9 MiB: ${of(200)} answered, ${of(429)} told to come again, peak ${peakMib().toFixed(0)} MiB; ${JSON.stringify(counts)}`,
      );
      expect(of(200) + of(429)).toBe(532);
      expect(of(200)).toBeGreaterThan(20);
      for (const { status, headers, text } of [...answers, ...flood]) {
        if (status === 200) expect(responseIn(text)).toMatchObject({ allowed: true, patchType: 'JSONPatch' });
        else expect(headers).toMatchObject({ 'retry-after': '1', connection: 'close' });
      }
      expect(Object.keys(counts)).toStrictEqual(['200']);
      expect(peakMib()).toBeLessThan(MEMORY_LIMIT_MIB);
    },
  );
});

/** The first bytes that a client of TLS 1.3 sends. */
async function recordHello(): Promise<Buffer> {
  const { createServer } = await import('node:net');
  const listener = createServer();
  const hello = new Promise<Buffer>((resolve) => listener.on('connection', (socket) => socket.once('data', resolve)));
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  const client = openTls(typeof address === 'object' ? (address?.port ?? 0) : 0).catch(() => undefined);
  const bytes = await hello;
  listener.close();
  void client;
  return bytes;
}

/** A ClientHello with a few bytes changed. */
function spoil(hello: Buffer, seed: number): Buffer {
  const spoilt = Buffer.from(hello);
  for (let change = 1; change <= 3; change += 1) {
    const at = (seed * change * 7_919) % spoilt.length;
    spoilt[at] = ((spoilt[at] ?? 0) + seed) % 256;
  }
  return spoilt;
}

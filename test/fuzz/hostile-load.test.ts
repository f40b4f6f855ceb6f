import { Agent } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { HostileBody } from '../support/hostile-bodies.ts';
import { HostileProcess } from '../support/hostile-process.ts';
import { send } from '../support/https-client.ts';
import { imageFlags } from '../support/image-flags.ts';
import { reviewOf } from '../support/review-of.ts';
import { startWebhook } from '../support/running-webhook.ts';
import { startServe, type ServeProcess } from '../support/serve-process.ts';

/** The goal: small reviews take at most so many times as long at the 99th percentile. */
const MAX_RATIO = 3;

/** A busy machine makes one round bad; a server that is held up makes all of them bad. */
const ROUNDS = 5;
const ROUND_MS = 2_500;
const SMALL_CLIENTS = 2;
const PAUSE_MS = 4;

/** A turn of the event loop costs a small review at most this much, of which a collection of garbage is the most. */
const MAX_TURN_MS = 40;

const BODY = JSON.stringify(reviewOf());

/** Sends small reviews for a while: the 99th percentile of their times, in ms. Each must be answered. */
async function measureSmall(url: string): Promise<number> {
  const times: number[] = [];
  const endMs = performance.now() + ROUND_MS;
  const client = async (): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (performance.now() < endMs) {
      const startMs = performance.now();
      expect((await send(url, { body: BODY, agent })).status).toBe(200);
      times.push(performance.now() - startMs);
      await delay(PAUSE_MS);
    }
    agent.destroy();
  };
  await Promise.all(Array.from({ length: SMALL_CLIENTS }, client));
  times.sort((left, right) => left - right);
  return times[Math.floor(times.length * 0.99)] ?? 0;
}

async function start(): Promise<ServeProcess> {
  const server = await startServe([], {}, imageFlags());
  onTestFinished(() => server.process.destroy());
  return server;
}

interface Attacked {
  readonly p99Ms: number;
  readonly answers: Readonly<Record<string, number>>;
}

/** Measures small reviews to one server while clients send these bodies back to back to another one, or the same. */
async function measureUnder(
  kinds: readonly HostileBody[],
  attacked: ServeProcess,
  measured: ServeProcess,
): Promise<Attacked> {
  const clients = kinds.map((kind) => new HostileProcess(attacked.url, kind));
  onTestFinished(() => clients.forEach((client) => client.destroy()));
  const before = (await attacked.metrics()).get('sidecar_injector_decisions_total') ?? 0;
  await expect
    .poll(async () => (await attacked.metrics()).get('sidecar_injector_in_flight_bytes') ?? 0, {
      timeout: 10_000,
      interval: 20,
    })
    .toBeGreaterThan(before + 1_000_000);
  const p99Ms = await measureSmall(measured.url);
  const answers = await Promise.all(clients.map((client) => client.stop()));
  const sums: Record<string, number> = {};
  for (const [answer, count] of answers.flatMap((counts) => Object.entries(counts)))
    sums[answer] = (sums[answer] ?? 0) + count;
  return { p99Ms, answers: sums };
}

const KEYS = '400,000 keys in a field that nobody knows';
const ESCAPES = '9 MiB of escapes';
const ANNOTATIONS = '60,000 annotations, which the API server takes';

describe('small reviews beside a hostile client', () => {
  it.each<[readonly HostileBody[], readonly string[]]>([
    [[KEYS], ['200 too-large']],
    [[ESCAPES], ['200 injected']],
    [
      [KEYS, ESCAPES],
      ['200 injected', '200 too-large'],
    ],
  ])(
    `take at most ${MAX_RATIO} times as long, at the 99th percentile, while it sends %j, and it is answered`,
    { timeout: 120_000 },
    async (kinds, expected) => {
      const server = await start();
      const decoy = await start();
      await measureSmall(server.url);
      const rounds: string[] = [];
      let best = Infinity;
      for (let round = 0; round < ROUNDS && best > MAX_RATIO; round += 1) {
        // The machine is as busy in both: what differs is whom it hits.
        const control = await measureUnder(kinds, decoy, server);
        const { p99Ms, answers } = await measureUnder(kinds, server, server);
        expect(Object.keys(answers).toSorted()).toStrictEqual(expected);
        best = Math.min(best, p99Ms / control.p99Ms);
        rounds.push(`${control.p99Ms.toFixed(1)} ms → ${p99Ms.toFixed(1)} ms ${JSON.stringify(answers)}`);
      }
      console.log(`p99 of small reviews beside ${kinds.join(' and ')}: ${rounds.join(', ')}`);
      expect(best).toBeLessThanOrEqual(MAX_RATIO);
    },
  );

  it('are not held up by annotations that take long to review: after a burst those are told to come again', async () => {
    const { url } = await start();
    const client = new HostileProcess(url, ANNOTATIONS);
    onTestFinished(() => client.destroy());
    await delay(6_000);
    const answers = await client.stop();
    expect(Object.keys(answers).toSorted()).toStrictEqual(['200 injected', '429']);
    expect(answers['429']).toBeGreaterThan(5);
    expect((await send(url, { body: BODY })).status).toBe(200);
  });
});

describe('the event loop', () => {
  it.each<HostileBody>([
    KEYS,
    ESCAPES,
    '10 MiB of empty maps',
    'lists 5,000,000 deep',
    'as many different keys as are read, 16 a map',
    '300,000 readiness gates, the most values that etcd can store',
    '9 MB of digits',
    '9 MiB of space',
  ])('turns all the time while a client sends %s', async (kind) => {
    const server = await startWebhook();
    onTestFinished(() => server.close());
    const client = new HostileProcess(server.url, kind);
    onTestFinished(() => client.destroy());
    await expect.poll(() => server.logText(), { timeout: 15_000 }).toContain('"msg":"review"');
    const slowestMs = await slowestTurnFairly(2_000);
    const answers = await client.stop();
    console.log(`${kind}: slowest turn ${slowestMs.toFixed(1)} ms of processor time; ${JSON.stringify(answers)}`);
    expect(slowestMs).toBeLessThan(MAX_TURN_MS);
    expect(Object.keys(answers)).toHaveLength(1);
    expect(Object.keys(answers)[0]).toMatch(/^200 (injected|too-large)$/);
  });
});

/** As {@link slowestTurn}, the best of up to three: what slows a turn down by chance, a core that is shared, does not do so each time. */
async function slowestTurnFairly(forMs: number): Promise<number> {
  let bestMs = await slowestTurn(forMs);
  for (let tried = 1; tried < 3 && bestMs >= MAX_TURN_MS; tried += 1)
    bestMs = Math.min(bestMs, await slowestTurn(forMs));
  return bestMs;
}

/** The most processor time that this thread spent in one turn of its event loop: other processes do not count. */
async function slowestTurn(forMs: number): Promise<number> {
  const endMs = performance.now() + forMs;
  let lastMs = threadMs();
  let slowestMs = 0;
  while (performance.now() < endMs) {
    await new Promise((resolve) => setImmediate(resolve));
    const nowMs = threadMs();
    slowestMs = Math.max(slowestMs, nowMs - lastMs);
    lastMs = nowMs;
  }
  return slowestMs;
}

function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

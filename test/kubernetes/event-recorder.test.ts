import { Registry } from '@prometheus-io/client';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { InjectorEvent } from '../../src/admission/event.ts';
import { connectTo } from '../../src/kubernetes/api-connection.ts';
import type { ApiFailure } from '../../src/kubernetes/api-failure.ts';
import { EVENT_LIMITS, type EventLimits } from '../../src/kubernetes/event-limits.ts';
import { EventRecorder } from '../../src/kubernetes/event-recorder.ts';
import { CountedTiming } from '../support/counted-timing.ts';
import { EventApiServer, type Scripted } from '../support/event-api-server.ts';
import { parseMetrics, sumOf, type MetricSamples } from '../support/metric-samples.ts';
import { until } from '../support/until.ts';

/** Limits for tests: short delays, and no pace unless a test sets one. */
const TEST_LIMITS: EventLimits = {
  ...EVENT_LIMITS,
  countUpMs: 30,
  burst: 10_000,
  firstBackoffMs: 4,
  maxBackoffMs: 16,
};

interface Bench {
  readonly server: EventApiServer;
  readonly recorder: EventRecorder;
  readonly timing: CountedTiming;
  readonly failures: ApiFailure[];
  readonly clock: { now: Date };
  readonly metrics: () => Promise<MetricSamples>;
}

interface BenchOptions {
  readonly limits?: Partial<EventLimits>;
  readonly script?: readonly Scripted[];
}

async function makeBench({ limits = {}, script = [] }: BenchOptions = {}): Promise<Bench> {
  const server = await EventApiServer.start();
  server.script.push(...script);
  const connection = connectTo({ server: server.url });
  const timing = new CountedTiming();
  const failures: ApiFailure[] = [];
  const clock = { now: new Date('2026-01-02T03:04:05.678Z') };
  const recorder = new EventRecorder({
    connection,
    timing,
    instance: 'replica-1',
    limits: { ...TEST_LIMITS, ...limits },
    now: () => clock.now,
    onFailure: (_event, failure) => void failures.push(failure),
  });
  const registry = new Registry();
  recorder.books.define(registry);
  onTestFinished(async () => {
    await recorder.stop(0);
    connection.close();
    await server.stop();
  });
  return { server, recorder, timing, failures, clock, metrics: async () => parseMetrics(await registry.metrics()) };
}

/** An Event about an object of this name. */
function eventOf(name = 'shop-5d8c', message = 'why'): InjectorEvent {
  const about = { apiVersion: 'apps/v1', kind: 'ReplicaSet', namespace: 'demo', name, uid: `uid-of-${name}` };
  return { about, type: 'Warning', reason: 'RequestSkipped', action: 'Inject', message };
}

/** What became of everything that was told. */
async function sums({ metrics }: Bench): Promise<{ sent: number; dropped: number; failed: number }> {
  const samples = await metrics();
  const sum = (result: string): number => sumOf(samples, `sidecar_injector_events_${result}_total`);
  return { sent: sum('sent'), dropped: sum('dropped'), failed: sum('failed') };
}

describe('EventRecorder', () => {
  it('creates an Event that kubectl shows', async () => {
    const { server, recorder } = await makeBench();
    recorder.tell(eventOf());
    await until('the Event', () => server.events.size === 1);
    expect(server.stored).toStrictEqual([
      {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: expect.stringMatching(/^shop-5d8c\.[0-9a-f]{16}$/), namespace: 'demo' },
        involvedObject: {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          namespace: 'demo',
          name: 'shop-5d8c',
          uid: 'uid-of-shop-5d8c',
        },
        type: 'Warning',
        reason: 'RequestSkipped',
        action: 'Inject',
        message: 'why',
        count: 1,
        firstTimestamp: '2026-01-02T03:04:05Z',
        lastTimestamp: '2026-01-02T03:04:05Z',
        source: { component: 'sidecar-injector' },
        reportingComponent: 'sidecar-injector.dev/injector',
        reportingInstance: 'replica-1',
      },
    ]);
    expect(server.requests).toMatchObject([
      { method: 'POST', path: '/api/v1/namespaces/demo/events', contentType: 'application/json' },
    ]);
  });

  it('puts an Event about an object that is in no namespace into `default`, where kubectl looks for it', async () => {
    const { server, recorder } = await makeBench();
    const about = { apiVersion: 'v1', kind: 'Node', namespace: '', name: 'one', uid: 'u' };
    recorder.tell({ ...eventOf(), about });
    await until('the Event', () => server.events.size === 1);
    expect(server.stored[0]?.involvedObject).toStrictEqual({ apiVersion: 'v1', kind: 'Node', name: 'one', uid: 'u' });
    expect(server.requests).toMatchObject([{ method: 'POST', path: '/api/v1/namespaces/default/events' }]);
  });

  it.each(['system:node', 'Upper', 'x'.repeat(230), '-'])('has a valid name for an Event about %s', async (name) => {
    const { server, recorder } = await makeBench();
    recorder.tell(eventOf(name));
    await until('the Event', () => server.events.size === 1);
    expect(server.stored[0]?.metadata.name).toMatch(/^sidecar-injector\.[0-9a-f]{16}$/);
  });

  it('makes one Event of 1,000 equal ones, in two requests', async () => {
    const bench = await makeBench();
    const { server, recorder, clock } = bench;
    recorder.tell(eventOf());
    await until('the Event', () => server.events.size === 1);
    clock.now = new Date('2026-01-02T03:05:00Z');
    for (let index = 1; index < 1000; index += 1) recorder.tell(eventOf());
    await until('the count', () => server.stored[0]?.count === 1000);
    expect(server.stored).toMatchObject([
      { count: 1000, firstTimestamp: '2026-01-02T03:04:05Z', lastTimestamp: '2026-01-02T03:05:00Z' },
    ]);
    expect(server.requests.map(({ method, contentType }) => `${method} ${contentType}`)).toStrictEqual([
      'POST application/json',
      'PATCH application/merge-patch+json',
    ]);
    await expect.poll(() => sums(bench)).toStrictEqual({ sent: 1000, dropped: 0, failed: 0 });
  });

  it('tells other messages and other objects apart', async () => {
    const { server, recorder } = await makeBench();
    for (const [name, message] of [
      ['a', '1'],
      ['a', '2'],
      ['b', '1'],
      ['a', '1'],
    ])
      recorder.tell(eventOf(name, message));
    await until('three Events', () => server.events.size === 3);
    await until('the count', () => server.stored[0]?.count === 2);
    expect(server.stored.map(({ count }) => count)).toStrictEqual([2, 1, 1]);
  });

  it('makes a new Event where the last one is too long ago', async () => {
    const { server, recorder } = await makeBench({ limits: { windowMs: 0 } });
    recorder.tell(eventOf());
    await until('the Event', () => server.events.size === 1);
    await delay(5);
    recorder.tell(eventOf());
    await until('the second', () => server.events.size === 2);
    expect(server.stored.map(({ count }) => count)).toStrictEqual([1, 1]);
  });

  it('makes a new Event where the one to be counted up is gone', async () => {
    const bench = await makeBench();
    const { server, recorder } = bench;
    recorder.tell(eventOf());
    await until('the Event', () => server.events.size === 1);
    server.events.clear();
    recorder.tell(eventOf());
    recorder.tell(eventOf());
    await until('the second', () => server.events.size === 1);
    expect(server.stored).toMatchObject([{ count: 2 }]);
    await expect.poll(() => sums(bench)).toStrictEqual({ sent: 3, dropped: 0, failed: 0 });
  });
});

describe('EventRecorder where the API server does not take an Event', () => {
  it.each<[string, Scripted]>([
    ['500', 500],
    ['503', 503],
    ['429', 429],
    ['401', 401],
    ['403', 403],
  ])('tries again after %s', async (_title, scripted) => {
    const bench = await makeBench({ script: [scripted, scripted] });
    bench.recorder.tell(eventOf());
    await until('the Event', () => bench.server.events.size === 1);
    expect(bench.server.requests).toHaveLength(3);
    await expect.poll(() => sums(bench)).toStrictEqual({ sent: 1, dropped: 0, failed: 0 });
  });

  it('knows its own Event again where only the answer was lost', async () => {
    const bench = await makeBench({ script: ['loses the answer'] });
    bench.recorder.tell(eventOf());
    await until('the second try', () => bench.server.requests.length === 2);
    await expect.poll(() => sums(bench)).toStrictEqual({ sent: 1, dropped: 0, failed: 0 });
    expect(bench.server.events.size).toBe(1);
    expect(bench.failures).toStrictEqual([]);
  });

  it.each([
    [403, 'unable to create new content in namespace demo because it is being terminated'],
    [404, 'namespaces "demo" not found'],
    [422, 'invalid'],
  ])('gives up at once after %i %s, and says so', async (status, message) => {
    const bench = await makeBench({ script: [status] });
    bench.server.message = message;
    bench.recorder.tell(eventOf());
    await until('the failure', () => bench.failures.length === 1);
    expect(bench.failures).toMatchObject([{ status }]);
    expect(bench.server.requests).toHaveLength(1);
    expect(await sums(bench)).toStrictEqual({ sent: 0, dropped: 0, failed: 1 });
    bench.recorder.tell(eventOf());
    await until('the next Event', () => bench.server.events.size === 1);
  });

  it('gives up after a number of tries, and goes on with the next', async () => {
    const bench = await makeBench({ limits: { maxTries: 3 }, script: [500, 500, 500] });
    bench.recorder.tell(eventOf('a'));
    bench.recorder.tell(eventOf('b'));
    await until('the other Event', () => bench.server.events.size === 1);
    expect(bench.server.requests).toHaveLength(4);
    expect(bench.server.stored[0]?.involvedObject['name']).toBe('b');
    expect([...(await bench.metrics()).keys()]).toContain(
      'sidecar_injector_events_failed_total{reason="RequestSkipped",cause="server-error"}',
    );
  });

  it('waits as long as it is told to, within bounds', async () => {
    const bench = await makeBench({ limits: { maxRetryAfterMs: 80 }, script: [429] });
    bench.server.headers = { 'retry-after': '60' };
    bench.recorder.tell(eventOf());
    await until('the Event', () => bench.server.events.size === 1);
    const [first, second] = bench.server.requests.map(({ atMs }) => atMs);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(75);
  });
});

describe('EventRecorder with more to tell than it may', () => {
  it('drops what the queue cannot hold, and counts it', async () => {
    const bench = await makeBench({ limits: { maxQueued: 3 }, script: ['hangs'] });
    for (let index = 0; index < 10; index += 1) bench.recorder.tell(eventOf(`shop-${index}`));
    expect(await sums(bench)).toStrictEqual({ sent: 0, dropped: 7, failed: 0 });
    expect([...(await bench.metrics()).keys()]).toContain(
      'sidecar_injector_events_dropped_total{reason="RequestSkipped",cause="queue-full"}',
    );
  });

  it('drops what one object has too much of, and lets others through', async () => {
    const bench = await makeBench({ limits: { objectBurst: 2 } });
    for (let index = 0; index < 10; index += 1) bench.recorder.tell(eventOf('noisy', `why ${index}`));
    bench.recorder.tell(eventOf('quiet'));
    await until('three Events', () => bench.server.events.size === 3);
    await expect.poll(() => sums(bench)).toStrictEqual({ sent: 3, dropped: 8, failed: 0 });
    expect([...(await bench.metrics()).keys()]).toContain(
      'sidecar_injector_events_dropped_total{reason="RequestSkipped",cause="rate-limited"}',
    );
  });

  it('sends no faster than its pace', async () => {
    const { server, recorder } = await makeBench({ limits: { burst: 2, refillMs: 40 } });
    const start = performance.now();
    for (let index = 0; index < 5; index += 1) recorder.tell(eventOf(`shop-${index}`));
    await until('all Events', () => server.events.size === 5);
    expect((server.requests.at(-1)?.atMs ?? 0) - start).toBeGreaterThanOrEqual(110);
  });

  it('remembers no more than it may, and forgets the oldest', async () => {
    const { server, recorder } = await makeBench({ limits: { maxRemembered: 2 } });
    for (const name of ['a', 'b', 'c', 'a']) {
      recorder.tell(eventOf(name));
      const { size } = server.events;
      await until(`the Event of ${name}`, () => server.events.size === size + 1);
      await delay(5);
    }
    expect(server.stored.map(({ count }) => count)).toStrictEqual([1, 1, 1, 1]);
  });

  it('accounts for everything that it was told, whatever happens', async () => {
    const script = Array.from(
      { length: 40 },
      (_, index): Scripted => ([500, 422, 'takes it'] as const)[index % 3] ?? 500,
    );
    const bench = await makeBench({ limits: { maxQueued: 20, maxTries: 2, objectBurst: 3 }, script });
    for (let index = 0; index < 300; index += 1) {
      bench.recorder.tell(eventOf(`shop-${index % 30}`, `why ${index % 7}`));
      if (index % 20 === 0) await delay(3);
    }
    await bench.recorder.stop(2000);
    const { sent, dropped, failed } = await sums(bench);
    expect(sent + dropped + failed).toBe(300);
    expect(Math.min(sent, dropped, failed)).toBeGreaterThan(0);
    expect(bench.server.stored.reduce((sum, { count }) => sum + count, 0)).toBe(sent);
  });
});

describe('EventRecorder that is stopped', () => {
  it('sends what waits, without its pauses, and leaves no timer', async () => {
    const bench = await makeBench({ limits: { burst: 1, refillMs: 60_000, countUpMs: 60_000 } });
    for (const name of ['a', 'b', 'b', 'a']) bench.recorder.tell(eventOf(name));
    await until('the first Event', () => bench.server.events.size === 1);
    await bench.recorder.stop(2000);
    expect(bench.server.stored.map(({ count }) => count)).toStrictEqual([2, 2]);
    expect(await sums(bench)).toStrictEqual({ sent: 4, dropped: 0, failed: 0 });
    expect(bench.timing.active).toBe(0);
  });

  it('ends in time where the API server does not answer', async () => {
    const bench = await makeBench({ script: ['hangs'] });
    bench.recorder.tell(eventOf('a'));
    bench.recorder.tell(eventOf('b'));
    await until('the request', () => bench.server.requests.length === 1);
    const start = performance.now();
    await bench.recorder.stop(50);
    expect(performance.now() - start).toBeLessThan(1000);
    expect(await sums(bench)).toStrictEqual({ sent: 0, dropped: 1, failed: 1 });
    expect(bench.timing.active).toBe(0);
  });

  it('takes nothing more, and counts it', async () => {
    const bench = await makeBench();
    await bench.recorder.stop(0);
    bench.recorder.tell(eventOf());
    expect(await sums(bench)).toStrictEqual({ sent: 0, dropped: 1, failed: 0 });
    expect(bench.server.requests).toStrictEqual([]);
  });
});

describe('EVENT_LIMITS', () => {
  it('lets no Event wait longer than a minute for its turn', () => {
    expect(EVENT_LIMITS.maxQueued * EVENT_LIMITS.refillMs).toBeLessThan(60_000);
  });
});

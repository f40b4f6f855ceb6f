import { describe, expect, it, onTestFinished } from 'vitest';
import { Sweeper } from '../../src/controller/sweeper.ts';
import { objectAt, stringAt } from '../../src/injection/json.ts';
import { createObjectClient } from '../../src/kubernetes/object-client.ts';
import { connectToApiServer } from '../../src/kubernetes/connect.ts';
import { CountedTiming } from '../support/counted-timing.ts';
import { startPagedApiServer, type PagedApiServer } from '../support/paged-api-server.ts';
import { until } from '../support/until.ts';

interface Bench {
  readonly sweeper: Sweeper;
  readonly timing: CountedTiming;
  readonly stop: () => Promise<void>;
  readonly seen: readonly string[];
  readonly failures: readonly string[];
  readonly server: PagedApiServer;
}

/** Real requests, and pauses that are a hundredth of what they are. */
async function startBench(answers: Readonly<Record<string, unknown>>): Promise<Bench> {
  const server = await startPagedApiServer(answers);
  const connection = await connectToApiServer({
    environment: {},
    nowMs: () => performance.now(),
    kubeconfig: server.kubeconfig,
  });
  if (!connection.ok) throw new Error(connection.error);
  const timing = new CountedTiming();
  const quick = {
    nowMs: timing.nowMs,
    random: timing.random,
    startTimer: (delayMs: number, callback: () => void) => timing.startTimer(delayMs / 100, callback),
  };
  const controller = new AbortController();
  const [seen, failures]: [string[], string[]] = [[], []];
  const sweeper = new Sweeper({
    client: createObjectClient(connection.value, timing, controller.signal),
    timing: quick,
    signal: controller.signal,
    onPod: (pod) => seen.push(stringAt(objectAt(pod, 'metadata'), 'name') ?? ''),
    onFailure: ({ kind }) => failures.push(kind),
  });
  const stop = async (): Promise<void> => {
    controller.abort();
    await sweeper.ended();
    connection.value.close();
  };
  onTestFinished(stop);
  return { sweeper, timing, stop, seen, failures, server };
}

const podsOf = (...names: readonly string[]): readonly object[] => names.map((name) => ({ metadata: { name } }));

const ANSWERS = {
  '/api/v1/pods': podsOf('a', 'b', 'c'),
  '/api/v1/namespaces/shop/pods': podsOf('a', 'b'),
  '/api/v1/namespaces/late/pods': podsOf('c'),
};

describe('Sweeper', () => {
  it('reads the Pods of what is marked at one moment once', async () => {
    const { sweeper, seen, server } = await startBench(ANSWERS);
    for (const name of ['shop', 'late', 'shop']) sweeper.mark(name);
    await until('Pods that are read', () => seen.length === 3);
    expect(seen).toEqual(['a', 'b', 'c']);
    expect(server.asked).toHaveLength(2);
  });

  it('reads all of them, page by page, where no namespace is named', async () => {
    const { sweeper, seen, server } = await startBench(ANSWERS);
    sweeper.mark('shop');
    sweeper.mark();
    await until('Pods that are read', () => seen.length === 3);
    expect(server.asked.map((path) => path.split('?')[0])).toEqual(['/api/v1/pods', '/api/v1/pods']);
  });

  it('reads again what is marked later', async () => {
    const { sweeper, seen } = await startBench(ANSWERS);
    sweeper.mark('late');
    await until('Pods that are read', () => seen.length === 1);
    sweeper.mark('late');
    await until('Pods that are read', () => seen.length === 2);
  });

  it('tries again what could not be read, and the rest', async () => {
    const answers: Record<string, unknown> = {
      '/api/v1/namespaces/late/pods': ANSWERS['/api/v1/namespaces/late/pods'],
    };
    const { sweeper, seen, failures } = await startBench(answers);
    for (const name of ['shop', 'late']) sweeper.mark(name);
    await until('Pods that are read', () => failures.length >= 2);
    expect([new Set(failures), seen]).toEqual([new Set(['not-found']), []]);
    Object.assign(answers, ANSWERS);
    await until('Pods that are read', () => seen.length === 3);
    expect(seen).toEqual(['a', 'b', 'c']);
  });

  it('leaves no timer when it ends, and begins nothing more', async () => {
    const { sweeper, seen, stop, timing } = await startBench({});
    sweeper.mark('shop');
    await stop();
    sweeper.mark('late');
    expect([timing.active, seen]).toEqual([0, []]);
  });
});

import { describe, expect, it, onTestFinished } from 'vitest';
import { connectTo } from '../../src/kubernetes/api-connection.ts';
import { NamespaceInformer } from '../../src/kubernetes/namespace-informer.ts';
import { CountedTiming } from '../support/counted-timing.ts';
import { TEST_LIMITS } from '../support/informer-bench.ts';
import { ScriptedApiServer } from '../support/scripted-api-server.ts';
import { until } from '../support/until.ts';

interface Bench {
  readonly server: ScriptedApiServer;
  readonly informer: NamespaceInformer;
  readonly timing: CountedTiming;
}

async function makeBench(): Promise<Bench> {
  const server = await ScriptedApiServer.start();
  const connection = connectTo({ server: server.url });
  const timing = new CountedTiming();
  const informer = new NamespaceInformer({ connection, timing, limits: TEST_LIMITS, onEvent: () => {} });
  onTestFinished(async () => {
    await informer.stop();
    connection.close();
    await server.stop();
  });
  return { server, informer, timing };
}

async function sync({ informer }: Bench): Promise<void> {
  informer.start();
  await until('the watch', () => informer.state().phase === 'watching');
}

const OWN = {
  metadata: {
    labels: { 'sidecar-injector.dev/injection': 'disabled', 'sidecar-injector.dev/other': 'x', team: 'a' },
    annotations: { 'sidecar-injector.dev/templates': 'envoy', 'sidecar-injector.dev/envoy.image': 'x', note: 'y' },
  },
};

describe('NamespaceInformer.find', () => {
  it('asks for metadata only', async () => {
    const bench = await makeBench();
    await sync(bench);
    expect(bench.server.received.map(({ path, headers }) => [path, headers.accept])).toEqual([
      ['/api/v1/namespaces', 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1'],
      ['/api/v1/namespaces', 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1'],
    ]);
  });

  it('keeps labels, and annotations that are short or our own', async () => {
    const bench = await makeBench();
    bench.server.set('own', OWN);
    const long = 'z'.repeat(1025);
    const annotations = { note: 'z', long, 'sidecar-injector.dev/long': long };
    bench.server.set('plain', { metadata: { labels: { team: 'b' }, annotations } });
    await sync(bench);
    expect(bench.informer.find('own')).toEqual(OWN.metadata);
    expect(bench.informer.find('plain')).toEqual({
      labels: { team: 'b' },
      annotations: { note: 'z', 'sidecar-injector.dev/long': long },
    });
    expect(bench.informer.find('other')).toBeUndefined();
    expect(bench.informer.find('__proto__')).toBeUndefined();
  });

  it('follows changes and deletions', async () => {
    const bench = await makeBench();
    bench.server.set('a');
    await sync(bench);
    bench.server.set('a', OWN);
    await until('the label', () => bench.informer.find('a')?.labels['sidecar-injector.dev/injection'] === 'disabled');
    bench.server.delete('a');
    await until('the deletion', () => bench.informer.find('a') === undefined);
  });

  it('holds 10,000 namespaces', async () => {
    const bench = await makeBench();
    const filler = 'x'.repeat(500);
    for (let index = 0; index < 10_000; index += 1) {
      bench.server.set(`namespace-${index}`, { metadata: { annotations: { filler } } });
    }
    await sync(bench);
    expect(bench.informer.state().objectCount).toBe(10_000);
    expect(bench.server.requests('list')).toHaveLength(20);
    const startedMs = performance.now();
    for (let index = 0; index < 10_000; index += 1) bench.informer.find(`namespace-${index}`);
    expect(performance.now() - startedMs).toBeLessThan(100);
    bench.server.set('namespace-9999', OWN);
    await until(
      'the change',
      () => bench.informer.find('namespace-9999')?.labels !== bench.informer.find('namespace-1')?.labels,
    );
  });
});

describe('NamespaceInformer.waitFor', () => {
  it('gives a known namespace at once', async () => {
    const bench = await makeBench();
    bench.server.set('a');
    await sync(bench);
    expect(await bench.informer.waitFor('a', 5_000)).toEqual({ labels: {}, annotations: {} });
    expect(bench.timing.active).toBe(2);
  });

  it('gives a namespace to all who wait as soon as it comes', async () => {
    const bench = await makeBench();
    await sync(bench);
    const waiting = [bench.informer.waitFor('a', 5_000), bench.informer.waitFor('a', 5_000)];
    expect(bench.timing.active).toBe(4);
    bench.server.set('a', OWN);
    const found = await Promise.all(waiting);
    expect(found).toEqual([OWN.metadata, OWN.metadata]);
    expect(bench.timing.active).toBe(2);
  });

  it('gives a namespace that the first list brings', async () => {
    const bench = await makeBench();
    bench.server.set('a');
    const waiting = bench.informer.waitFor('a', 5_000);
    bench.informer.start();
    expect(await waiting).toBeDefined();
  });

  it('gives up in time', async () => {
    const bench = await makeBench();
    await sync(bench);
    const startedMs = performance.now();
    expect(await bench.informer.waitFor('a', 50)).toBeUndefined();
    const elapsedMs = performance.now() - startedMs;
    expect(elapsedMs).toBeGreaterThan(45);
    expect(elapsedMs).toBeLessThan(300);
    expect(bench.timing.active).toBe(2);
  });

  it('gives up at once when the informer stops', async () => {
    const bench = await makeBench();
    await sync(bench);
    const waiting = bench.informer.waitFor('a', 60_000);
    await bench.informer.stop();
    expect(await waiting).toBeUndefined();
    expect(bench.timing.active).toBe(0);
  });
});

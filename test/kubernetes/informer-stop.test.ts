import { describe, expect, it } from 'vitest';
import { makeInformerBench, type InformerBench } from '../support/informer-bench.ts';
import { events, hang, pieces, status } from '../support/scripted-answers.ts';

/** Nothing is under way, and nothing comes later. */
async function expectNothingLeft(bench: InformerBench): Promise<void> {
  expect(bench.timing.active).toBe(0);
  expect(bench.informer.state().phase).toBe('stopped');
  const told = bench.notices.length;
  bench.connection.close();
  await bench.until('no connection', () => bench.server.openSockets === 0);
  // A request that was on its way when the connection was cut may still be read.
  await new Promise((resolve) => setTimeout(resolve, 20));
  const received = bench.server.received.length;
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(bench.server.received).toHaveLength(received);
  expect(bench.notices).toHaveLength(told);
}

describe('Informer.stop', () => {
  it.each([
    ['before the head', hang()],
    ['inside the body', pieces(['{"metadata":'])],
  ])('ends a list %s', async (_name, answer) => {
    const bench = await makeInformerBench();
    bench.server.scriptList(answer);
    bench.informer.start();
    await bench.until('the list', () => bench.server.received.length === 1);
    await bench.informer.stop();
    await bench.until('no connection', () => bench.server.openSockets === 0);
    await expectNothingLeft(bench);
  });

  it.each([
    ['before the head', hang()],
    ['while it is silent', events([])],
    ['inside a line', pieces(['{"type":'])],
  ])('ends a watch %s', async (_name, answer) => {
    const bench = await makeInformerBench();
    bench.server.scriptWatch(answer);
    bench.informer.start();
    await bench.until('the watch', () => bench.server.requests('watch').length === 1);
    await bench.informer.stop();
    await bench.until('no connection', () => bench.server.openSockets === 0);
    await expectNothingLeft(bench);
  });

  it.each(['list', 'watch'] as const)('ends the wait after a failed %s', async (verb) => {
    const bench = await makeInformerBench({ limits: { firstBackoffMs: 60_000, maxBackoffMs: 60_000 } });
    if (verb === 'list') bench.server.scriptList(status(500));
    else bench.server.scriptWatch(status(500));
    bench.informer.start();
    await bench.until('the wait', () => bench.informer.state().failures['server-error'] === 1);
    await bench.informer.stop();
    await expectNothingLeft(bench);
  });

  it('ends the wait for the next list', async () => {
    const bench = await makeInformerBench({ limits: { listSpacingMs: 60_000 } });
    bench.server.scriptWatch(status(410));
    bench.informer.start();
    await bench.until('the wait', () => bench.informer.state().failures.gone === 1);
    await bench.informer.stop();
    await expectNothingLeft(bench);
  });

  it('ends a resync', async () => {
    const bench = await makeInformerBench({ limits: { resyncMs: 30 } });
    bench.informer.start();
    await bench.until('the watch', () => bench.informer.state().phase === 'watching');
    bench.server.scriptList(hang());
    await bench.until('the resync', () => bench.server.requests('list').length === 2);
    await bench.informer.stop();
    await bench.until('no connection', () => bench.server.openSockets === 0);
    await expectNothingLeft(bench);
  });

  it('leaves nothing wherever it comes', async () => {
    const bench = await makeInformerBench({ limits: { resyncMs: 10 } });
    bench.server.set('a');
    for (let turn = 0; turn < 40; turn += 1) {
      bench.informer.start();
      await new Promise((resolve) => setTimeout(resolve, turn % 13));
      await bench.informer.stop();
      expect(bench.timing.active).toBe(0);
    }
    await expectNothingLeft(bench);
  });

  it('keeps what is known, and drops what was not told', async () => {
    const busy = Promise.withResolvers<void>();
    const bench = await makeInformerBench({ consumer: () => busy.promise });
    bench.informer.start();
    await bench.until('the first notice', () => bench.notices.length === 1);
    bench.server.set('a');
    await bench.until('the object', () => bench.known().length === 1);
    await bench.informer.stop();
    busy.resolve();
    await expectNothingLeft(bench);
    expect(bench.known()).toEqual(['a=']);
    expect(bench.notices).toHaveLength(1);
  });

  it('does nothing before a start, and nothing the second time', async () => {
    const bench = await makeInformerBench();
    await bench.informer.stop();
    bench.informer.start();
    await Promise.all([bench.informer.stop(), bench.informer.stop()]);
    await expectNothingLeft(bench);
  });
});

describe('Informer.start', () => {
  it('does nothing while it runs', async () => {
    const bench = await makeInformerBench();
    bench.informer.start();
    bench.informer.start();
    await bench.until('the watch', () => bench.informer.state().phase === 'watching');
    bench.informer.start();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(bench.server.received).toHaveLength(2);
  });

  it('leaves one watch after stop and start in one breath', async () => {
    const bench = await makeInformerBench();
    bench.informer.start();
    const stopped = bench.informer.stop();
    bench.informer.start();
    await stopped;
    await bench.until('the watch', () => bench.informer.state().phase === 'watching');
    bench.server.set('a');
    await bench.until('the object', () => bench.known().length === 1);
    expect(bench.server.openWatches).toBe(1);
    expect(bench.server.openSockets).toBeLessThanOrEqual(2);
  });

  it('is not synced before its own first list, tells of what changed meanwhile, and tells once at least', async () => {
    const bench = await makeInformerBench();
    bench.server.set('a');
    bench.server.set('b');
    bench.informer.start();
    await bench.until('the objects', () => bench.known().length === 2);
    await bench.informer.stop();
    bench.server.delete('a');
    bench.informer.start();
    expect(bench.informer.state().isSynced).toBe(false);
    await bench.until('the second notice', () => bench.notices.length === 2);
    expect(bench.changes()).toEqual(['added a ', 'added b ', 'deleted a ']);
  });
});

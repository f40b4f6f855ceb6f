import { describe, expect, it } from 'vitest';
import { makeInformerBench, type InformerBench } from '../support/informer-bench.ts';
import { bookmark, body, errorEvent, events, hang, pieces, status, type Answer } from '../support/scripted-answers.ts';

const thing = (value: string): { spec: { value: string } } => ({ spec: { value } });

/** The event of an object that is not among those of the server. */
const added = (name: string, value: string, resourceVersion: string): unknown => ({
  type: 'ADDED',
  object: { ...thing(value), metadata: { name, uid: `uid-of-${name}`, resourceVersion } },
});

async function startAndSync(bench: InformerBench): Promise<void> {
  bench.informer.start();
  await bench.until('the first watch', () => bench.informer.state().phase === 'watching');
}

/** Whatever the script was, the informer must end up in step with the server, on one watch, and stay there. */
async function expectInStep(bench: InformerBench): Promise<void> {
  bench.server.set('last', thing('seen'));
  await bench.until('the last object', () => bench.known().includes('last=seen'));
  await bench.until('one watch', () => bench.server.openWatches === 1 && bench.informer.state().phase === 'watching');
  await bench.until('one connection', () => bench.server.openSockets === 1);
  expect(bench.informer.state().isSynced).toBe(true);
  expect(bench.informer.state().lastError).toBeUndefined();
}

describe('Informer: list, then watch', () => {
  it('tells of the objects of the list at once, then of each change', async () => {
    const bench = await makeInformerBench();
    bench.server.set('a', thing('1'));
    bench.server.set('b', thing('1'));
    await startAndSync(bench);
    expect(bench.notices).toHaveLength(1);
    bench.server.set('b', thing('2'));
    await bench.until('the change', () => bench.changes().length === 3);
    bench.server.delete('a');
    await bench.until('the deletion', () => bench.changes().length === 4);
    expect(bench.changes()).toEqual(['added a 1', 'added b 1', 'modified b 2', 'deleted a 1']);
    expect(bench.known()).toEqual(['b=2']);
  });

  it('asks for bookmarks, an end between 300 and 600 s, and the version of the list', async () => {
    const bench = await makeInformerBench();
    bench.server.set('a');
    await startAndSync(bench);
    expect(bench.server.received.map(({ query, verb }) => ({ verb, query }))).toEqual([
      { verb: 'list', query: { limit: '500' } },
      {
        verb: 'watch',
        query: { watch: 'true', allowWatchBookmarks: 'true', resourceVersion: '101', timeoutSeconds: '450' },
      },
    ]);
    expect(bench.server.received.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer secret',
      'Bearer secret',
    ]);
  });

  it('tells once, of nothing, when the first list is empty', async () => {
    const bench = await makeInformerBench();
    await startAndSync(bench);
    expect(bench.notices.map(({ changes }) => changes)).toEqual([[]]);
    expect(bench.informer.state().isSynced).toBe(true);
  });

  it('gives snapshots that never change', async () => {
    const bench = await makeInformerBench();
    bench.server.set('a', thing('1'));
    await startAndSync(bench);
    const before = bench.notices[0]?.snapshot();
    bench.server.set('a', thing('2'));
    await bench.until('the change', () => bench.known().includes('a=2'));
    expect(before?.get('a')?.item).toBe('1');
  });

  it('lists page by page', async () => {
    const bench = await makeInformerBench({ limits: { pageLimit: 2 } });
    for (const name of ['a', 'b', 'c', 'd', 'e']) bench.server.set(name, thing('1'));
    await startAndSync(bench);
    expect(bench.server.requests('list').map(({ query }) => query)).toEqual([
      { limit: '2' },
      { limit: '2', continue: '2' },
      { limit: '2', continue: '4' },
    ]);
    expect(bench.known()).toEqual(['a=1', 'b=1', 'c=1', 'd=1', 'e=1']);
    expect(bench.notices).toHaveLength(1);
  });

  it('counts the time since it last heard of the API server', async () => {
    const bench = await makeInformerBench();
    expect(bench.informer.state().contactAgeMs).toBeUndefined();
    await startAndSync(bench);
    await bench.until('time', () => (bench.informer.state().contactAgeMs ?? 0) > 30);
    bench.server.bookmark();
    await bench.until('the bookmark', () => (bench.informer.state().contactAgeMs ?? 99) < 30);
  });
});

describe('Informer: a list that fails', () => {
  const lists: readonly [string, Answer, string][] = [
    ['500', status(500), 'server-error'],
    ['503', status(503), 'server-error'],
    ['401', status(401), 'unauthorized'],
    ['403', status(403), 'forbidden'],
    ['404', status(404), 'not-found'],
    ['429 without Retry-After', status(429), 'throttled'],
    ['302', status(302, { location: 'http://127.0.0.1:1/' }), 'unexpected-status'],
    ['a reset inside the body', pieces(['{"metadata":{"resourceVersion":"1"},"ite'], 'is reset'), 'connection'],
    ['a reset before the head', ({ response }) => void response.socket?.resetAndDestroy(), 'connection'],
    ['no JSON', body('<html>'), 'malformed'],
    ['no list', body({ kind: 'Status' }), 'malformed'],
    [
      'an object without uid',
      body({ metadata: { resourceVersion: '1' }, items: [{ metadata: { name: 'a' } }] }),
      'malformed',
    ],
  ];

  it.each(lists)('is tried again: %s', async (_name, answer, kind) => {
    const bench = await makeInformerBench();
    bench.server.set('a', thing('1'));
    bench.server.scriptList(answer);
    bench.informer.start();
    await bench.until('two lists', () => bench.server.requests('list').length === 2);
    await expectInStep(bench);
    expect(bench.informer.state().failures).toMatchObject({ [kind]: 1 });
    expect(bench.events[0]).toMatchObject({ type: 'failed', failure: { kind }, retryInMs: 3 });
  });

  it.each([
    ['before the head', hang()],
    ['inside the body', pieces(['{"metadata":'])],
  ])('is cut and tried again when it hangs %s', async (_name, answer) => {
    const bench = await makeInformerBench({ limits: { pageTimeoutMs: 100 } });
    bench.server.scriptList(answer);
    bench.informer.start();
    await bench.until('the second list', () => bench.server.requests('list').length === 2);
    await expectInStep(bench);
    expect(bench.informer.state().failures.timeout).toBe(1);
  });

  it('waits as long as a 429 with Retry-After asks', async () => {
    const bench = await makeInformerBench();
    bench.server.scriptList(status(429, { 'retry-after': '1' }));
    await startAndSync(bench);
    const [first, second] = bench.server.requests('list');
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThan(990);
  });

  it('does not believe a Retry-After above the bound', async () => {
    const bench = await makeInformerBench({ limits: { maxRetryAfterMs: 50 } });
    bench.server.scriptList(status(503, { 'retry-after': '86400' }));
    await startAndSync(bench);
    expect(bench.events[0]).toMatchObject({ type: 'failed', retryInMs: 50 });
  });

  it('starts from the first page when a continue token has expired', async () => {
    const bench = await makeInformerBench({ limits: { pageLimit: 1 } });
    bench.server.set('a', thing('1'));
    bench.server.set('b', thing('1'));
    bench.server.scriptList(
      body({
        metadata: { resourceVersion: '9', continue: 'old' },
        items: [{ metadata: { name: 'x', uid: 'x', resourceVersion: '9' } }],
      }),
      status(410),
    );
    await startAndSync(bench);
    expect(bench.server.requests('list').map(({ query }) => query['continue'])).toEqual([
      undefined,
      'old',
      undefined,
      '1',
    ]);
    expect(bench.known()).toEqual(['a=1', 'b=1']);
    expect(bench.events.map(({ type }) => type)).toEqual(['listed', 'watching']);
  });

  it('never shows a part of a list', async () => {
    const bench = await makeInformerBench({ limits: { pageLimit: 1 } });
    bench.server.set('a', thing('1'));
    bench.server.set('b', thing('1'));
    bench.server.scriptList(
      body({
        metadata: { resourceVersion: '9', continue: '1' },
        items: [{ metadata: { name: 'x', uid: 'x', resourceVersion: '9' } }],
      }),
      status(500),
    );
    await startAndSync(bench);
    expect(bench.changes()).toEqual(['added a 1', 'added b 1']);
  });

  it('asks for smaller pages when one is too large', async () => {
    const bench = await makeInformerBench({ limits: { maxPageBytes: 2_000 } });
    for (let index = 0; index < 60; index += 1) bench.server.set(`n${index}`, thing('x'.repeat(100)));
    await startAndSync(bench);
    expect(bench.known()).toHaveLength(60);
    expect(bench.server.requests('list').map(({ query }) => query['limit'])).toContain('5');
  });

  it('leaves time between two lists that are answered', async () => {
    const bench = await makeInformerBench({ limits: { listSpacingMs: 150 } });
    bench.server.scriptWatch(status(410), status(410));
    // From before the first list is sent: how late that arrives at the server says nothing of the waits after it.
    const startedMs = performance.now();
    bench.informer.start();
    await bench.until('three lists', () => bench.server.requests('list').length === 3);
    const [, , third] = bench.server.requests('list');
    expect((third?.atMs ?? 0) - startedMs).toBeGreaterThan(290);
  });
});

describe('Informer: a watch that fails', () => {
  const watches: readonly [string, Answer, string][] = [
    ['500', status(500), 'server-error'],
    ['401', status(401), 'unauthorized'],
    ['403', status(403), 'forbidden'],
    ['429', status(429), 'throttled'],
    ['an ERROR event 500', events([errorEvent(500)]), 'error-event'],
    ['an ERROR event 429', events([errorEvent(429)], 'ends'), 'error-event'],
    ['a reset before the head', ({ response }) => void response.socket?.resetAndDestroy(), 'connection'],
    ['a reset after the head', events([], 'is reset'), 'connection'],
    ['a reset inside a line', pieces(['{"type":"ADD'], 'is reset'), 'connection'],
    ['a line that is no JSON', pieces(['{"type":\n']), 'malformed'],
    ['a line that is no event', pieces(['{"hello":"world"}\n']), 'malformed'],
    ['an empty line', pieces(['\n']), 'malformed'],
    ['an unknown type', events([{ type: 'NEW', object: {} }]), 'malformed'],
    ['a bookmark without version', events([{ type: 'BOOKMARK', object: {} }]), 'malformed'],
    ['an object without uid', events([{ type: 'ADDED', object: { metadata: { name: 'a' } } }]), 'malformed'],
    ['an end inside a line', pieces(['{"type":"ADD'], 'ends'), 'malformed'],
    ['a line without end', pieces(['x'.repeat(3_000)]), 'too-large'],
    ['a line that is too long', pieces([`${'x'.repeat(3_000)}\n`]), 'too-large'],
  ];

  it.each(watches)('goes on where it was, without a list: %s', async (_name, answer, kind) => {
    const bench = await makeInformerBench({ limits: { maxLineBytes: 2_000 } });
    bench.server.set('a', thing('1'));
    bench.server.scriptWatch(answer);
    bench.informer.start();
    await bench.until('the second watch', () => bench.server.requests('watch').length === 2);
    await expectInStep(bench);
    expect(bench.server.requests('list')).toHaveLength(1);
    expect(bench.server.requests('watch').map(({ query }) => query['resourceVersion'])).toEqual(['101', '101']);
    expect(bench.informer.state().failures).toMatchObject({ [kind]: 1 });
  });

  const gone: readonly [string, Answer][] = [
    ['as HTTP status', status(410)],
    ['as ERROR event, then the end', events([errorEvent(410, 'Expired')], 'ends')],
    ['as ERROR event, the stream left open', events([errorEvent(410, 'Expired')])],
    ['as reason only', events([errorEvent(0, 'Expired')])],
  ];

  it.each(gone)('lists again, once, after 410: %s', async (_name, answer) => {
    const bench = await makeInformerBench();
    bench.server.set('a', thing('1'));
    bench.server.scriptWatch(answer);
    await startAndSync(bench);
    await bench.until('the second list', () => bench.server.requests('list').length === 2);
    await expectInStep(bench);
    expect(bench.server.requests('list')).toHaveLength(2);
    expect(bench.informer.state().relists).toEqual({ gone: 1, silent: 0, resync: 0, internal: 0 });
  });

  it('waits as long as a 429 with Retry-After asks', async () => {
    const bench = await makeInformerBench();
    bench.server.scriptWatch(status(429, { 'retry-after': '1' }));
    await startAndSync(bench);
    const [first, second] = bench.server.requests('watch');
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThan(990);
  });

  it('is cut and made again when its head never comes', async () => {
    const bench = await makeInformerBench({ limits: { responseTimeoutMs: 100 } });
    bench.server.scriptWatch(hang());
    bench.informer.start();
    await bench.until('the second watch', () => bench.server.requests('watch').length === 2);
    await expectInStep(bench);
    expect(bench.informer.state().failures.timeout).toBe(1);
    await bench.until('one connection', () => bench.server.openSockets === 1);
  });

  it('is cut and made again from the last bookmark when nothing comes any more', async () => {
    const bench = await makeInformerBench({ limits: { stallMs: 100 } });
    bench.server.scriptWatch(events([bookmark('150')]));
    bench.informer.start();
    await bench.until('the second watch', () => bench.server.requests('watch').length === 2);
    expect(bench.server.requests('watch').map(({ query }) => query['resourceVersion'])).toEqual(['100', '150']);
    await bench.until('the reconnect', () => bench.informer.state().reconnects >= 1);
    expect(bench.informer.state().failures.stalled).toBeGreaterThanOrEqual(1);
    expect(bench.server.requests('list')).toHaveLength(1);
  });

  it('does not stall while bookmarks come', async () => {
    const bench = await makeInformerBench({ limits: { stallMs: 150 } });
    await startAndSync(bench);
    const timer = setInterval(() => bench.server.bookmark(), 20);
    await new Promise((resolve) => setTimeout(resolve, 400));
    clearInterval(timer);
    expect(bench.informer.state()).toMatchObject({ reconnects: 0, failures: { stalled: 0 } });
  });

  it('lists when watches are accepted and stay silent', async () => {
    const bench = await makeInformerBench({ limits: { stallMs: 80, maxSilenceMs: 200 } });
    bench.server.scriptWatch(events([]), events([]), events([]));
    await startAndSync(bench);
    bench.server.set('a', thing('unheard'));
    await bench.until('the object', () => bench.known().includes('a=unheard'));
    expect(bench.informer.state().relists.silent).toBe(1);
    expect(bench.server.requests('watch').length).toBeGreaterThanOrEqual(3);
  });

  it('goes on where it was when the API server ends it', async () => {
    const bench = await makeInformerBench();
    await startAndSync(bench);
    bench.server.set('a', thing('1'));
    await bench.until('the object', () => bench.known().length === 1);
    bench.server.endWatches();
    await bench.until('the second watch', () => bench.server.requests('watch').length === 2);
    await expectInStep(bench);
    expect(bench.server.requests('watch')[1]?.query['resourceVersion']).toBe('101');
    expect(bench.informer.state()).toMatchObject({ reconnects: 1, relists: { gone: 0 } });
    expect(Object.values(bench.informer.state().failures)).toEqual(Array.from({ length: 16 }, () => 0));
  });

  it('is not made again without delay when the API server ends it at once, again and again', async () => {
    const bench = await makeInformerBench({ limits: { steadyWatchMs: 5_000, firstBackoffMs: 40, maxBackoffMs: 80 } });
    bench.server.scriptWatch(...Array.from({ length: 100 }, () => events([], 'ends')));
    bench.informer.start();
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(bench.server.requests('watch').length).toBeLessThan(12);
    expect(bench.server.requests('list')).toHaveLength(1);
  });

  it('waits longer from failure to failure, and shortly again after a steady watch', async () => {
    const bench = await makeInformerBench({ limits: { steadyWatchMs: 20 } });
    bench.server.scriptList(status(500), status(500), status(500));
    await startAndSync(bench);
    await new Promise((resolve) => setTimeout(resolve, 40));
    bench.server.resetConnections();
    await bench.until('the failure', () => bench.informer.state().failures.connection === 1);
    const delays = bench.events.flatMap((event) => (event.type === 'failed' ? [event.retryInMs] : []));
    // Three quarters of 4, 8 and 16 ms: the tests' chance is one half.
    expect(delays).toEqual([3, 6, 12, 3]);
  });

  it('loses no event between the end of one watch and the next', async () => {
    const bench = await makeInformerBench();
    await startAndSync(bench);
    for (let index = 0; index < 20; index += 1) {
      bench.server.endWatches();
      bench.server.set('a', thing(String(index)), { isSilent: index % 2 === 0 });
      bench.server.set(`n${index}`, thing('1'));
      await new Promise((resolve) => setTimeout(resolve, index % 4));
    }
    await bench.until('all', () => bench.known().length === 21);
    expect(bench.known()).toContain('a=19');
  });

  it('is back when the API server was away, without a list', async () => {
    const bench = await makeInformerBench();
    await startAndSync(bench);
    bench.server.resetConnections();
    bench.server.set('a', thing('1'));
    await expectInStep(bench);
    expect(bench.known()).toEqual(['a=1', 'last=seen']);
    expect(bench.server.requests('list')).toHaveLength(1);
  });
});

describe('Informer: bytes of a watch', () => {
  const line = Buffer.from(`${JSON.stringify(added('a', 'Ж€😀', '150'))}\n`);

  it('reads characters and lines that are cut into single bytes', async () => {
    const bench = await makeInformerBench();
    bench.server.scriptWatch(pieces(Array.from(line, (byte) => Buffer.from([byte]))));
    await startAndSync(bench);
    await bench.until('the object', () => bench.known().includes('a=Ж€😀'));
  });

  it('reads several lines of one chunk, and tells of them at once', async () => {
    const bench = await makeInformerBench();
    const second = Buffer.from(`${JSON.stringify(added('b', '2', '151'))}\n`);
    bench.server.scriptWatch(pieces([Buffer.concat([line, second, line.subarray(0, 9)]), line.subarray(9)]));
    await startAndSync(bench);
    await bench.until('both', () => bench.known().length === 2);
    expect(bench.notices[1]?.changes.map(({ object }) => object.name)).toEqual(['a', 'b']);
  });
});

describe('Informer: relist and resync', () => {
  it('tells of an object deleted and made again as of two', async () => {
    const bench = await makeInformerBench();
    bench.server.set('a', thing('1'));
    bench.server.set('b', thing('1'));
    bench.server.scriptWatch(events([]));
    await startAndSync(bench);
    bench.server.delete('a');
    bench.server.set('a', thing('1'));
    bench.server.set('b', thing('2'));
    bench.server.delete('b');
    bench.server.scriptWatch(status(410));
    bench.server.resetConnections();
    await bench.until('the relist', () => bench.informer.state().relists.gone === 1);
    await bench.until('the changes', () => bench.notices.length === 2);
    expect(bench.changes().slice(2)).toEqual(['deleted b 1', 'deleted a 1', 'added a 1']);
  });

  it('lists from time to time, and so finds what the watch kept to itself', async () => {
    const bench = await makeInformerBench({ limits: { resyncMs: 100 } });
    bench.server.scriptWatch(events([]));
    await startAndSync(bench);
    bench.server.set('a', thing('unheard'));
    await bench.until('the object', () => bench.known().includes('a=unheard'));
    expect(bench.informer.state().relists.resync).toBeGreaterThanOrEqual(1);
    expect(bench.informer.state().failures.cancelled).toBe(0);
  });

  it('tells of nothing when a resync finds nothing new', async () => {
    const bench = await makeInformerBench({ limits: { resyncMs: 30 } });
    bench.server.set('a', thing('1'));
    await startAndSync(bench);
    await bench.until('three resyncs', () => bench.informer.state().relists.resync >= 3);
    expect(bench.notices).toHaveLength(1);
    expect(bench.server.openSockets).toBeLessThanOrEqual(2);
  });

  it('goes on watching when a resync fails', async () => {
    const bench = await makeInformerBench({ limits: { resyncMs: 400 } });
    await startAndSync(bench);
    bench.server.scriptList(status(500));
    await bench.until('the failure', () => bench.informer.state().failures['server-error'] === 1);
    bench.server.set('a', thing('1'));
    await bench.until('the object', () => bench.known().includes('a=1'));
    expect(bench.server.requests('list')).toHaveLength(2);
  });
});

describe('Informer: its consumer', () => {
  it.each([
    [
      'throws',
      () => {
        throw new Error('consumer');
      },
    ],
    ['rejects', () => Promise.reject(new Error('consumer'))],
  ])('goes on when the consumer %s', async (_name, consumer) => {
    const bench = await makeInformerBench({ consumer });
    await startAndSync(bench);
    bench.server.set('a', thing('1'));
    await bench.until('two notices', () => bench.notices.length === 2);
    expect(bench.informer.state().consumerFailures).toBe(2);
    expect(bench.events.filter(({ type }) => type === 'consumer-failed')).toHaveLength(2);
  });

  it('goes on when the observer throws', async () => {
    const bench = await makeInformerBench({
      onEvent: () => {
        throw new Error('observer');
      },
    });
    bench.server.scriptWatch(status(500));
    bench.informer.start();
    await expectInStep(bench);
  });

  it('calls a slow consumer once for all that came meanwhile, never twice at a time', async () => {
    let running = 0;
    let most = 0;
    const bench = await makeInformerBench({
      consumer: async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 100));
        running -= 1;
      },
    });
    await startAndSync(bench);
    for (const name of ['a', 'b', 'c']) bench.server.set(name, thing('1'));
    await bench.until('all', () => bench.known().length === 3);
    await bench.until('the second notice', () => bench.notices.length === 2);
    expect(bench.notices[1]?.changes.map(({ object }) => object.name)).toEqual(['a', 'b', 'c']);
    expect(most).toBe(1);
  });
});

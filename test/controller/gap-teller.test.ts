import { describe, expect, it } from 'vitest';
import { GapTeller } from '../../src/controller/gap-teller.ts';
import type { Gap } from '../../src/controller/pod-records.ts';
import { CountedTiming } from '../support/counted-timing.ts';
import { until } from '../support/until.ts';

const LIMITS = { burst: 3, refillMs: 10 };

function gapOf(uid: string): Gap {
  const maker = { kind: 'Pod', namespace: 'shop', name: uid };
  return { uid, namespace: 'shop', name: uid, maker, createdAt: undefined, state: 'missing', why: 'x' };
}

class Bench {
  readonly told: (string | undefined)[] = [];
  readonly gone: Set<string> = new Set();
  readonly timing = new CountedTiming();
  readonly #controller = new AbortController();
  readonly teller: GapTeller;

  constructor(limits = LIMITS) {
    this.teller = new GapTeller({
      tellEvent: ({ about }) => this.told.push(about.uid),
      isThere: (uid) => !this.gone.has(uid),
      timing: this.timing,
      signal: this.#controller.signal,
      limits,
    });
  }

  async stop(): Promise<void> {
    this.#controller.abort();
    await this.teller.ended();
  }
}

describe('GapTeller', () => {
  it('tells all of them in time, each once and in their order', async () => {
    const bench = new Bench();
    const uids = Array.from({ length: 10 }, (_, index) => `u${index}`);
    const startMs = performance.now();
    for (const uid of uids) bench.teller.tell(gapOf(uid));
    await until('all of them', () => bench.told.length === uids.length);
    expect(bench.told).toEqual(uids);
    expect(performance.now() - startMs).toBeGreaterThan((uids.length - LIMITS.burst - 1) * LIMITS.refillMs);
    bench.teller.tell(gapOf('later'));
    await until('a later one', () => bench.told.includes('later'));
    await bench.stop();
  });

  it('leaves out Pods that are gone when it is their turn', async () => {
    const bench = new Bench();
    for (const uid of ['a', 'b', 'c', 'd', 'e']) bench.teller.tell(gapOf(uid));
    bench.gone.add('e');
    await until('the next', () => bench.told.includes('d'));
    bench.teller.tell(gapOf('f'));
    await until('the last', () => bench.told.includes('f'));
    expect(bench.told).toEqual(['a', 'b', 'c', 'd', 'f']);
    await bench.stop();
  });

  it('hands on at once what is too much to wait, so that it is counted', () => {
    const bench = new Bench();
    // The first one is not waiting any more.
    for (let index = 0; index < 10_001 + 2; index += 1) bench.teller.tell(gapOf(String(index)));
    expect(bench.told.slice(-2)).toEqual(['10001', '10002']);
    return bench.stop();
  });

  it('tells no more at once than it may, and ends at any time, without a timer', async () => {
    const bench = new Bench({ ...LIMITS, refillMs: 60_000 });
    for (const uid of ['a', 'b', 'c', 'd', 'e']) bench.teller.tell(gapOf(uid));
    await until('the first', () => bench.told.length === LIMITS.burst);
    await bench.stop();
    bench.teller.tell(gapOf('f'));
    expect([bench.told, bench.timing.active]).toEqual([['a', 'b', 'c'], 0]);
  });
});

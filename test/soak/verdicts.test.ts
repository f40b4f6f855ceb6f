import { describe, expect, it } from 'vitest';
import type { Sample } from './samples.ts';
import { judgeSamples } from './verdicts.ts';

const MIB = 1_048_576;

function samples(change: (minute: number) => Partial<Sample>): readonly Sample[] {
  return Array.from({ length: 40 }, (_, index) => ({
    seconds: index * 30,
    residentBytes: 90 * MIB,
    heapUsedBytes: 20 * MIB,
    heapTotalBytes: 30 * MIB,
    mallocBytes: 20 * MIB,
    externalBytes: 0,
    fileDescriptors: 40,
    sockets: 20,
    timers: 5,
    connections: 10,
    reviews: index,
    cpuSeconds: index,
    ...change(index / 2),
  }));
}

const verdictsOf = (given: readonly Sample[]): readonly string[] =>
  judgeSamples(given)
    .filter(({ verdict }) => verdict === 'missed' || verdict === 'undecided')
    .map(({ figure }) => figure);

describe('judgeSamples', () => {
  it('finds nothing where nothing grows', () => {
    expect(verdictsOf(samples(() => ({})))).toStrictEqual([]);
  });

  it.each<[string, (minute: number) => Partial<Sample>]>([
    ['resident memory, slope', (minute) => ({ residentBytes: 90 * MIB + (minute * 2 * MIB) / 60 })],
    ['heap in use, slope', (minute) => ({ heapUsedBytes: 20 * MIB + (minute * 2 * MIB) / 60 })],
    ['file descriptors, slope', (minute) => ({ fileDescriptors: 40 + minute })],
    ['sockets, slope', (minute) => ({ sockets: 20 + minute })],
    ['timers, slope', (minute) => ({ timers: 5 + minute })],
  ])('finds %s', (figure, change) => {
    expect(verdictsOf(samples(change))).toStrictEqual([figure]);
  });
});

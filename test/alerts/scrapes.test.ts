import { describe, expect, it } from 'vitest';
import { readScrape, type Scrape, seriesOf } from './scrapes.ts';

const START = new Date(0);
const HEAD = ['# TYPE c_total counter', '# TYPE g gauge'];

function scrapeOf(...lines: readonly string[]): Scrape {
  return readScrape([{ labels: { pod: 'a' }, text: [...HEAD, ...lines].join('\n') }], START);
}

describe('readScrape', () => {
  it('keeps names and labels, and adds those of the target', () => {
    const { values } = scrapeOf('c_total{x="y z"} 2', 'g 1.5e+03', '# HELP g', '', 'h_bucket{le="+Inf"} 7');
    expect([...values]).toEqual([
      ['c_total{x="y z",pod="a"}', 2],
      ['g{pod="a"}', 1500],
      ['h_bucket{le="+Inf",pod="a"}', 7],
    ]);
  });
});

const all = (): boolean => true;

describe('seriesOf', () => {
  it('has counters rise evenly, and gauges change at once', () => {
    const phases = [
      { minutes: 2, end: scrapeOf('c_total 1', 'g 1') },
      { minutes: 4, end: scrapeOf('c_total 5', 'g 9') },
    ];
    expect(seriesOf({ phases, start: START }, all).map(({ values }) => values)).toEqual(['1 1 2 3 4 5', '1 1 9 9 9 9']);
  });

  it('marks as stale what is gone, and has nothing of what is not there yet', () => {
    const phases = [
      { minutes: 2, end: scrapeOf('g 1') },
      { minutes: 2, end: scrapeOf('c_total 3') },
    ];
    expect(seriesOf({ phases, start: START }, all).map(({ values }) => values)).toEqual(['1 1 stale _', '_ _ 3 3']);
  });

  it('has a gauge go on at its pace, and a counter that began anew begin anew', () => {
    const phases = [
      { minutes: 1, end: scrapeOf('c_total 9', 'g 1') },
      { minutes: 2, end: scrapeOf('c_total 4', 'g 2'), pace: { g: 1 } },
    ];
    expect(seriesOf({ phases, start: START }, all).map(({ values }) => values)).toEqual(['9 4 4', '1 2 62']);
  });

  it('has all counters of a target begin anew once one did', () => {
    const phases = [
      { minutes: 1, end: scrapeOf('c_total{x="1"} 9', 'c_total{x="2"} 1') },
      { minutes: 2, end: scrapeOf('c_total{x="1"} 4', 'c_total{x="2"} 3') },
    ];
    expect(seriesOf({ phases, start: START }, all).map(({ values }) => values)).toEqual(['9 4 4', '1 3 3']);
  });

  it('has times that are recent at the scrape be as recent where it is told', () => {
    const end = scrapeOf('g 100');
    const phases = [
      { minutes: 2, end, pace: { g: 1 } },
      { minutes: 2, end },
    ];
    const [series] = seriesOf({ phases, start: new Date(10_000), recent: new Set(['g']) }, all);
    expect(series?.values).toBe('110 170 230 230');
  });

  it('leaves out what is not wanted', () => {
    const phases = [{ minutes: 1, end: scrapeOf('c_total 9', 'g 1') }];
    expect(seriesOf({ phases, start: START }, (metric) => metric === 'g').map(({ series }) => series)).toEqual([
      'g{pod="a"}',
    ]);
  });
});

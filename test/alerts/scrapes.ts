import type { InputSeries } from './rule-test.ts';

/** What one target answered, and the labels that Prometheus gives it. */
export interface ScrapedTarget {
  readonly labels: Readonly<Record<string, string>>;
  /** The text format of Prometheus. */
  readonly text: string;
}

/** What all targets answered at one time. */
export interface Scrape {
  readonly at: Date;
  /** Values by series, as they stand in a rule test. */
  readonly values: ReadonlyMap<string, number>;
  /** The type of each metric: `counter`, `gauge`, `histogram`, `summary`. */
  readonly types: ReadonlyMap<string, string>;
}

/** Reads what was scraped. Names and labels stay as they are; the target's labels come after them. */
export function readScrape(targets: readonly ScrapedTarget[], at: Date = new Date()): Scrape {
  const values = new Map<string, number>();
  const types = new Map<string, string>();
  for (const { labels, text } of targets) {
    const own = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
    for (const line of text.split('\n')) {
      const type = /^# TYPE (?<name>\S+) (?<type>\w+)$/u.exec(line)?.groups;
      if (type !== undefined) types.set(type['name'] ?? '', type['type'] ?? '');
      const sample = /^(?<name>[A-Za-z_:][\w:]*)(?:\{(?<labels>.*)\})? (?<value>[^ ]+)$/u.exec(line)?.groups;
      if (sample === undefined) continue;
      const all = [...(sample['labels'] === undefined ? [] : [sample['labels'].replace(/,$/u, '')]), ...own];
      values.set(`${sample['name']}{${all.join(',')}}`, Number(sample['value']));
    }
  }
  return { at, values, types };
}

/** A time during which nothing changes but what it says. */
export interface Phase {
  readonly minutes: number;
  /** How things are at its end. Counters rise to that evenly, all else has its value from the beginning. */
  readonly end: Scrape;
  /** Metrics that go on by so much a second: ages, and times that are set again and again. */
  readonly pace?: Readonly<Record<string, number>>;
}

/** A story told by its phases, one value a minute. */
export interface Story {
  readonly phases: readonly Phase[];
  /** When its first minute is. */
  readonly start: Date;
  /** Metrics whose values are times at which something happened just before the scrape: they are moved to where the scrape is told. */
  readonly recent?: ReadonlySet<string>;
}

const MINUTE_S = 60;

/** Its time series, of those metrics that are wanted. */
export function seriesOf(story: Story, isWanted: (metric: string) => boolean): readonly InputSeries[] {
  const { phases } = story;
  const names = new Set(phases.flatMap(({ end }) => [...end.values.keys()]));
  const types = new Map(phases.flatMap(({ end }) => [...end.types]));
  const restarts = phases.map((_, index) => restarted(story, index));
  return [...names]
    .map((series) => ({ series, metric: metricOf(series, types) }))
    .filter(({ metric }) => isWanted(metric))
    .map(({ series, metric }) => {
      const values = phases.flatMap((_, index) => {
        const isAnew = restarts[index]?.has(targetOf(series)) === true;
        const rises = types.get(metric) !== 'gauge' && !isAnew;
        return valuesIn(story, index, { series, metric, rises });
      });
      return { series, values: values.join(' ') };
    });
}

/** The name that a series' type is told under: without the endings of histograms. */
function metricOf(series: string, types: ReadonlyMap<string, string>): string {
  const name = series.slice(0, series.indexOf('{'));
  return types.has(name) ? name : name.replace(/_(?:bucket|sum|count)$/u, '');
}

interface Series {
  readonly series: string;
  readonly metric: string;
  /** Whether it comes to its value evenly: a counter, of a target that did not begin anew. */
  readonly rises: boolean;
}

function valuesIn(story: Story, index: number, { series, metric, rises }: Series): readonly string[] {
  const phase = story.phases[index];
  if (phase === undefined) return [];
  const before = story.phases[index - 1]?.end.values.get(series);
  const value = phase.end.values.get(series);
  const minutes = Array.from({ length: phase.minutes }, (_, minute) => minute);
  // What is no longer scraped is marked as stale, as Prometheus does.
  if (value === undefined) return minutes.map((minute) => (minute === 0 && before !== undefined ? 'stale' : '_'));
  const pace = phase.pace?.[metric] ?? 0;
  const moved = story.recent?.has(metric) === true ? secondsFromScrape(story, index) : 0;
  const start = rises ? (before ?? value) : value;
  return minutes.map((minute) => {
    const share = (minute + 1) / phase.minutes;
    return String(start + (value - start) * share + moved + pace * minute * MINUTE_S);
  });
}

/** Targets of which a counter is smaller than it was: all of theirs began anew. */
function restarted({ phases }: Story, index: number): ReadonlySet<string> {
  const { values: before } = phases[index - 1]?.end ?? { values: new Map<string, number>() };
  const { values, types } = phases[index]?.end ?? {
    values: new Map<string, number>(),
    types: new Map<string, string>(),
  };
  const isCounter = (series: string): boolean => types.get(metricOf(series, types)) === 'counter';
  const smaller = [...values].filter(([series, value]) => value < (before.get(series) ?? value) && isCounter(series));
  return new Set(smaller.map(([series]) => targetOf(series)));
}

/** Where a series was scraped. */
function targetOf(series: string): string {
  return /instance="(?<instance>[^"]*)"/u.exec(series)?.groups?.['instance'] ?? '';
}

/** From the moment of a phase's scrape to the moment at which the story has it begin. */
function secondsFromScrape({ phases, start }: Story, index: number): number {
  const minutes = phases.slice(0, index).reduce((sum, phase) => sum + phase.minutes, 0);
  const scrapedAtMs = phases[index]?.end.at.getTime() ?? start.getTime();
  return (start.getTime() - scrapedAtMs) / 1000 + minutes * MINUTE_S;
}

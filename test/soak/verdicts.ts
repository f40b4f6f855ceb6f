import type { Sample } from './samples.ts';
import { floorsOf, type Point, type Trend, trendOf } from './trend.ts';

/** Whether a figure of a soak is as it should be; `undecided` where noise hides a slope, `told` where it only tells where another figure comes from. */
export type Verdict = 'held' | 'missed' | 'undecided' | 'told';

/** One figure, for the table. */
export interface Finding {
  readonly figure: string;
  readonly goal: string;
  readonly measured: string;
  readonly verdict: Verdict;
}

/** A memory slope that counts as none, in MiB per hour. */
const MAX_MIB_PER_HOUR = 1;

/** Descriptors and timers come and go with connections: a slope that adds less than this in an hour is none. */
const MAX_COUNT_PER_HOUR = 6;

const MIB = 1_048_576;
const FLOOR_SECONDS = 30;

/** One curve of a series of samples. */
export function curve(samples: readonly Sample[], valueOf: (sample: Sample) => number): readonly Point[] {
  return samples.map((sample) => ({ seconds: sample.seconds, value: valueOf(sample) }));
}

/** Judges what the samples after the warm-up show. Memory is judged by its floors: between collections it is garbage. */
export function judgeSamples(samples: readonly Sample[]): readonly Finding[] {
  const floors = (valueOf: (sample: Sample) => number): Trend =>
    trendOf(floorsOf(curve(samples, valueOf), FLOOR_SECONDS));
  const memory = (figure: string, valueOf: (sample: Sample) => number): Finding =>
    judge(
      { figure, unit: 'MiB', max: MAX_MIB_PER_HOUR },
      floors((sample) => valueOf(sample) / MIB),
    );
  const count = (figure: string, valueOf: (sample: Sample) => number): Finding =>
    judge({ figure, unit: '', max: MAX_COUNT_PER_HOUR }, floors(valueOf));
  return [
    memory('resident memory', ({ residentBytes }) => residentBytes),
    memory('heap in use', ({ heapUsedBytes }) => heapUsedBytes),
    { ...memory('heap held by V8', ({ heapTotalBytes }) => heapTotalBytes), goal: 'part of resident', verdict: 'told' },
    { ...memory('memory held by malloc', ({ mallocBytes }) => mallocBytes), goal: 'part of resident', verdict: 'told' },
    count('file descriptors', ({ fileDescriptors }) => fileDescriptors),
    count('sockets', ({ sockets }) => sockets),
    count('timers', ({ timers }) => timers),
  ];
}

interface Judged {
  readonly figure: string;
  readonly unit: string;
  readonly max: number;
}

function judge({ figure, unit, max }: Judged, { perHour, low, high }: Trend): Finding {
  const [slope = '', least = '', most = ''] = [perHour, low, high].map((value) => value.toFixed(2));
  const measured = `${slope} ${unit}/h (95 %: ${least} to ${most})`;
  const isHeld = perHour < max;
  const verdict = isHeld ? 'held' : low > max ? 'missed' : 'undecided';
  return { figure: `${figure}, slope`, goal: `< ${max} ${unit}/h`, measured, verdict };
}

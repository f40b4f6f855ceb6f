/** A value at a moment. */
export interface Point {
  readonly seconds: number;
  readonly value: number;
}

/** How a value changes, per hour. */
export interface Trend {
  readonly perHour: number;
  /** With 95 % confidence the true slope lies between these. */
  readonly low: number;
  readonly high: number;
}

/** Two-sided 95 % of the normal distribution. */
const Z = 1.96;

/**
 * The slope of values in time, by Theil and Sen: the median of the slopes between all pairs, which a few outliers cannot move,
 * with the confidence interval that follows from Kendall's tau.
 *
 * @see https://doi.org/10.1080/01621459.1968.10480934
 */
export function trendOf(points: readonly Point[]): Trend {
  const slopes = points
    .flatMap((one, index) => points.slice(index + 1).map((other) => slopeBetween(one, other)))
    .toSorted((one, other) => one - other);
  const count = points.length;
  const spread = Z * Math.sqrt((count * (count - 1) * (2 * count + 5)) / 18);
  const lowest = Math.max(0, Math.floor((slopes.length - spread) / 2));
  const highest = Math.min(slopes.length - 1, Math.ceil((slopes.length + spread) / 2));
  return {
    perHour: medianOf(slopes),
    low: slopes[lowest] ?? Number.NaN,
    high: slopes[highest] ?? Number.NaN,
  };
}

/** The least value of each window: what is left when garbage was just collected. */
export function floorsOf(points: readonly Point[], windowSeconds: number): readonly Point[] {
  const windows = Map.groupBy(points, ({ seconds }) => Math.floor(seconds / windowSeconds));
  return [...windows.values()].map((window) =>
    window.reduce((least, point) => (point.value < least.value ? point : least)),
  );
}

function slopeBetween(one: Point, other: Point): number {
  return ((other.value - one.value) / (other.seconds - one.seconds)) * 3600;
}

function medianOf(sorted: readonly number[]): number {
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  return (lower + upper) / 2;
}

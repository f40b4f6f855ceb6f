/** Values by their line in the text format of Prometheus without the value: `name{label="value"}`. */
export type MetricSamples = ReadonlyMap<string, number>;

/** Reads the text format of Prometheus. */
export function parseMetrics(text: string): MetricSamples {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

/** The sum over all labels of a metric. */
export function sumOf(samples: MetricSamples, name: string): number {
  return [...samples]
    .filter(([sample]) => sample === name || sample.startsWith(`${name}{`))
    .reduce((sum, [, value]) => sum + value, 0);
}

/** How many reviews ended so. */
export function decisionsOf(samples: MetricSamples, decision: string, reason: string): number {
  return samples.get(`sidecar_injector_decisions_total{decision="${decision}",reason="${reason}"}`) ?? 0;
}

import { Gauge, type Registry } from '@prometheus-io/client';
import type { InformerState } from './informer-state.ts';

/** Informers by the resource that they inform of. */
export type InformerStates = () => Readonly<Record<string, InformerState>>;

/** Defines the metrics of informers: how long ago the API server was last heard of, and what went wrong. */
export function defineInformerMetrics(registry: Registry, states: InformerStates): readonly Gauge<string>[] {
  const defineOne = (name: string, help: string, read: (state: InformerState) => number | undefined): Gauge<string> =>
    defineGauge(registry, states, { name, help, labelNames: ['resource'] }, (state) => [[{}, read(state)]]);
  const defineEach = (
    name: string,
    help: string,
    label: string,
    read: (state: InformerState) => Readonly<Record<string, number>>,
  ): Gauge<string> =>
    defineGauge(registry, states, { name, help, labelNames: ['resource', label] }, (state) =>
      Object.entries(read(state)).map(([value, count]) => [{ [label]: value }, count === 0 ? undefined : count]),
    );
  return [
    defineOne('contact_age_seconds', 'Time since the last list, event or bookmark.', ({ contactAgeMs }) =>
      contactAgeMs === undefined ? undefined : contactAgeMs / 1000,
    ),
    defineOne('synced', 'Whether the first list is done.', ({ isSynced }) => Number(isSynced)),
    defineOne('reconnects', 'Watches that went on where an earlier one ended.', ({ reconnects }) => reconnects),
    defineEach('failures', 'Requests that failed since the start.', 'kind', ({ failures }) => failures),
    defineEach('relists', 'Lists after the first.', 'reason', ({ relists }) => relists),
  ];
}

interface Definition {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
}

type Samples = readonly (readonly [labels: Readonly<Record<string, string>>, value: number | undefined])[];

function defineGauge(
  registry: Registry,
  states: InformerStates,
  { name, help, labelNames }: Definition,
  read: (state: InformerState) => Samples,
): Gauge<string> {
  return new Gauge<string>({
    name: `sidecar_injector_informer_${name}`,
    help,
    labelNames: [...labelNames],
    registers: [registry],
    collect() {
      this.reset();
      for (const [resource, state] of Object.entries(states())) {
        for (const [labels, value] of read(state)) if (value !== undefined) this.set({ resource, ...labels }, value);
      }
    },
  });
}

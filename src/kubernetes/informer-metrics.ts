import { Gauge, type Registry } from '@prometheus-io/client';
import type { InformerState } from './informer-state.ts';

/** Informers by the resource that they inform of. */
export type InformerStates = () => Readonly<Record<string, InformerState>>;

/** Defines the metrics of informers: how long ago the API server was last heard of, and what went wrong. */
export function defineInformerMetrics(
  registry: Registry,
  states: InformerStates,
): readonly Gauge<'resource' | 'kind'>[] {
  const define = (
    name: string,
    help: string,
    read: (state: InformerState) => Readonly<Record<string, number>>,
  ): Gauge<'resource' | 'kind'> =>
    new Gauge({
      name: `sidecar_injector_informer_${name}`,
      help,
      labelNames: ['resource', 'kind'],
      registers: [registry],
      collect() {
        this.reset();
        for (const [resource, state] of Object.entries(states())) {
          for (const [kind, value] of Object.entries(read(state))) this.set({ resource, kind }, value);
        }
      },
    });
  return [
    define('contact_age_seconds', 'Time since the last list, event or bookmark.', ({ contactAgeMs }) =>
      contactAgeMs === undefined ? {} : { any: contactAgeMs / 1000 },
    ),
    define('synced', 'Whether the first list is done.', ({ isSynced }) => ({ any: Number(isSynced) })),
    define('failures', 'Requests that failed since the start, by kind.', ({ failures }) => failures),
    define('lists', 'Lists after the first, by reason.', ({ relists }) => relists),
    define('reconnects', 'Watches that went on where an earlier one ended.', ({ reconnects }) => ({ any: reconnects })),
  ];
}

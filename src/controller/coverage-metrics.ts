import { Counter, Gauge, type Registry } from '@prometheus-io/client';
import type { PodRecords } from './pod-records.ts';

/** Defines the metrics of coverage: how many Pods are in each state, and how many gaps were found. */
export function defineCoverageMetrics(registry: Registry, records: PodRecords): readonly (Gauge<string> | Counter)[] {
  const registers = [registry];
  return [
    new Gauge({
      name: 'sidecar_injector_pods',
      help: 'Pods by how they stand to the sidecar that they should have: lost, missing, outdated, older, unknown, covered, not-due.',
      labelNames: ['state'],
      registers,
      collect() {
        for (const [state, count] of Object.entries(records.counts)) this.set({ state }, count);
      },
    }),
    new Counter({
      name: 'sidecar_injector_gaps_total',
      help: 'Pods that were found to lack their sidecar since they were created.',
      registers,
      collect() {
        this.reset();
        this.inc(records.gaps);
      },
    }),
  ];
}

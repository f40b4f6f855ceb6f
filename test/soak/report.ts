import { markdownTable } from '../performance/table.ts';
import type { Changes } from './changes.ts';
import { drawChart, type Panel } from './chart.ts';
import type { Sample } from './samples.ts';
import type { SoakOptions } from './soak-options.ts';
import type { SteadyLoad } from './steady-load.ts';
import { curve, type Finding } from './verdicts.ts';

const MIB = 1_048_576;

/** What a soak has found. */
export interface SoakResult {
  readonly samples: readonly Sample[];
  readonly changes: Changes;
  readonly load: SteadyLoad;
  readonly findings: readonly Finding[];
}

/** The graph of all samples, as SVG. */
export function draw(samples: readonly Sample[], { rate, minutes }: SoakOptions): string {
  const line = (name: string, valueOf: (sample: Sample) => number): Panel['lines'][number] => ({
    name,
    points: curve(samples, valueOf),
  });
  return drawChart(`sidecar-injector: ${minutes} minutes at ${rate} Pods per second`, [
    {
      title: 'memory, MiB',
      lines: [
        line('resident', ({ residentBytes }) => residentBytes / MIB),
        line('heap held by V8', ({ heapTotalBytes }) => heapTotalBytes / MIB),
        line('heap in use', ({ heapUsedBytes }) => heapUsedBytes / MIB),
        line('malloc', ({ mallocBytes }) => mallocBytes / MIB),
      ],
    },
    {
      title: 'descriptors',
      lines: [line('all', ({ fileDescriptors }) => fileDescriptors), line('sockets', ({ sockets }) => sockets)],
    },
    {
      title: 'timers and connections',
      lines: [line('timers', ({ timers }) => timers), line('connections', ({ connections }) => connections)],
    },
  ]);
}

/** What was done and found, as Markdown. */
export function render(
  { samples, changes, load, findings }: SoakResult,
  { minutes, rate, graph }: SoakOptions,
): string {
  const [first, last] = [samples[0], samples.at(-1)];
  const reviews = (last?.reviews ?? 0) - (first?.reviews ?? 0);
  const cpuMicros = (((last?.cpuSeconds ?? 0) - (first?.cpuSeconds ?? 0)) / reviews) * 1e6;
  const { templates, leaves, authorities } = changes.counts;
  const rows = findings.map(({ figure, goal, measured, verdict }) => [figure, goal, measured, verdict]);
  return [
    `${minutes} minutes at ${rate} Pods per second: ${JSON.stringify(load.counts)};`,
    `${templates} templates, ${leaves} serving certificates and ${authorities} CAs changed meanwhile;`,
    `${Math.round(cpuMicros)} µs of CPU time per review, all else of the process in it. Graph: ${graph}`,
    '',
    markdownTable([['figure', 'goal', 'measured', ''], ...rows]),
    ...load.failures.map((failure) => `\nfailed: ${failure}`),
    '',
  ].join('\n');
}

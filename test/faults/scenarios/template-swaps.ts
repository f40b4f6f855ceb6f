import { percentileOf } from '../load/load-report.ts';
import type { Finding, Scenario } from '../scenario.ts';
import { countLoads, TemplateConfigMap, templateOf, waitForLoads } from '../template-configmap.ts';
import { describeLoss } from '../verdict.ts';

const GOAL_MS = 1_000;

/** The template is edited again and again while Pods are created. */
export const templateSwaps: Scenario = {
  name: 'template-swaps',
  row: 'Template edited',
  goal: '0 lost; in force in every replica ≤ 1 s (p99)',
  async run({ shared, dice, say }, scale): Promise<Finding> {
    const cluster = await shared();
    const edits = scale === 'full' ? 200 : 30;
    const templates = await TemplateConfigMap.of(cluster);
    const replicas = await cluster.replicas();
    const load = cluster.startLoad({ seed: dice.below(2 ** 31) });
    const waitsMs: number[] = [];
    try {
      for (let edit = 1; edit <= edits; edit += 1) {
        const before = await countLoads(cluster, replicas);
        await templates.write(templateOf(`v${edit}`));
        waitsMs.push(await waitForLoads(cluster, replicas, before, performance.now()));
      }
      say(`${edits} edits`);
    } finally {
      await load.stop();
      await templates.restore();
    }
    const report = await load.stop();
    const p99Ms = percentileOf(waitsMs, 0.99);
    return {
      measured: `${describeLoss(report)}; ${edits} edits, in force after ${Math.round(p99Ms)} ms (p99)`,
      isMet: report.lost.length === 0 && report.total > edits && p99Ms <= GOAL_MS,
      details: [report.describeKinds(), ...report.describeLosses()],
    };
  },
};

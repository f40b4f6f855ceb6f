import { loadTemplates, NO_TEMPLATES } from '../../../src/injection/template/load-templates.ts';
import type { Dice } from '../../fuzz/dice.ts';
import { mutate } from '../../fuzz/mutations.ts';
import { sha256Hex } from '../../support/load-example.ts';
import type { FaultCluster, Replica } from '../fault-cluster.ts';
import { percentileOf } from '../load/load-report.ts';
import type { Finding, Scenario } from '../scenario.ts';
import { countLoads, TemplateConfigMap, waitForLoads } from '../template-configmap.ts';
import { describeLoss } from '../verdict.ts';

const GOAL_MS = 2_000;

/** Broken templates are stored one after another, unchecked, while Pods are created: the last good one goes on. */
export const brokenTemplates: Scenario = {
  name: 'broken-templates',
  row: 'ConfigMap broken',
  goal: '0 lost, the last good one is served; told of ≤ 2 s',
  async run({ shared, dice, say }, scale): Promise<Finding> {
    const cluster = await shared();
    const count = scale === 'full' ? 1_000 : 60;
    const templates = await TemplateConfigMap.of(cluster);
    const replicas = await cluster.replicas();
    const load = cluster.startLoad({ seed: dice.below(2 ** 31) });
    let waitsMs: readonly number[] = [];
    try {
      await templates.unchecked(async () => {
        waitsMs = await breakThem(cluster, { templates, replicas, dice, count });
      });
      say(`${count} broken templates`);
    } finally {
      await load.stop();
      await templates.restore();
    }
    const report = await load.stop();
    const longestMs = percentileOf(waitsMs, 1);
    return {
      measured: `${describeLoss(report)}; ${count} broken templates, told of after ${Math.round(longestMs)} ms at most`,
      isMet: report.lost.length === 0 && report.total > count && longestMs <= GOAL_MS,
      details: [report.describeKinds(), ...report.describeLosses()],
    };
  },
};

interface Breaking {
  readonly templates: TemplateConfigMap;
  readonly replicas: readonly Replica[];
  readonly dice: Dice;
  readonly count: number;
}

async function breakThem(
  cluster: FaultCluster,
  { templates, replicas, dice, count }: Breaking,
): Promise<readonly number[]> {
  const waitsMs: number[] = [];
  let text = '';
  for (let index = 0; index < count; index += 1) {
    const before = await countLoads(cluster, replicas);
    text = breakText(templates.originalData['config'] ?? '', text, dice);
    await templates.write(text);
    const startMs = performance.now();
    waitsMs.push(await waitForLoads(cluster, replicas, before, startMs));
    const states = await Promise.all(replicas.map((replica) => cluster.metricsOf(replica)));
    const stale = states.map((metrics) => metrics.get('sidecar_injector_templates{state="stale"}') ?? 0);
    if (stale.some((templatesOfOld) => templatesOfOld !== 1))
      throw new Error(`a broken template is not told of: ${stale.join()}`);
  }
  return waitsMs;
}

/** The text, mutated until it is one that no replica may take over, and another than the last: the same again is no change. */
function breakText(text: string, last: string, dice: Dice): string {
  for (;;) {
    const broken = Buffer.from(mutate(text, dice).text).toString('utf8');
    const source = { data: new Map([['config', broken]]), retired: new Set<string>() };
    if (broken !== last && loadTemplates(NO_TEMPLATES, source, sha256Hex).problems.size > 0) return broken;
  }
}

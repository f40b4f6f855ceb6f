import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultCluster } from '../fault-cluster.ts';
import type { LoadOptions } from '../load/load.ts';
import type { LoadReport } from '../load/load-report.ts';
import type { FaultContext, Finding, Scenario } from '../scenario.ts';
import { describeLoss, formatCount, formatSeconds } from '../verdict.ts';

const TIMES_CAPACITY = 5;
const BURST_MS = 2_000;
const CAPACITY_MS = 5_000;

/** As many connections to each API server as creations that it has in flight by default. */
const CONNECTIONS = 400;

/** Far more creations at once than the cluster can do: they have to wait, and none may be lost. */
export const burst: Scenario = {
  name: 'burst',
  row: 'Overload: 2 s burst at 5 × capacity',
  goal: '0 lost, only delayed',
  async run(context, scale): Promise<Finding> {
    const cluster = await context.shared();
    const capacity = (await createFor(cluster, context, CAPACITY_MS, {})).total / (CAPACITY_MS / 1_000);
    const ratePerSecond = Math.ceil(capacity * TIMES_CAPACITY);
    const rounds = scale === 'full' ? 5 : 1;
    const reports: LoadReport[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const report = await createFor(cluster, context, BURST_MS, { ratePerSecond, clients: CONNECTIONS });
      reports.push(report);
      context.say(`burst ${round} of ${rounds}: ${describeLoss(report)}, ${report.describeLatency()}`);
    }
    const worst = reports.toSorted((one, other) => other.lost.length - one.lost.length)[0];
    if (worst === undefined) throw new Error('there was no burst');
    const retried = worst.samples.filter(({ retries }) => retries > 0).length;
    return {
      measured: `${describeLoss(worst)} in the worst of ${rounds}, at ${formatCount(ratePerSecond)}/s against ${formatCount(capacity)}/s; the last was done after ${formatSeconds(worst.percentile(1))}`,
      isMet: worst.lost.length === 0 && worst.total >= ratePerSecond,
      details: [
        `${formatCount(retried)} were told by the API server to come again`,
        worst.describeLatency(),
        worst.describeKinds(),
        ...worst.describeLosses(),
      ],
    };
  },
};

async function createFor(
  cluster: FaultCluster,
  { dice }: FaultContext,
  ms: number,
  options: Partial<LoadOptions>,
): Promise<LoadReport> {
  const load = cluster.startLoad({ seed: dice.below(2 ** 31), ...options });
  await sleep(ms);
  return load.stop();
}

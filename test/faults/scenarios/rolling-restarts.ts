import { setTimeout as sleep } from 'node:timers/promises';
import type { Finding, Scenario } from '../scenario.ts';
import { describeLoss } from '../verdict.ts';

const MIN_CREATIONS = 10_000;
const MIN_CREATIONS_QUICK = 1_500;

/** Every replica is replaced again and again, by the Deployment's own controller, while Pods are created. */
export const rollingRestarts: Scenario = {
  name: 'rolling-restarts',
  row: 'Rolling restart',
  goal: '0 lost of ≥ 10,000 over 20 restarts',
  async run({ shared, dice, say }, scale): Promise<Finding> {
    const cluster = await shared();
    const restarts = scale === 'full' ? 20 : 3;
    const minCreations = scale === 'full' ? MIN_CREATIONS : MIN_CREATIONS_QUICK;
    const seen = new Set<string>();
    const load = cluster.startLoad({ seed: dice.below(2 ** 31) });
    try {
      for (let round = 1; round <= restarts; round += 1) {
        await sleep(dice.below(1_500));
        await cluster.rolloutRestart();
        for (const { name } of await cluster.replicas()) seen.add(name);
        say(`restart ${round} of ${restarts}: ${(await load.count()).count} creations`);
      }
      await cluster.waitForCreations(load, minCreations);
    } finally {
      await load.stop();
    }
    const report = await load.stop();
    const isReplaced = seen.size >= 2 * restarts;
    return {
      measured: `${describeLoss(report)} over ${restarts} restarts of 2 replicas (${report.describeLatency()})`,
      isMet: report.lost.length === 0 && report.total >= minCreations && isReplaced,
      details: [report.describeKinds(), `${seen.size} replicas were seen`, ...report.describeLosses()],
    };
  },
};

import { FaultCluster } from '../fault-cluster.ts';
import type { Finding, Scenario } from '../scenario.ts';
import { Trust } from '../trust.ts';
import { describeLoss, formatCount } from '../verdict.ts';

/** How the rotation is run: with the lag of a kubelet in earnest, or of seconds. */
interface Plan {
  readonly rotations: number;
  readonly lagMs: number;
  readonly overlap: string;
  /** Creations per second: enough for 10,000, and few enough to leave the machine to the rest. */
  readonly rate: number;
  readonly minCreations: number;
}

const FULL: Plan = { rotations: 10, lagMs: 120_000, overlap: '10s', rate: 40, minCreations: 10_000 };
const QUICK: Plan = { rotations: 1, lagMs: 5_000, overlap: '3s', rate: 60, minCreations: 500 };

/** Old and new CA, one of two on the way, and the earlier one still noted: never more are believed. */
const MAX_BELIEVED = 3;

/** The CA is replaced while Pods are created, and each replica's files follow the Secret with the lag of a kubelet. */
export const caRotation: Scenario = {
  name: 'ca-rotation',
  hasOwnCluster: true,
  row: 'CA rotated under load',
  goal: '0 lost of ≥ 10,000 over 10 rotations, mounts 120 s late; then only the new CA is believed',
  async run({ dice, say }, scale): Promise<Finding> {
    const plan = scale === 'full' ? FULL : QUICK;
    say(`a cluster whose mounts are ${plan.lagMs / 1000} s late ...`);
    await using cluster = await FaultCluster.start({ volumeLagMs: plan.lagMs });
    const trust = new Trust(cluster);
    await trust.setKeeperFlags([`--overlap=${plan.overlap}`, '--settle=2s', '--endpoint-interval=1s']);
    const load = cluster.startLoad({ seed: dice.below(2 ** 31), ratePerSecond: plan.rate, clients: 4 });
    let most = 0;
    try {
      for (let rotation = 1; rotation <= plan.rotations; rotation += 1) {
        const before = await trust.authority();
        await trust.remove('sidecar-injector-ca');
        most = Math.max(most, await trust.waitForHandover(before, plan.lagMs + 90_000));
        say(`rotation ${rotation} of ${plan.rotations}: ${(await load.count()).count} creations`);
      }
      await cluster.waitForCreations(load, plan.minCreations);
    } catch (cause) {
      throw new Error(`the new CA did not take over:\n${cluster.injector.cluster.readLogTails()}`, { cause });
    } finally {
      await load.stop();
    }
    const report = await load.stop();
    return {
      measured: `${describeLoss(report)} over ${plan.rotations} rotations, mounts ${plan.lagMs / 1000} s late`,
      isMet: report.lost.length === 0 && report.total >= plan.minCreations && most >= 2 && most <= MAX_BELIEVED,
      details: [
        `${formatCount(most)} CAs were believed at a time, at most; 1 after each rotation`,
        report.describeKinds(),
        ...report.describeLosses(),
      ],
    };
  },
};

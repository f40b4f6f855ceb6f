import { setTimeout as sleep } from 'node:timers/promises';
import { Attack, type AttackCounts, describeCounts } from '../attack/attack.ts';
import { HOSTILE_BODIES } from '../attack/hostile-bodies.ts';
import { reviewDirectly } from '../direct-reviews.ts';
import type { FaultCluster, Replica } from '../fault-cluster.ts';
import { percentileOf } from '../load/load-report.ts';
import type { FaultContext, Finding, Scenario } from '../scenario.ts';

const MAX_RATIO = 3;

/** One hostile client, and what small reviews saw of it. */
interface Attacked {
  readonly kind: string;
  /** p99 beside it, divided by p99 without it. */
  readonly ratio: number;
  readonly counts: AttackCounts;
  readonly failures: readonly string[];
}

/** One client sends what costs most, back to back; another one small reviews, which must hardly notice. */
export const hostileClients: Scenario = {
  name: 'hostile-clients',
  row: 'Hostile bodies (keys, depth, escapes)',
  goal: 'small reviews’ p99 ≤ 3 ×; each hostile client is answered; 0 failed',
  async run(context, scale): Promise<Finding> {
    const cluster = await context.shared();
    const replica = await cluster.busiestReplica();
    const attacked: Attacked[] = [];
    const [rounds, windowMs] = scale === 'full' ? [3, 10_000] : [1, 1_500];
    await reviewDirectly(replica, { forMs: 2_000 });
    for (const kind of Object.keys(HOSTILE_BODIES)) {
      attacked.push(await attackWith(kind, { cluster, replica, rounds, windowMs, context }));
    }
    const worst = attacked.toSorted((one, other) => other.ratio - one.ratio)[0];
    const failures = attacked.flatMap((one) => one.failures);
    const unanswered = attacked.filter(({ counts }) => !Object.keys(counts).some((what) => /^\d+$/u.test(what)));
    return {
      measured: `worst: ${worst?.kind}, p99 × ${worst?.ratio.toFixed(1)}; ${failures.length} small reviews failed; ${unanswered.length} of ${attacked.length} kinds got no answer`,
      isMet: (worst?.ratio ?? Number.NaN) <= MAX_RATIO && failures.length === 0 && unanswered.length === 0,
      details: [
        ...attacked.map(
          ({ kind, ratio, counts }) => `${kind}: p99 × ${ratio.toFixed(2)}; answered ${describeCounts(counts)}`,
        ),
        ...failures.slice(0, 5),
      ],
    };
  },
};

interface Target {
  readonly cluster: FaultCluster;
  readonly replica: Replica;
  readonly rounds: number;
  readonly windowMs: number;
  readonly context: FaultContext;
}

/** Windows without and with the hostile client take turns: the median ratio counts. */
async function attackWith(kind: string, { cluster, replica, rounds, windowMs, context }: Target): Promise<Attacked> {
  const ratios: number[] = [];
  const counts: Record<string, number> = {};
  const failures: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const alone = await reviewDirectly(replica, { forMs: windowMs, pauseMs: 2 });
    const attack = new Attack({
      ...cluster.attackFrom(replica, 240),
      kind,
      clients: 1,
      seed: context.dice.below(2 ** 31),
    });
    await sleep(700);
    const beside = await reviewDirectly(replica, { forMs: windowMs, pauseMs: 2 });
    for (const [what, count] of Object.entries(await attack.stop())) counts[what] = (counts[what] ?? 0) + count;
    ratios.push(beside.p99Ms / alone.p99Ms);
    failures.push(...alone.failures, ...beside.failures);
  }
  const ratio = percentileOf(ratios, 0.5);
  context.say(`${kind}: p99 × ${ratio.toFixed(2)}; answered ${describeCounts(counts)}`);
  return { kind, ratio, counts, failures };
}

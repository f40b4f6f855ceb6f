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
  /** p99 beside it, divided by p99 while the same client has the other replica: the machine is as busy in both. */
  readonly ratio: number;
  readonly counts: AttackCounts;
  readonly failures: readonly string[];
}

/** One client sends what costs most, back to back; another one small reviews, which must hardly notice. */
export const hostileClients: Scenario = {
  name: 'hostile-clients',
  onlyFull: 'sensitive',
  row: 'Hostile bodies (keys, depth, escapes)',
  goal: 'small reviews’ p99 ≤ 3 × that beside the same client at the other replica; each hostile client is answered; 0 failed',
  async run(context, scale): Promise<Finding> {
    const cluster = await context.shared();
    const replica = await cluster.busiestReplica();
    const spare = (await cluster.replicas()).find(({ name }) => name !== replica.name);
    if (spare === undefined) throw new Error('there is no other replica');
    const attacked: Attacked[] = [];
    const [rounds, windowMs] = scale === 'full' ? [3, 5_000] : [3, 1_500];
    await reviewDirectly(replica, { forMs: 2_000 });
    for (const kind of Object.keys(HOSTILE_BODIES)) {
      attacked.push(await attackWith(kind, { cluster, replica, other: spare, rounds, windowMs, context }));
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
  readonly other: Replica;
  readonly rounds: number;
  readonly windowMs: number;
  readonly context: FaultContext;
}

/** Windows in which the hostile client has the other replica and this one take turns: the median ratio counts. */
async function attackWith(kind: string, target: Target): Promise<Attacked> {
  const { replica, other, rounds, context } = target;
  const ratios: number[] = [];
  const counts: Record<string, number> = {};
  const failures: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const elsewhere = await measureBeside(kind, other, target);
    const here = await measureBeside(kind, replica, target);
    for (const [what, count] of Object.entries(here.counts)) counts[what] = (counts[what] ?? 0) + count;
    ratios.push(here.p99Ms / elsewhere.p99Ms);
    failures.push(...elsewhere.failures, ...here.failures);
  }
  const ratio = percentileOf(ratios, 0.5);
  context.say(`${kind}: p99 × ${ratio.toFixed(2)}; answered ${describeCounts(counts)}`);
  return { kind, ratio, counts, failures };
}

interface Beside {
  readonly p99Ms: number;
  readonly failures: readonly string[];
  readonly counts: AttackCounts;
}

/** Small reviews of the one replica, while the hostile client has `victim`. */
async function measureBeside(
  kind: string,
  victim: Replica,
  { cluster, replica, windowMs, context }: Target,
): Promise<Beside> {
  const attack = new Attack({
    ...cluster.attackFrom(victim, 240),
    kind,
    clients: 1,
    seed: context.dice.below(2 ** 31),
  });
  await sleep(700);
  const { p99Ms, failures } = await reviewDirectly(replica, { forMs: windowMs, pauseMs: 2 });
  return { p99Ms, failures, counts: await attack.stop() };
}

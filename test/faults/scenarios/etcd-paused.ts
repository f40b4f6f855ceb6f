import { setTimeout as sleep } from 'node:timers/promises';
import { reviewDirectly } from '../direct-reviews.ts';
import { percentileOf } from '../load/load-report.ts';
import type { FaultContext, Finding, Scenario } from '../scenario.ts';

const TOLERANCE = 1.1;
const WINDOW_MS = 1_500;

/** The p99 of windows that follow each other, in ms: quiet, paused, quiet, paused ... quiet. */
interface Windows {
  readonly quiet: number[];
  readonly paused: number[];
  readonly failures: string[];
}

/**
 * etcd stops, and with it everything that the API servers would do. Short pauses and quiet windows of the same length take turns,
 * with one client on one replica; each pause is compared with the two quiet windows around it, and the median of these ratios
 * counts, so that what else the machine does cancels out. How far quiet windows differ from those around them is the tolerance
 * where it is more than the goal's 10 %. One long pause then shows that nothing fails (10 s by `--quick`).
 */
export const etcdPaused: Scenario = {
  name: 'etcd-paused',
  onlyFull: 'sensitive',
  row: 'etcd paused (SIGSTOP)',
  goal: 'direct p99 changes ≤ 10 %, or no more than between quiet windows; 0 failed, 30 s on end too',
  async run(context, scale): Promise<Finding> {
    const windows: Windows = { quiet: [], paused: [], failures: [] };
    const plan = scale === 'full' ? { pauses: 30, longPauseMs: 30_000 } : { pauses: 6, longPauseMs: 10_000 };
    await measure(context, windows, plan);
    const { quiet, paused, failures } = windows;
    const ratios = paused.map((p99, index) => p99 / around(quiet, index, 1));
    const own = quiet.slice(1, -1).map((p99, index) => p99 / around(quiet, index, 2));
    const change = percentileOf(ratios, 0.5);
    const noise = percentileOf(own, 0.75);
    return {
      measured: `p99 × ${change.toFixed(2)} (median of ${ratios.length} pauses; quiet windows up to × ${noise.toFixed(2)}); ${failures.length} failed, ${plan.longPauseMs / 1_000} s in a row among them`,
      isMet: change <= Math.max(TOLERANCE, noise) && failures.length === 0,
      details: [`paused p99, ms: ${describe(paused)}`, `quiet p99, ms: ${describe(quiet)}`, ...failures.slice(0, 5)],
    };
  },
};

/** The mean of two values of a list. */
function around(values: readonly number[], index: number, step: number): number {
  return ((values[index] ?? Number.NaN) + (values[index + step] ?? Number.NaN)) / 2;
}

async function measure(
  { shared, say }: FaultContext,
  { quiet, paused, failures }: Windows,
  { pauses, longPauseMs }: { readonly pauses: number; readonly longPauseMs: number },
): Promise<void> {
  const cluster = await shared();
  const replica = await cluster.busiestReplica();
  const { etcdProcessId } = cluster.injector.cluster.controlPlane;
  const take = async (forMs: number): Promise<number> => {
    const reviews = await reviewDirectly(replica, { forMs, pauseMs: 1 });
    failures.push(...reviews.failures);
    return reviews.p99Ms;
  };
  const takePaused = async (forMs: number): Promise<number> => {
    process.kill(etcdProcessId, 'SIGSTOP');
    try {
      return await take(forMs);
    } finally {
      process.kill(etcdProcessId, 'SIGCONT');
    }
  };
  await take(WINDOW_MS);
  quiet.push(await take(WINDOW_MS));
  for (let round = 0; round < pauses; round += 1) {
    paused.push(await takePaused(WINDOW_MS));
    await sleep(200);
    quiet.push(await take(WINDOW_MS));
  }
  say(`a pause of ${longPauseMs / 1_000} s ...`);
  await takePaused(longPauseMs);
}

function describe(values: readonly number[]): string {
  return values.map((value) => value.toFixed(1)).join(', ');
}

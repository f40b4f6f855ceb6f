import { setTimeout as sleep } from 'node:timers/promises';
import { type DirectReviews, reviewDirectly } from '../direct-reviews.ts';
import { percentileOf } from '../load/load-report.ts';
import type { FaultContext, Finding, Scenario } from '../scenario.ts';
import { formatCount } from '../verdict.ts';

const TOLERANCE = 1.1;

/** Windows before, during and after a pause, each by the same client on one replica. */
interface Windows {
  readonly quiet: number[];
  readonly paused: number[];
  readonly failures: string[];
}

/**
 * etcd stops, and with it everything that the API servers would do. Between the pauses lie quiet windows of the same length: their
 * own p99, window by window, says how much of a difference is only the machine's.
 */
export const etcdPaused: Scenario = {
  name: 'etcd-paused',
  row: 'etcd paused (SIGSTOP)',
  goal: 'direct p99 changes ≤ 10 % during 30 s (or less than the quiet windows differ from each other)',
  async run(context, scale): Promise<Finding> {
    const pauses = scale === 'full' ? 3 : 1;
    const windowMs = scale === 'full' ? 30_000 : 15_000;
    const windows: Windows = { quiet: [], paused: [], failures: [] };
    await measure(context, windows, { pauses, windowMs });
    const quiet = percentileOf(windows.quiet, 0.5);
    const paused = percentileOf(windows.paused, 0.5);
    const limit = Math.max(quiet * TOLERANCE, ...windows.quiet);
    const change = ((paused / quiet - 1) * 100).toFixed(0);
    return {
      measured: `p99 ${paused.toFixed(2)} ms while paused, ${quiet.toFixed(2)} ms otherwise (${change} %; quiet windows ${describe(windows.quiet)}); ${windows.failures.length} failed`,
      isMet: paused <= limit && windows.failures.length === 0,
      details: [`p99 of paused windows: ${describe(windows.paused)}`, ...windows.failures.slice(0, 5)],
    };
  },
};

async function measure(
  { shared, say }: FaultContext,
  { quiet, paused, failures }: Windows,
  { pauses, windowMs }: { readonly pauses: number; readonly windowMs: number },
): Promise<void> {
  const cluster = await shared();
  const replica = await cluster.busiestReplica();
  const take = async (into: number[], name: string): Promise<void> => {
    const reviews: DirectReviews = await reviewDirectly(replica, { forMs: windowMs, pauseMs: 1 });
    into.push(reviews.p99Ms);
    failures.push(...reviews.failures);
    say(`${name}: p99 ${reviews.p99Ms.toFixed(2)} ms of ${formatCount(reviews.latenciesMs.length)} reviews`);
  };
  await reviewDirectly(replica, { forMs: 3_000 });
  await take(quiet, 'quiet');
  const { etcdProcessId } = cluster.injector.cluster.controlPlane;
  for (let round = 0; round < pauses; round += 1) {
    process.kill(etcdProcessId, 'SIGSTOP');
    try {
      await take(paused, 'etcd paused');
    } finally {
      process.kill(etcdProcessId, 'SIGCONT');
    }
    await sleep(2_000);
    await take(quiet, 'quiet');
  }
}

function describe(values: readonly number[]): string {
  return values.map((value) => `${value.toFixed(2)}`).join(', ');
}

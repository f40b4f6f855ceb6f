import { percentileOf } from '../load/load-report.ts';
import type { FaultCluster } from '../fault-cluster.ts';
import type { FaultContext, Finding, Scenario } from '../scenario.ts';
import { restoreTemplate, waitForTemplate, writeTemplate } from '../templates.ts';
import { formatSeconds } from '../verdict.ts';

const LIVE_WITHIN_MS = 1_000;
const FOUND_WITHIN_MS = 150_000;

/** The connections of the replicas to the API servers fall silent: no end, no reset, no byte. */
export const watchCut: Scenario = {
  name: 'watch-cut',
  onlyFull: 'slow',
  row: 'Watch stalls silently',
  goal: 'template live ≤ 1 s (p99) normally, ≤ 150 s after a silent cut',
  async run(context, scale): Promise<Finding> {
    const cluster = await context.shared();
    const swaps = scale === 'full' ? 100 : 10;
    try {
      const liveMs: number[] = [];
      for (let swap = 0; swap < swaps; swap += 1) liveMs.push(await swapTemplate(cluster, 100 + swap, 10_000));
      const foundMs = await cutAndSwap(cluster, context, 100 + swaps);
      const p99 = percentileOf(liveMs, 0.99);
      return {
        measured: `${p99} ms (p99 of ${swaps} swaps in 2 replicas); ${formatSeconds(foundMs)} after a silent cut`,
        isMet: p99 <= LIVE_WITHIN_MS && foundMs <= FOUND_WITHIN_MS,
        details: [`median ${percentileOf(liveMs, 0.5)} ms, longest ${Math.max(...liveMs)} ms`],
      };
    } finally {
      cluster.podGateway.dropConnections();
      await restoreTemplate(cluster);
    }
  },
};

/** @returns how long after the API server's answer every replica injected the new template */
async function swapTemplate(cluster: FaultCluster, concurrency: number, timeoutMs: number): Promise<number> {
  const replicas = await cluster.replicas();
  await writeTemplate(cluster, concurrency);
  const startMs = Date.now();
  await Promise.all(replicas.map((replica) => waitForTemplate(replica, concurrency, timeoutMs)));
  return Date.now() - startMs;
}

async function cutAndSwap(cluster: FaultCluster, { say, dice }: FaultContext, concurrency: number): Promise<number> {
  const cut = cluster.podGateway.cutSilently();
  say(`${cut} connections were cut silently; load goes on`);
  if (cut < 4) throw new Error(`two replicas with two watches each, but only ${cut} connections`);
  const load = cluster.startLoad({ seed: dice.below(2 ** 31), ratePerSecond: 20 });
  const startMs = Date.now();
  await swapTemplate(cluster, concurrency, FOUND_WITHIN_MS + 30_000);
  const foundMs = Date.now() - startMs;
  const { lost, total } = await load.stop();
  if (lost.length > 0) throw new Error(`${lost.length} of ${total} lost meanwhile: ${lost[0]?.message}`);
  return foundMs;
}

import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '../../cluster/wait-until.ts';
import type { FaultCluster, Replica } from '../fault-cluster.ts';
import type { Finding, Scenario } from '../scenario.ts';
import { describeLoss, formatSeconds } from '../verdict.ts';

const KILLED_WITHIN_MS = 30_000;

/** One replica of two hangs: its process is stopped, its connections stay open. */
export const replicaPaused: Scenario = {
  name: 'replica-paused',
  row: 'Replica hung (SIGSTOP)',
  goal: 'liveness kills ≤ 30 s; loss ≤ 1 timeout per connection',
  async run({ shared, dice, say }, scale): Promise<Finding> {
    const cluster = await shared();
    const rounds = scale === 'full' ? 5 : 1;
    const ends: number[] = [];
    let connections = 0;
    const load = cluster.startLoad({ seed: dice.below(2 ** 31) });
    try {
      for (let round = 1; round <= rounds; round += 1) {
        await sleep(2_000 + dice.below(5_000));
        const victim = await cluster.busiestReplica();
        const hang = await pauseUntilKilled(cluster, victim);
        ends.push(hang.endedAfterMs);
        connections += hang.connections;
        say(
          `${victim.name} was ended after ${formatSeconds(hang.endedAfterMs)}; connections to it: ${hang.connections}`,
        );
        await cluster.waitUntilHealthy();
      }
    } finally {
      await load.stop();
    }
    const report = await load.stop();
    const slowest = Math.max(...ends);
    const lost = report.lost.length;
    return {
      measured: `ended after ${formatSeconds(slowest)}; ${lost} timeouts on ${connections} connections to it (${describeLoss(report)})`,
      isMet: slowest <= KILLED_WITHIN_MS && lost <= connections,
      details: [report.describeKinds(), report.describeLatency(), ...report.describeLosses()],
    };
  },
};

/** @returns how long the replica was there, and how many connections of API servers it had or was given meanwhile */
async function pauseUntilKilled(
  cluster: FaultCluster,
  victim: Replica,
): Promise<{ readonly endedAfterMs: number; readonly connections: number }> {
  const given = (): number =>
    cluster.injector.cluster.egressProxy.connections.get(`sidecar-injector/${victim.name}`) ?? 0;
  const open = await cluster.connectionsOf(victim);
  const before = given();
  process.kill(victim.pid, 'SIGSTOP');
  const startMs = performance.now();
  const isGone = async (): Promise<true | undefined> =>
    (await cluster.replicas()).some(({ pid }) => pid === victim.pid) ? undefined : true;
  try {
    await waitUntil(isGone, { what: 'the end of the replica that hangs', timeoutMs: 150_000, intervalMs: 100 });
  } finally {
    resume(victim.pid);
  }
  return { endedAfterMs: performance.now() - startMs, connections: open + given() - before };
}

/** Lets it go on, where it has not been ended. */
function resume(pid: number): void {
  try {
    process.kill(pid, 'SIGCONT');
  } catch {
    // It has been ended, as it should.
  }
}

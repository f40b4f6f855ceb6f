import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadReport } from '../load/load-report.ts';
import type { Finding, Scenario } from '../scenario.ts';
import { describeLoss } from '../verdict.ts';

const CLIENTS = 16;
const TAKEN_OVER_MS = 1_000;

/** One replica of two ends in the middle of its reviews, as a node that loses its power does. */
export const replicaKilled: Scenario = {
  name: 'replica-killed',
  onlyFull: 'sensitive',
  row: 'Replica killed mid-request (SIGKILL)',
  goal: '≤ in-flight count (16) fails; the other has the traffic ≤ 1 s',
  async run({ shared, dice, say }, scale): Promise<Finding> {
    const cluster = await shared();
    const rounds = scale === 'full' ? 10 : 3;
    const killedMs: number[] = [];
    const load = cluster.startLoad({ seed: dice.below(2 ** 31), clients: CLIENTS });
    try {
      for (let round = 1; round <= rounds; round += 1) {
        await sleep(1_000 + dice.below(1_000));
        const victim = await cluster.busiestReplica();
        say(`kill ${round} of ${rounds}: ${victim.name}, which has ${await cluster.connectionsOf(victim)} connections`);
        killedMs.push(Date.now());
        process.kill(victim.pid, 'SIGKILL');
        await sleep(TAKEN_OVER_MS);
        await cluster.waitUntilHealthy();
      }
    } finally {
      await load.stop();
    }
    return judge(await load.stop(), killedMs);
  },
};

/**
 * All that is lost counts, also what began after the kill and was led to the victim all the same, by a connection whose end had not
 * arrived or by an endpoint that was not withdrawn yet; how much that is depends on the way to Services, so it is told apart.
 */
function judge(report: LoadReport, killedMs: readonly number[]): Finding {
  const perKill = killedMs.map((atMs, index) => {
    const { lost } = report.between(atMs, killedMs[index + 1] ?? Number.POSITIVE_INFINITY);
    const inFlight = lost.filter(({ startMs }) => startMs <= atMs);
    const lastMs = Math.max(0, ...lost.map(({ endMs }) => endMs - atMs));
    return { cut: inFlight.length, all: lost.length, lastMs };
  });
  const most = Math.max(...perKill.map((kill) => kill.all));
  const cut = Math.max(...perKill.map((kill) => kill.cut));
  const misled = Math.max(...perKill.map((kill) => kill.all - kill.cut));
  const lastMs = Math.max(...perKill.map((kill) => kill.lastMs));
  const before = report.between(0, killedMs[0] ?? 0).lost.length;
  return {
    measured: `at most ${cut} in flight lost per kill, and ${misled} begun after it; the last loss after ${lastMs} ms; ${describeLoss(report)} over ${killedMs.length} kills`,
    isMet: cut > 0 && most <= CLIENTS && lastMs <= TAKEN_OVER_MS && before === 0,
    details: [
      `lost per kill: ${perKill.map(({ cut: own, all }) => `${own} in flight + ${all - own} begun after`).join(', ')}`,
      report.describeKinds(),
      ...report.describeLosses(),
    ],
  };
}

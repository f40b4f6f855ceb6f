import { setTimeout as sleep } from 'node:timers/promises';
import { Attack, describeCounts } from '../attack/attack.ts';
import type { Finding, Scenario } from '../scenario.ts';
import { describeLoss } from '../verdict.ts';

const SOCKETS = 1_000;

/** Connections that hang in the handshake, in the headers, in the body, or say nothing at all. */
export const slowClients: Scenario = {
  name: 'slow-clients',
  row: 'Slow or trickling clients',
  goal: '0 lost beside 1,000 slow sockets on each replica',
  async run({ shared, dice, say }, scale): Promise<Finding> {
    const cluster = await shared();
    const forMs = scale === 'full' ? 60_000 : 12_000;
    const replicas = await cluster.replicas();
    const attacks = replicas.map((replica, index) => {
      const target = cluster.attackFrom(replica, 250 + index);
      return new Attack({ ...target, kind: 'slow', clients: SOCKETS, seed: dice.below(2 ** 31) });
    });
    await sleep(3_000);
    const load = cluster.startLoad({ seed: dice.below(2 ** 31) });
    await sleep(forMs);
    const [first] = replicas;
    const connections = first === undefined ? 0 : await cluster.connectionsOf(first);
    const report = await load.stop();
    const counts = await Promise.all(attacks.map((attack) => attack.stop()));
    const opened = counts.map((count) => sumOf(count, 'opened'));
    const closed = counts.map((count) => sumOf(count, 'closed'));
    say(counts.map(describeCounts).join(' | '));
    return {
      measured: `${describeLoss(report)}; ${opened.join(' + ')} slow connections, ${closed.join(' + ')} closed by the servers`,
      isMet:
        report.lost.length === 0 &&
        report.total > 0 &&
        opened.every((count) => count >= SOCKETS) &&
        closed.every((count) => count > 0),
      details: [
        report.describeKinds(),
        report.describeLatency(),
        `${connections} connections in the midst of it`,
        ...counts.map(describeCounts),
        ...report.describeLosses(),
      ],
    };
  },
};

function sumOf(counts: Readonly<Record<string, number>>, prefix: string): number {
  const entries = Object.entries(counts).filter(([what]) => what.startsWith(prefix));
  return entries.reduce((sum, [, count]) => sum + count, 0);
}

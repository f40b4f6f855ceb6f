import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '../../cluster/wait-until.ts';
import type { FaultCluster, Replica } from '../fault-cluster.ts';
import type { Finding, Scenario } from '../scenario.ts';
import { TemplateConfigMap } from '../template-configmap.ts';
import { describeLoss } from '../verdict.ts';

/** The ConfigMap is deleted and made again; and replicas start while there is none. */
export const templateDeleted: Scenario = {
  name: 'template-deleted',
  row: 'ConfigMap deleted, or absent at start',
  goal: '0 lost; a new replica is live, not ready, and says why',
  async run({ shared, dice, say }, scale): Promise<Finding> {
    const cluster = await shared();
    const rounds = scale === 'full' ? 100 : 15;
    const templates = await TemplateConfigMap.of(cluster);
    const load = cluster.startLoad({ seed: dice.below(2 ** 31) });
    let reason = '';
    try {
      for (let round = 1; round <= rounds; round += 1) {
        await templates.remove();
        await sleep(dice.below(300));
        await templates.create();
        await sleep(dice.below(300));
      }
      say(`deleted and made again ${rounds} times`);
      await templates.remove();
      reason = await startWithout(cluster);
    } finally {
      await load.stop();
      await templates.restore();
    }
    await cluster.injector.cluster.waitForRollout('deployment/sidecar-injector', { timeoutMs: 120_000 });
    const report = await load.stop();
    return {
      measured: `${describeLoss(report)} over ${rounds} deletions; a new replica says: ${reason}`,
      isMet: report.lost.length === 0 && report.total > rounds && reason.includes('templates failed'),
      details: [report.describeKinds(), ...report.describeLosses()],
    };
  },
};

/** Rolls out a replica that finds no ConfigMap. @returns what its readiness says after it has lived for some seconds */
async function startWithout(cluster: FaultCluster): Promise<string> {
  const old = new Set((await cluster.replicas()).map(({ name }) => name));
  await cluster.injector.kubectl(['rollout', 'restart', 'deployment/sidecar-injector', '-n', 'sidecar-injector']);
  const findNew = async (): Promise<Replica | undefined> =>
    (await cluster.replicas()).find(({ name }) => !old.has(name));
  const { name } = await waitUntil(findNew, { what: 'a new replica' });
  await sleep(5_000);
  const replica = (await cluster.replicas()).find((one) => one.name === name);
  if (replica === undefined) throw new Error('the new replica is gone');
  const isLive = (await fetch(`http://${replica.probes}/livez`)).status === 200;
  const readiness = await fetch(`http://${replica.probes}/readyz`);
  if (!isLive || replica.isReady || replica.restartCount > 0 || readiness.status !== 503) {
    throw new Error(`the new replica: live ${isLive}, ready ${replica.isReady}, ${replica.restartCount} restarts`);
  }
  return (await readiness.text()).split('\n').find((line) => line.startsWith('[-]')) ?? 'nothing';
}

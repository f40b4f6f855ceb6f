import { setTimeout as sleep } from 'node:timers/promises';
import { issueLeaf } from '../../../certs-job/issue.ts';
import { waitUntil } from '../../cluster/wait-until.ts';
import type { FaultCluster } from '../fault-cluster.ts';
import type { Finding, Scenario } from '../scenario.ts';
import { Trust } from '../trust.ts';
import { formatSeconds } from '../verdict.ts';

const LIFE_MS = 20_000;
const GOAL_MS = 5_000;
const SERVICE = { namespace: 'sidecar-injector', service: 'sidecar-injector' };

/** Nobody renews the certificate until it has ended; then the keeper comes back. */
export const expiredCertificate: Scenario = {
  name: 'expired-certificate',
  onlyFull: 'slow',
  row: 'Certificate expired',
  goal: 'unready, not dead; a new one heals ≤ 5 s without a restart',
  async run({ shared, say }): Promise<Finding> {
    const cluster = await shared();
    const trust = new Trust(cluster);
    const before = await cluster.replicas();
    await trust.scaleKeeper(0);
    let ended: string | undefined;
    try {
      await letExpire(cluster, trust);
      say('the certificate has ended');
      await expectUnready(cluster);
      ended = await trust.read('sidecar-injector-tls', 'tls.crt');
    } catch (error) {
      await trust.scaleKeeper(1);
      throw error;
    }
    const [healedMs] = await Promise.all([measureHealing(cluster, trust, ended), trust.scaleKeeper(1)]);
    const after = await cluster.replicas();
    const restarts = after.filter(({ pid }) => !before.some((replica) => replica.pid === pid)).length;
    return {
      measured: `unready with the reason, ${restarts} restarts; healed ${formatSeconds(healedMs)} after the new one`,
      isMet: restarts === 0 && healedMs <= GOAL_MS,
    };
  },
};

async function letExpire(cluster: FaultCluster, trust: Trust): Promise<void> {
  const [cert = '', key = ''] = [
    await trust.read('sidecar-injector-ca', 'tls.crt'),
    await trust.read('sidecar-injector-ca', 'tls.key'),
  ];
  const endMs = Date.now() + LIFE_MS;
  await trust.writeLeaf(await issueLeaf({ cert, key }, SERVICE, new Date(), LIFE_MS));
  const isServed = async (): Promise<true | undefined> => ((await trust.isServedEverywhere()) ? true : undefined);
  await waitUntil(isServed, { what: 'the short-lived certificate to be served', timeoutMs: LIFE_MS, intervalMs: 200 });
  await cluster.waitUntilHealthy(LIFE_MS);
  await sleep(endMs + 2_000 - Date.now());
}

/** For as long as a liveness probe takes to kill. */
async function expectUnready(cluster: FaultCluster): Promise<void> {
  for (const { probes, name } of await cluster.replicas()) {
    const readiness = await fetch(`http://${probes}/readyz`);
    const text = await readiness.text();
    const isLive = (await fetch(`http://${probes}/livez`)).status === 200;
    if (readiness.status !== 503 || !text.includes('certificate ended') || !isLive) {
      throw new Error(`${name}: live ${isLive}, ready ${readiness.status}: ${text}`);
    }
  }
  await sleep(35_000);
}

/** From the moment that the Secret holds another certificate to the first one that is served and ready everywhere. */
async function measureHealing(cluster: FaultCluster, trust: Trust, ended: string | undefined): Promise<number> {
  const isNew = async (): Promise<true | undefined> => {
    const current = await trust.read('sidecar-injector-tls', 'tls.crt');
    return current === undefined || current === ended ? undefined : true;
  };
  await waitUntil(isNew, { what: 'a new certificate', intervalMs: 50 });
  const startMs = performance.now();
  const isHealed = async (): Promise<true | undefined> => {
    const replicas = await cluster.replicas();
    const ready = await Promise.all(replicas.map(async ({ probes }) => (await fetch(`http://${probes}/readyz`)).ok));
    return ready.length > 0 && ready.every(Boolean) ? true : undefined;
  };
  await waitUntil(isHealed, { what: 'the replicas to be ready', intervalMs: 50 });
  return performance.now() - startMs;
}

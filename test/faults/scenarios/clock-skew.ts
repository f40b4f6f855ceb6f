import { createCertificates } from '../../../certs-job/create-certificates.ts';
import { waitUntil } from '../../cluster/wait-until.ts';
import { connectToApiServer } from '../../../src/kubernetes/connect.ts';
import { createObjectClient } from '../../../src/kubernetes/object-client.ts';
import { SYSTEM_TIMING } from '../../../src/kubernetes/timing.ts';
import type { FaultCluster } from '../fault-cluster.ts';
import type { Finding, Scenario } from '../scenario.ts';
import { Trust } from '../trust.ts';
import { describeLoss } from '../verdict.ts';

const SKEWS_MINUTES = [5, -5];

/** The Job's clock is five minutes ahead of the API server's and the replicas', and then five minutes behind. */
export const clockSkew: Scenario = {
  name: 'clock-skew',
  row: 'Clock skew ±5 min of the Job',
  goal: '0 lost',
  async run({ shared, dice, say }, scale): Promise<Finding> {
    const cluster = await shared();
    const trust = new Trust(cluster);
    const creations = scale === 'full' ? 2_000 : 300;
    const load = cluster.startLoad({ seed: dice.below(2 ** 31) });
    await trust.scaleKeeper(0);
    try {
      for (const minutes of SKEWS_MINUTES) {
        await trust.remove('sidecar-injector-tls');
        await createAt(cluster, minutes);
        const isServed = async (): Promise<true | undefined> => ((await trust.isServedEverywhere()) ? true : undefined);
        await waitUntil(isServed, { what: 'the skewed certificate to be served' });
        await cluster.waitForCreations(load, (await load.count()).count + creations);
        say(`${minutes} min`);
      }
    } finally {
      await load.stop();
      await trust.scaleKeeper(1);
    }
    const report = await load.stop();
    return {
      measured: `${describeLoss(report)} with certificates of a clock at ${SKEWS_MINUTES.join(' and ')} min`,
      isMet: report.lost.length === 0,
      details: [report.describeKinds(), ...report.describeLosses()],
    };
  },
};

/** Runs what the Job runs, by another clock. */
async function createAt({ injector }: FaultCluster, minutes: number): Promise<void> {
  const { kubeconfigPath } = injector.cluster.controlPlane;
  const options = { environment: {}, kubeconfig: kubeconfigPath, nowMs: SYSTEM_TIMING.nowMs };
  const connection = await connectToApiServer(options);
  if (!connection.ok) throw new Error(connection.error);
  const { signal } = new AbortController();
  try {
    const created = await createCertificates({
      namespace: 'sidecar-injector',
      service: 'sidecar-injector',
      webhookConfiguration: 'sidecar-injector',
      waitMs: 30_000,
      client: createObjectClient(connection.value, SYSTEM_TIMING, signal),
      timing: SYSTEM_TIMING,
      signal,
      now: () => new Date(Date.now() + minutes * 60_000),
      report: () => undefined,
      onObstacle: () => undefined,
    });
    if (!created.ok) throw new Error(created.error);
  } finally {
    connection.value.close();
  }
}

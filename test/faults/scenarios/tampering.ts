import { issueCa } from '../../../certs-job/issue.ts';
import { waitUntil } from '../../cluster/wait-until.ts';
import type { FaultCluster } from '../fault-cluster.ts';
import type { Finding, Scenario } from '../scenario.ts';
import { CONFIGURATION, Trust } from '../trust.ts';
import { formatSeconds } from '../verdict.ts';

const GOAL_MS = 5_000;

interface Entry {
  readonly clientConfig: { caBundle?: string };
}

/** Somebody wipes `caBundle`, or puts another CA into it. */
export const tampering: Scenario = {
  name: 'tampering',
  row: 'Webhook configuration changed: caBundle wiped, or of another CA',
  goal: 'restored ≤ 5 s, with an Event',
  async run({ shared, dice, say }, scale): Promise<Finding> {
    const cluster = await shared();
    const trust = new Trust(cluster);
    const rounds = scale === 'full' ? 20 : 4;
    let longestMs = 0;
    // In earnest ten minutes: so long after its start the keeper believes a CA that it does not know.
    await trust.setKeeperFlags(['--overlap=2s', '--settle=1s', '--endpoint-interval=1s']);
    await trust.waitForHandover(undefined, 60_000);
    for (let round = 1; round <= rounds; round += 1) {
      const bundle = dice.once(2) ? undefined : Buffer.from((await issueCa(new Date())).cert).toString('base64');
      const before = await trust.believed();
      await spoil(cluster, bundle);
      const startMs = performance.now();
      await waitForBelief(trust, before);
      longestMs = Math.max(longestMs, performance.now() - startMs);
    }
    await trust.setKeeperFlags([]);
    say(`${rounds} times`);
    const events = await countEvents(cluster);
    return {
      measured: `restored after ${formatSeconds(longestMs)} at most, ${rounds} times; ${events} Events`,
      isMet: longestMs <= GOAL_MS && events > 0,
    };
  },
};

/** A JSON merge patch drops what it does not hold, as `kubectl replace` does. */
async function spoil(cluster: FaultCluster, bundle: string | undefined): Promise<void> {
  const { api } = cluster.injector;
  const configuration = await api.find<{ webhooks: readonly Entry[] }>(CONFIGURATION);
  const webhooks = configuration?.webhooks ?? [];
  for (const { clientConfig } of webhooks) {
    if (bundle === undefined) delete clientConfig.caBundle;
    else clientConfig.caBundle = bundle;
  }
  await api.merge(CONFIGURATION, { webhooks });
}

async function waitForBelief(trust: Trust, before: readonly (readonly string[])[]): Promise<void> {
  const wanted = JSON.stringify(before);
  const isBack = async (): Promise<true | undefined> =>
    JSON.stringify(await trust.believed()) === wanted ? true : undefined;
  await waitUntil(isBack, { what: 'caBundle to be restored', intervalMs: 50 });
}

async function countEvents({ injector }: FaultCluster): Promise<number> {
  const events = await injector.api.list<{ readonly reason: string }>('/api/v1/namespaces/default/events');
  return events.filter(({ reason }) => reason === 'CaBundleRestored').length;
}

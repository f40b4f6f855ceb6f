import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { reviewOf } from '../../support/review-of.ts';
import { patchTextOf } from '../direct-reviews.ts';
import type { FaultCluster } from '../fault-cluster.ts';
import { PLAIN_NAMESPACE } from '../load/pod-kinds.ts';
import type { Finding, Scenario } from '../scenario.ts';

const PODS = `/api/v1/namespaces/${PLAIN_NAMESPACE}/pods`;
const EVENTS = `/api/v1/namespaces/${PLAIN_NAMESPACE}/events`;
const EVENT_DELAY_MS = 3_000;

/**
 * A Pod that asks and is skipped for its host network: its controller, of the same name, is told so by an Event where the Pod is
 * really created.
 */
function skippedPod(name: string): object {
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name, uid: randomUUID(), controller: true };
  const annotations = { 'sidecar-injector.dev/inject': 'true' };
  const containers = [{ name: 'app', image: 'registry.example/app:1' }];
  return { metadata: { name, annotations, ownerReferences: [owner] }, spec: { hostNetwork: true, containers } };
}

/** What the API server is asked for by `--dry-run=server`, beside the same without. */
export const dryRun: Scenario = {
  name: 'dry-run',
  row: 'Dry run',
  goal: 'no Event; patch identical',
  async run({ shared }): Promise<Finding> {
    const cluster = await shared();
    const [replica] = await cluster.replicas();
    if (replica === undefined) throw new Error('there is no replica');
    const patches = [true, false].map(async (isDryRun) =>
      patchTextOf(replica, JSON.stringify(reviewOf(undefined, { namespace: PLAIN_NAMESPACE, dryRun: isDryRun }))),
    );
    const [dry, real] = await Promise.all(patches);
    const id = randomUUID().slice(0, 8);
    await create(cluster, `dry-${id}`, '?dryRun=All');
    await create(cluster, `real-${id}`, '');
    await sleep(EVENT_DELAY_MS);
    const dryEvents = await eventsOf(cluster, `dry-${id}`);
    const realEvents = await eventsOf(cluster, `real-${id}`);
    return {
      measured: `${dryEvents} Events by dry run, ${realEvents} otherwise; patch ${dry === real ? 'identical' : 'different'} (${dry?.length ?? 0} bytes)`,
      isMet: dryEvents === 0 && realEvents > 0 && dry === real && (dry?.length ?? 0) > 2,
    };
  },
};

async function create({ injector }: FaultCluster, name: string, query: string): Promise<void> {
  await injector.api.create(`${PODS}${query}`, skippedPod(name));
}

interface EventObject {
  readonly involvedObject: { readonly name?: string };
  readonly source?: { readonly component?: string };
}

async function eventsOf({ injector }: FaultCluster, owner: string): Promise<number> {
  const events = await injector.api.list<EventObject>(EVENTS);
  const isOurs = ({ source }: EventObject): boolean => source?.component === 'sidecar-injector';
  return events.filter((event) => event.involvedObject.name === owner && isOurs(event)).length;
}

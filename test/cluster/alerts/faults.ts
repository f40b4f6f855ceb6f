import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'node:tls';
import { issueCa, issueLeaf } from '../../../certs-job/issue.ts';
import { CreateClient } from '../../faults/load/create-client.ts';
import { DEPLOYMENT, type FaultCluster, PRODUCTION_OVERLAY } from '../../faults/fault-cluster.ts';
import { ENABLED_NAMESPACE, SIDECAR } from '../../faults/load/pod-kinds.ts';
import { CONFIGURATION, Trust } from '../../faults/trust.ts';
import { send } from '../../support/https-client.ts';
import { waitUntil } from '../wait-until.ts';
import { podOf } from '../workloads.ts';

const NAME = { namespace: 'sidecar-injector', service: 'sidecar-injector' };
const DAY_MS = 86_400_000;

/** Three of these fit among the bodies that are read at once. */
const LARGE_BYTES = 9 * 1024 * 1024;
const UNENDED = `POST /mutate/enabled HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${LARGE_BYTES}\r\n\r\n`;

interface Entry {
  failurePolicy: string;
  readonly clientConfig: { caBundle?: string };
}

/** Creates Pods by dry run, all at once. @returns how many came out right */
export async function createPods(cluster: FaultCluster, count: number): Promise<number> {
  const client = new CreateClient(cluster.access, count);
  const samples = await Promise.all(Array.from({ length: count }, () => client.create('labelled', 0)));
  client.close();
  return samples.filter(({ outcome }) => outcome === 'ok').length;
}

/** Takes all replicas away. Resolves when the API server has no way to one. */
export async function takeReplicasAway({ injector }: FaultCluster): Promise<void> {
  await injector.api.merge(DEPLOYMENT, { spec: { replicas: 0 } });
  const areGone = async (): Promise<true | undefined> => {
    // They wait until the API server has let go of its connections, which it does after 90 s.
    injector.cluster.egressProxy.dropConnections();
    const pods = await injector.api.list('/api/v1/namespaces/sidecar-injector/pods', {
      labelSelector: 'app.kubernetes.io/component=server',
    });
    return pods.length === 0 ? true : undefined;
  };
  await waitUntil(areGone, { what: 'the end of all replicas', timeoutMs: 60_000, intervalMs: 500 });
}

/** Brings them back. */
export async function bringReplicasBack(cluster: FaultCluster): Promise<void> {
  await cluster.injector.api.merge(DEPLOYMENT, { spec: { replicas: 2 } });
  await cluster.waitUntilHealthy();
}

/** Changes each entry of the webhook configuration. */
export async function changeEntries({ injector }: FaultCluster, change: (entry: Entry) => void): Promise<void> {
  const configuration = await injector.api.find<{ webhooks: readonly Entry[] }>(CONFIGURATION);
  const webhooks = configuration?.webhooks ?? [];
  for (const entry of webhooks) change(entry);
  await injector.api.merge(CONFIGURATION, { webhooks });
}

/** Stores a serving certificate that another CA signed. */
export async function writeForeignLeaf(cluster: FaultCluster): Promise<void> {
  await new Trust(cluster).writeLeaf(await issueLeaf(await issueCa(new Date()), NAME, new Date()));
}

/** Stores a serving certificate that holds, and is near its end. */
export async function writeShortLeaf(cluster: FaultCluster, days: number): Promise<void> {
  const trust = new Trust(cluster);
  const [cert = '', key = ''] = [
    await trust.read('sidecar-injector-ca', 'tls.crt'),
    await trust.read('sidecar-injector-ca', 'tls.key'),
  ];
  await trust.writeLeaf(await issueLeaf({ cert, key }, NAME, new Date(), days * DAY_MS));
}

/** Stops all replicas for so long while Pods are created. @returns how many came out right */
export async function createWhileStopped(cluster: FaultCluster, count: number, forMs: number): Promise<number> {
  const replicas = await cluster.replicas();
  for (const { pid } of replicas) process.kill(pid, 'SIGSTOP');
  const created = createPods(cluster, count);
  try {
    await sleep(forMs);
  } finally {
    for (const { pid } of replicas) process.kill(pid, 'SIGCONT');
  }
  return created;
}

/**
 * Has one replica be sent more than it reads: some clients begin bodies and never end them, and one sends a whole one for which there
 * is no room then. @returns the status that it is answered
 */
export async function crowd(cluster: FaultCluster): Promise<number> {
  const [replica] = await cluster.replicas();
  const { hostname: host, port } = new URL(`https://${replica?.https ?? ''}`);
  const holders = Array.from({ length: 3 }, () => connect({ host, port: Number(port), rejectUnauthorized: false }));
  for (const holder of holders) holder.on('error', () => undefined).write(`${UNENDED}{`);
  try {
    // Until their heads are read.
    await sleep(500);
    return (await send(`https://${host}:${port}/mutate/enabled`, { body: ' '.repeat(LARGE_BYTES) })).status;
  } finally {
    for (const holder of holders) holder.destroy();
  }
}

/** Creates Pods that stay, in a namespace whose Pods are to have the sidecar. */
export async function createLastingPods({ injector }: FaultCluster, prefix: string, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1)
    await injector.api.create(`/api/v1/namespaces/${ENABLED_NAMESPACE}/pods`, podOf(`${prefix}-${index}`));
}

/** Takes all Pods of that namespace away. */
export async function removeLastingPods({ injector }: FaultCluster): Promise<void> {
  await injector.kubectl(['delete', 'pods', '--all', `--namespace=${ENABLED_NAMESPACE}`, '--now']);
}

const CLUSTER_ROLE = '/apis/rbac.authorization.k8s.io/v1/clusterroles/sidecar-injector';

interface ClusterRole {
  readonly rules: readonly { readonly resources: readonly string[] }[];
}

/** Takes the right to write Events away from the servers. */
export async function forbidEvents({ injector: { api } }: FaultCluster): Promise<void> {
  const role = await api.find<ClusterRole>(CLUSTER_ROLE);
  await api.merge(CLUSTER_ROLE, { rules: role?.rules.filter(({ resources }) => !resources.includes('events')) });
}

/** Gives it back, and takes away what was made meanwhile. */
export async function allowEvents({ injector }: FaultCluster): Promise<void> {
  await injector.kubectl(['apply', '--kustomize', PRODUCTION_OVERLAY, '--selector=app.kubernetes.io/component=server']);
  await injector.kubectl(['delete', 'deployments', '--all', `--namespace=${ENABLED_NAMESPACE}`]);
}

/** Creates a workload whose Pods ask for a sidecar that cannot be given, of which an Event is to tell: they have a container of its name. */
export async function createQuarrel({ injector }: FaultCluster, name: string): Promise<void> {
  const metadata = { labels: { app: name }, annotations: { 'sidecar-injector.dev/inject': 'true' } };
  const containers = [{ name: SIDECAR, image: 'registry.example/own:1' }];
  const selector = { matchLabels: { app: name } };
  const spec = { replicas: 1, selector, template: { metadata, spec: { containers } } };
  await injector.create({
    path: `/apis/apps/v1/namespaces/${ENABLED_NAMESPACE}/deployments`,
    body: { metadata: { name }, spec },
  });
}

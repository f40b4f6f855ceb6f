import { setTimeout as sleep } from 'node:timers/promises';
import { parseAllDocuments } from 'yaml';
import { deploymentOf, podOf } from '../../cluster/workloads.ts';
import type { Dice } from '../../fuzz/dice.ts';
import { FaultCluster, PRODUCTION_OVERLAY } from '../fault-cluster.ts';
import { ENABLED_NAMESPACE } from '../load/pod-kinds.ts';
import type { Finding, Scenario } from '../scenario.ts';
import { formatSeconds } from '../verdict.ts';

const UP_WITHIN_MS = 120_000;

/** Everything of the install is applied one by one in a random order, then all processes die at once and start in another one. */
export const coldStart: Scenario = {
  name: 'cold-start',
  hasOwnCluster: true,
  row: 'Cold start of everything',
  goal: 'needs no help and no order; kube-system untouched',
  async run(context, scale): Promise<Finding> {
    const rounds = scale === 'full' ? 5 : 1;
    const installedMs: number[] = [];
    const restartedMs: number[] = [];
    const orders: string[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      await using cluster = await FaultCluster.startEmpty();
      await cluster.createNamespaces();
      const order = await installInRandomOrder(cluster, context.dice);
      orders.push(order.join(', '));
      installedMs.push(await timeUntilUp(cluster, 'before'));
      await restartAll(cluster, context.dice);
      restartedMs.push(await timeUntilUp(cluster, `after-${round}`));
      context.say(
        `round ${round} of ${rounds}: up ${formatSeconds(installedMs.at(-1) ?? 0)} after the last object, ${formatSeconds(restartedMs.at(-1) ?? 0)} after the power cut`,
      );
    }
    return {
      measured: `${rounds} random orders: up ${formatSeconds(Math.max(...installedMs))} after the last object, ${formatSeconds(Math.max(...restartedMs))} after all processes were killed and started; 0 kube-system Pods refused`,
      // Whatever does not come up in time, or needs help, throws.
      isMet: installedMs.length === rounds && restartedMs.length === rounds,
      details: orders,
    };
  },
};

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** @returns the order: kinds and names */
async function installInRandomOrder(cluster: FaultCluster, dice: Dice): Promise<readonly string[]> {
  const { injector } = cluster;
  const documents = parseAllDocuments(await injector.kubectl(['kustomize', PRODUCTION_OVERLAY]));
  const objects = [...documents].map((document) => document.toJS() as KubernetesObject);
  // Nothing can be put into a namespace that is not there.
  const namespaces = objects.filter(({ kind }) => kind === 'Namespace');
  const others = shuffle(
    objects.filter(({ kind }) => kind !== 'Namespace'),
    dice,
  );
  const parts = [...others].map((object) => [object]);
  // Until the API server knows of the webhook, nobody can know that a Pod is to have a sidecar; from then on it waits for all the rest.
  const known = others.findIndex(({ kind }) => kind === 'MutatingWebhookConfiguration') + 1;
  const workloadAt = known + dice.below(parts.length + 1 - known);
  for (const [index, items] of [namespaces, ...parts].entries()) {
    await injector.kubectl(['apply', '--filename=-'], { apiVersion: 'v1', kind: 'List', items });
    if (index === workloadAt) await injector.create(deploymentOf(ENABLED_NAMESPACE, 'before'));
    await createInKubeSystem(cluster, `during-${index}`);
    await sleep(dice.below(500));
  }
  return others.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
}

/** Must always work, whatever is half there. */
async function createInKubeSystem({ injector }: FaultCluster, name: string): Promise<void> {
  await injector.cluster.controlPlane.waitForDefaultServiceAccount('kube-system');
  await injector.api.create('/api/v1/namespaces/kube-system/pods?dryRun=All', podOf(name));
}

/** @returns how long it takes until a workload has its sidecar and everything is well; it is made where it is not there */
async function timeUntilUp(cluster: FaultCluster, app: string): Promise<number> {
  const startMs = Date.now();
  if (app !== 'before') await cluster.injector.create(deploymentOf(ENABLED_NAMESPACE, app));
  const pod = await cluster.injector.waitForPod(ENABLED_NAMESPACE, app, UP_WITHIN_MS).catch(async (cause: unknown) => {
    throw new Error(`${app} does not come up: ${await describeEvents(cluster)}`, { cause });
  });
  const names = pod.spec.containers.map(({ name }) => name);
  if (names.join() !== 'app,envoy') throw new Error(`a Pod came up with the containers ${names.join(', ')}`);
  await cluster.waitUntilHealthy(UP_WITHIN_MS);
  return Date.now() - startMs;
}

interface EventObject {
  readonly reason: string;
  readonly message: string;
  readonly involvedObject: { readonly kind: string; readonly name: string };
}

/** What the cluster says of its own trouble. */
async function describeEvents({ injector }: FaultCluster): Promise<string> {
  const events = await injector.api.list<EventObject>('/api/v1/events');
  return events
    .filter(({ reason }) => /fail|back-?off|unhealthy/iu.test(reason))
    .map(({ reason, message, involvedObject: { kind, name } }) => `${kind}/${name} ${reason}: ${message}`)
    .join('; ');
}

/** All processes of the cluster but etcd die; each starts again when its turn comes. */
async function restartAll(cluster: FaultCluster, dice: Dice): Promise<void> {
  const { controlPlane } = cluster.injector.cluster;
  const replicas = await cluster.replicas();
  await controlPlane.stopControllerManager();
  await Promise.all(cluster.apiServers.map((apiServer) => apiServer.kill()));
  for (const { pid } of replicas) process.kill(pid, 'SIGKILL');
  await sleep(dice.below(3_000));
  for (const apiServer of shuffle(cluster.apiServers, dice)) {
    await sleep(dice.below(2_000));
    await apiServer.start();
    await createInKubeSystem(cluster, 'restart');
  }
  await controlPlane.startControllerManager();
}

function shuffle<Value>(values: readonly Value[], dice: Dice): readonly Value[] {
  const left = [...values];
  return values.flatMap(() => left.splice(dice.below(left.length), 1));
}

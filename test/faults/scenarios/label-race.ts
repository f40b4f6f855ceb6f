import { waitUntil } from '../../cluster/wait-until.ts';
import type { PodObject } from '../../cluster/injector-cluster.ts';
import { podOf } from '../../cluster/workloads.ts';
import { FaultCluster } from '../fault-cluster.ts';
import { SIDECAR } from '../load/pod-kinds.ts';
import type { Finding, Scenario } from '../scenario.ts';

/** How much later the second API server hears of everything. */
const DELAY_MS = 400;
const LABEL = { 'sidecar-injector.dev/injection': 'enabled' };
const ASKS = { 'sidecar-injector.dev/inject': 'true' };

interface Namespace {
  readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
}

/** A namespace is labelled through one API server, and Pods are created through one that has not heard of it yet. */
export const labelRace: Scenario = {
  name: 'label-race',
  onlyFull: 'slow',
  hasOwnCluster: true,
  row: 'Namespace label race between API servers',
  goal: '0 missed of those that ask by annotation; by label none once the API server knows it',
  async run({ say }, scale): Promise<Finding> {
    const rounds = scale === 'full' ? 60 : 6;
    say(`a cluster whose second API server is ${DELAY_MS} ms behind etcd ...`);
    await using cluster = await FaultCluster.start({ controlPlane: { delayableEtcd: true } });
    late(cluster).delayEtcd(DELAY_MS);
    const missed = { early: 0, annotated: 0, late: 0 };
    for (let round = 0; round < rounds; round += 1) {
      const namespace = await makeNamespace(cluster, round);
      // The first Pod of a namespace has its API server read more from etcd, which takes longer than the race.
      await isInjected(cluster, namespace, {});
      await cluster.injector.api.merge(`/api/v1/namespaces/${namespace}`, { metadata: { labels: LABEL } });
      if (!(await isInjected(cluster, namespace, {}))) missed.early += 1;
      if (!(await isInjected(cluster, namespace, ASKS))) missed.annotated += 1;
      await waitUntil(async () => ((await readLabel(cluster, namespace)) === 'enabled' ? true : undefined), {
        what: 'the label to be known everywhere',
      });
      if (!(await isInjected(cluster, namespace, {}))) missed.late += 1;
    }
    return {
      measured: `annotated: ${missed.annotated} of ${rounds} missed; labelled: ${missed.late} once known, ${missed.early} within ${DELAY_MS} ms of the label`,
      // Without one that comes too early the race would not have been run.
      isMet: missed.annotated === 0 && missed.late === 0 && missed.early > 0,
    };
  },
};

/** A namespace that both API servers know, without a label. */
async function makeNamespace(cluster: FaultCluster, round: number): Promise<string> {
  const namespace = await cluster.injector.createNamespace(`race-${round}`);
  const isKnown = async (): Promise<true | undefined> => {
    const paths = [`/api/v1/namespaces/${namespace}`, `/api/v1/namespaces/${namespace}/serviceaccounts/default`];
    const answers = await Promise.all(
      paths.map((path) => late(cluster).request({ path: `${path}?resourceVersion=0` })),
    );
    return answers.every(({ status }) => status === 200) ? true : undefined;
  };
  await waitUntil(isKnown, { what: `${namespace} to be known everywhere` });
  return namespace;
}

function late({ apiServers }: FaultCluster): FaultCluster['apiServers'][number] {
  const [, second] = apiServers;
  if (second === undefined) throw new Error('there is no second API server');
  return second;
}

/** From the cache of the late API server, as admission reads it. */
async function readLabel(cluster: FaultCluster, namespace: string): Promise<string | undefined> {
  const { body } = await late(cluster).request({ path: `/api/v1/namespaces/${namespace}?resourceVersion=0` });
  return (JSON.parse(body) as Namespace).metadata.labels?.['sidecar-injector.dev/injection'];
}

async function isInjected(
  cluster: FaultCluster,
  namespace: string,
  annotations: Readonly<Record<string, string>>,
): Promise<boolean> {
  const { status, body } = await late(cluster).request({
    method: 'POST',
    path: `/api/v1/namespaces/${namespace}/pods?dryRun=All`,
    body: JSON.stringify(podOf('race', annotations)),
  });
  if (status !== 201) throw new Error(`${status}: ${body}`);
  return (JSON.parse(body) as PodObject).spec.containers.some(({ name }) => name === SIDECAR);
}

import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Attack, type AttackCounts, describeCounts } from '../attack/attack.ts';
import { DirectReviews } from '../direct-reviews.ts';
import type { FaultCluster, Replica } from '../fault-cluster.ts';
import { POD_KINDS } from '../load/pod-kinds.ts';
import { startNoopWebhook } from '../noop-webhook.ts';
import type { FaultContext, Finding, Scenario } from '../scenario.ts';
import { formatSeconds } from '../verdict.ts';

const MIB = 1_048_576;
/** The limit of the container in deploy/base/deployment.yaml. */
const MEMORY_LIMIT_MIB = 256;
const CONCURRENT = 32;
const RECOVERED_WITHIN_MS = 5_000;

/** Notes the most memory that processes have resident at a time. */
class MemoryRecorder {
  peakMib = 0;
  readonly #pids: readonly number[];
  readonly #timer: NodeJS.Timeout;

  constructor(pids: readonly number[]) {
    this.#pids = pids;
    this.#timer = setInterval(() => this.#look(), 20);
  }

  stop(): void {
    this.#look();
    clearInterval(this.#timer);
  }

  #look(): void {
    for (const pid of this.#pids) this.peakMib = Math.max(this.peakMib, residentMib(pid));
  }
}

function residentMib(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/mu.exec(status)?.[1] ?? 0) / 1_024;
  } catch {
    return 0;
  }
}

/** Many of the largest reviews at once, through the API servers and past them. */
export const memoryPressure: Scenario = {
  name: 'memory-pressure',
  onlyFull: 'sensitive',
  row: 'Memory pressure',
  goal: '32 concurrent 9 MiB reviews: 0 failed Pods, ≤ 256 MiB resident, recovered ≤ 5 s',
  async run(context, scale): Promise<Finding> {
    const cluster = await context.shared();
    const replicas = await cluster.replicas();
    const restarts = sumOfRestarts(replicas);
    const memory = new MemoryRecorder(replicas.map(({ pid }) => pid));
    const refusals: string[] = [];
    const rounds = scale === 'full' ? 5 : 1;
    for (let round = 0; round < rounds; round += 1) refusals.push(...(await createLarge(cluster, 'labelled')));
    const throughApi = memory.peakMib;
    const noopRefusals = refusals.length === 0 ? [] : await createLargeWithoutUs(cluster);
    context.say(`through the API servers: ${refusals.length} failed, ${throughApi.toFixed(0)} MiB at most`);
    const flood = await floodDirectly(cluster, context);
    memory.stop();
    const ended = sumOfRestarts(await cluster.replicas()) - restarts;
    const isKept =
      flood.failures.length === 0 &&
      memory.peakMib <= MEMORY_LIMIT_MIB &&
      flood.recoveredMs <= RECOVERED_WITHIN_MS &&
      ended === 0;
    return {
      measured: `${refusals.length} of ${rounds * CONCURRENT} Pods failed${refusals.length === 0 ? '' : ` (a no-op webhook: ${noopRefusals.length} of ${CONCURRENT})`}, ${throughApi.toFixed(0)} MiB at most; past the API servers ${memory.peakMib.toFixed(0)} MiB, ${flood.failures.length} small reviews failed, recovered after ${formatSeconds(flood.recoveredMs)}; ${ended} restarts`,
      isMet: isKept && refusals.length === 0,
      ...(isKept && noopRefusals.length > 0 ? { undecided: 'a no-op webhook is too slow here too' } : {}),
      details: [`direct: ${describeCounts(flood.counts)}`, ...new Set(refusals), ...flood.failures.slice(0, 5)],
    };
  },
};

/** @returns what was said of Pods that were not created with their sidecar */
async function createLarge({ apiServers }: FaultCluster, kind: 'labelled' | 'noop'): Promise<readonly string[]> {
  const env = [{ name: 'V', value: '<'.repeat(1.49 * MIB) }];
  const containers = [{ name: 'app', image: 'registry.example/app:1', env }];
  const body = JSON.stringify({ metadata: { generateName: 'large-' }, spec: { containers } });
  const path = `/api/v1/namespaces/${POD_KINDS[kind].namespace}/pods?dryRun=All`;
  const create = async (index: number): Promise<readonly string[]> => {
    const answer = await apiServers[index % apiServers.length]?.request({ method: 'POST', path, body });
    if (answer?.status === 201 && answer.body.includes('"name":"envoy"') === POD_KINDS[kind].isInjected) return [];
    return [`${answer?.status}: ${answer?.body.slice(0, 400)}`];
  };
  return (await Promise.all(Array.from({ length: CONCURRENT }, async (_, index) => create(index)))).flat();
}

/** The same for a webhook that does nothing and has no limits: what the machine itself cannot do in the webhook's 5 s. */
async function createLargeWithoutUs(cluster: FaultCluster): Promise<readonly string[]> {
  await using _noop = await startNoopWebhook(cluster);
  return await createLarge(cluster, 'noop');
}

/** 500 of them past the API servers, as any Pod could send them, while another client sends small ones. */
async function floodDirectly(
  cluster: FaultCluster,
  { dice }: FaultContext,
): Promise<{ readonly counts: AttackCounts; readonly failures: readonly string[]; readonly recoveredMs: number }> {
  const replica = await cluster.busiestReplica();
  const before = new DirectReviews(replica, 5);
  await sleep(2_000);
  await before.stop();
  const target = cluster.attackFrom(replica, 230);
  const requests = Math.ceil(500 / CONCURRENT);
  const attack = new Attack({
    ...target,
    kind: 'escapes-9-MiB',
    clients: CONCURRENT,
    seed: dice.below(2 ** 31),
    requests,
  });
  const beside = new DirectReviews(replica, 5);
  await sleep(8_000);
  const counts = await attack.stop();
  const endMs = Date.now();
  await beside.stop();
  const recoveredMs = await timeUntilCalm(cluster, replica, before.p99Ms, endMs);
  return { counts, failures: [...before.failures, ...beside.failures], recoveredMs };
}

/** @returns how long after a moment a second's worth of small reviews was as quick as before again, and no byte in flight */
async function timeUntilCalm(cluster: FaultCluster, replica: Replica, p99Ms: number, sinceMs: number): Promise<number> {
  for (;;) {
    const atMs = Date.now() - sinceMs;
    const probe = new DirectReviews(replica, 5);
    await sleep(1_000);
    await probe.stop();
    const inFlight = (await cluster.metricsOf(replica)).get('sidecar_injector_in_flight_bytes');
    if ((probe.p99Ms <= 3 * p99Ms && inFlight === 0) || atMs > 60_000) return atMs;
  }
}

function sumOfRestarts(replicas: readonly Replica[]): number {
  return replicas.reduce((sum, { restartCount }) => sum + restartCount, 0);
}

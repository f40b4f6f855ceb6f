import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '../../cluster/wait-until.ts';
import { reviewDirectly } from '../direct-reviews.ts';
import type { FaultCluster } from '../fault-cluster.ts';
import type { Sample } from '../load/create-client.ts';
import { LoadReport } from '../load/load-report.ts';
import { RelistRecorder } from '../relist-recorder.ts';
import type { FaultContext, Finding, Scenario } from '../scenario.ts';
import { restoreTemplate, waitForTemplate, writeTemplate } from '../templates.ts';
import { formatCount, formatSeconds } from '../verdict.ts';

const CLIENTS = 16;
const BACK_WITHIN_MS = 5_000;
const LIST_SPACING_MS = 5_000;
const LAST_CONCURRENCY = 99;

/** What became of one death of an API server. */
interface Death {
  readonly server: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** API servers crash and come back: one of two, then both. */
export const apiServerKilled: Scenario = {
  name: 'api-server-killed',
  row: 'API server restart (SIGKILL)',
  goal: 'the second goes on, hot path unaffected; watch back ≤ 5 s; ≤ 1 list per 5 s per replica and resource',
  async run(context, scale): Promise<Finding> {
    const cluster = await context.shared();
    const recorder = new RelistRecorder(cluster);
    const rounds = scale === 'full' ? 6 : 2;
    const load = cluster.startLoad({ seed: context.dice.below(2 ** 31), clients: CLIENTS });
    const deaths: Death[] = [];
    const backMs: number[] = [];
    try {
      const first = context.dice.below(cluster.apiServers.length);
      for (let round = 0; round < rounds; round += 1) {
        // In turn: after a death the clients are all with the other one.
        const server = (first + round) % cluster.apiServers.length;
        deaths.push(await killOne(cluster, context, { server, concurrency: 10 + round, backMs }));
      }
      await load.stop();
      backMs.push(await killBoth(cluster, context));
    } finally {
      await load.stop();
      await recorder.stop();
      await startAll(cluster);
      await restoreTemplate(cluster);
    }
    return judge({
      report: await load.stop(),
      deaths,
      backMs,
      gapMs: recorder.shortestGapMs(),
      relists: recorder.count,
    });
  },
};

interface Killing {
  readonly server: number;
  /** Of the template that is written meanwhile. */
  readonly concurrency: number;
  /** Gets how long after the death that template was in force everywhere. */
  readonly backMs: number[];
}

async function killOne(
  cluster: FaultCluster,
  { dice, say }: FaultContext,
  { server, concurrency, backMs }: Killing,
): Promise<Death> {
  await sleep(1_000 + dice.below(2_000));
  const fromMs = Date.now();
  await cluster.apiServers[server]?.kill();
  await writeTemplateSoon(cluster, concurrency);
  for (const replica of await cluster.replicas()) await waitForTemplate(replica, concurrency, 30_000);
  backMs.push(Date.now() - fromMs);
  await sleep(dice.below(3_000));
  await cluster.apiServers[server]?.start();
  const toMs = Date.now();
  say(`API server ${server + 1} was away for ${formatSeconds(toMs - fromMs)}; news after ${backMs.at(-1)} ms`);
  return { server, fromMs, toMs };
}

/** @returns how long after their return a new template was in force everywhere */
async function killBoth(cluster: FaultCluster, { dice, say }: FaultContext): Promise<number> {
  const replicas = await cluster.replicas();
  await Promise.all(cluster.apiServers.map((apiServer) => apiServer.kill()));
  const awayMs = 2_000 + dice.below(4_000);
  const reviews = await Promise.all(replicas.map((replica) => reviewDirectly(replica, { forMs: awayMs, pauseMs: 5 })));
  const failures = reviews.flatMap((client) => client.failures);
  if (failures.length > 0) throw new Error(`reviews failed without an API server: ${failures.join('; ')}`);
  await startAll(cluster);
  const startMs = Date.now();
  await writeTemplateSoon(cluster, LAST_CONCURRENCY);
  for (const replica of replicas) await waitForTemplate(replica, LAST_CONCURRENCY, 30_000);
  const elapsedMs = Date.now() - startMs;
  say(`both were away for ${formatSeconds(awayMs)}, and reviews answered; news ${elapsedMs} ms after their return`);
  return elapsedMs;
}

async function startAll({ apiServers }: FaultCluster): Promise<void> {
  await Promise.all(apiServers.filter(({ isRunning }) => !isRunning).map((apiServer) => apiServer.start()));
}

/** A connection that the harness kept may lead to the server that is gone. */
async function writeTemplateSoon(cluster: FaultCluster, concurrency: number): Promise<void> {
  const write = (): Promise<true | undefined> =>
    writeTemplate(cluster, concurrency).then(
      () => true as const,
      () => undefined,
    );
  await waitUntil(write, { what: 'the ConfigMap to be written', timeoutMs: 10_000, intervalMs: 20 });
}

interface Books {
  readonly report: LoadReport;
  readonly deaths: readonly Death[];
  readonly backMs: readonly number[];
  /** Between two lists of one replica and resource; undefined where there were not two. */
  readonly gapMs: number | undefined;
  readonly relists: number;
}

function judge({ report, deaths, backMs, gapMs, relists }: Books): Finding {
  // A connection of a client is gone with its server: that is no loss of ours, but each client can have only one.
  const isOwnLoss = ({ outcome, server, endMs }: Sample): boolean =>
    !(outcome === 'broken' && deaths.some((death) => death.server === server && endMs >= death.fromMs));
  const lost = report.lost.filter(isOwnLoss);
  const broken = report.lost.length - lost.length;
  const others = deaths.map(({ server, fromMs, toMs }) =>
    report.between(fromMs, toMs).samples.filter((sample) => sample.server !== server && sample.outcome === 'ok'),
  );
  const leastOthers = Math.min(...others.map(({ length }) => length));
  const slowest = Math.max(...backMs);
  return {
    measured: `${lost.length} of ${formatCount(report.total)} lost, at least ${formatCount(leastOthers)} created by the other meanwhile; news after ${formatSeconds(slowest)}; ${relists} lists, ${gapMs === undefined ? 'never two in a row' : `${formatSeconds(gapMs)} apart or more`}`,
    isMet:
      lost.length === 0 &&
      broken <= CLIENTS * deaths.length &&
      leastOthers > 0 &&
      slowest <= BACK_WITHIN_MS &&
      (gapMs ?? Number.POSITIVE_INFINITY) >= LIST_SPACING_MS - RelistRecorder.PRECISION_MS,
    details: [
      `news after ${backMs.join(', ')} ms (the last: both away)`,
      `${broken} clients were cut off by their own API server`,
      ...new LoadReport(lost).describeLosses(),
      report.describeKinds(),
    ],
  };
}

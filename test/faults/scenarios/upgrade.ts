import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseAllDocuments } from 'yaml';
import { waitUntil } from '../../cluster/wait-until.ts';
import { readVersion } from '../../support/changelog.ts';
import { sumOf } from '../../support/metric-samples.ts';
import { patchTextOf } from '../direct-reviews.ts';
import { DEPLOYMENT, type FaultCluster, type Replica } from '../fault-cluster.ts';
import { buildVersion } from '../previous-version.ts';
import type { FaultContext, Finding, Scenario } from '../scenario.ts';
import { TemplateConfigMap } from '../template-configmap.ts';
import { Trust } from '../trust.ts';
import { describeLoss, formatCount } from '../verdict.ts';

const REPOSITORY = join(import.meta.dirname, '..', '..', '..');
const REVIEWS = join(REPOSITORY, 'test', 'fixtures', 'reviews');
const PREVIOUS_IMAGE = 'sidecar-injector:previous';
const CURRENT_IMAGE = `sidecar-injector:${readVersion()}`;

/** What the two versions made of the recorded reviews. */
interface Comparison {
  readonly compared: number;
  /** Names of reviews whose patches differ. */
  readonly differing: readonly string[];
  /** Reviews that each version answered while both served. */
  readonly shares: readonly number[];
}

/** From this version to an older one and back, as an upgrade and its withdrawal, while Pods are created. */
export const upgrade: Scenario = {
  name: 'upgrade',
  onlyFull: 'slow',
  row: 'Upgrade N→N+1 and back',
  goal: '0 lost; both versions side by side give byte-equal patches; caBundle and templates as before',
  async run(context, scale): Promise<Finding> {
    const cluster = await context.shared();
    await using previous = await buildVersion(context.previousCommit);
    cluster.images.set(PREVIOUS_IMAGE, previous.image);
    const kept = await readKept(cluster);
    const load = cluster.startLoad({ seed: context.dice.below(2 ** 31) });
    const [older, newer] = [
      await versionOf(cluster, previous.folder, PREVIOUS_IMAGE),
      await versionOf(cluster, REPOSITORY, CURRENT_IMAGE),
    ];
    const comparisons: Comparison[] = [];
    const rounds = scale === 'full' ? 5 : 1;
    try {
      for (let round = 1; round <= rounds; round += 1) {
        for (const version of [older, newer]) comparisons.push(await rollTo(version, cluster, context));
        context.say(`round ${round} of ${rounds}: ${(await load.count()).count} creations`);
      }
    } finally {
      await load.stop();
      await cluster.injector.api.merge(DEPLOYMENT, { spec: { paused: false } });
      await apply(cluster, newer);
      await cluster.injector.cluster.waitForRollout('deployment/sidecar-injector', { timeoutMs: 120_000 });
    }
    const report = await load.stop();
    const isKept = (await readKept(cluster)) === kept;
    const differing = [...new Set(comparisons.flatMap((comparison) => comparison.differing))];
    const compared = comparisons.reduce((sum, comparison) => sum + comparison.compared, 0);
    return {
      measured: `${describeLoss(report)} over ${2 * rounds} rollouts between ${context.previousCommit} and this version; ${formatCount(compared)} patches compared, ${differing.length} kinds of review differ; caBundle and templates ${isKept ? 'kept' : 'changed'}`,
      isMet: isKept && report.lost.length === 0 && report.total > 0 && compared > 0 && differing.length === 0,
      details: [
        report.describeKinds(),
        `reviews per replica while both served: ${comparisons.map(({ shares }) => shares.join('/')).join(', ')}`,
        ...differing.map((name) => `${name} gets another patch`),
        ...report.describeLosses(),
      ],
    };
  },
};

/** What no upgrade may touch: whom the API server believes, and the templates. */
async function readKept(cluster: FaultCluster): Promise<string> {
  const { originalData } = await TemplateConfigMap.of(cluster);
  return JSON.stringify([await new Trust(cluster).believed(), originalData]);
}

/** The Deployment of a version, as its own manifests have it. */
interface Version {
  readonly image: string;
  readonly deployment: object;
}

interface Deployment {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly template: { readonly spec: { readonly containers: readonly [{ image: string }] } } };
}

async function versionOf({ injector }: FaultCluster, folder: string, image: string): Promise<Version> {
  const rendered = await injector.kubectl(['kustomize', join(folder, 'deploy', 'overlays', 'production')]);
  const objects = [...parseAllDocuments(rendered)].map((document) => document.toJS() as Deployment);
  const deployment = objects.find(
    ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'sidecar-injector',
  );
  if (deployment === undefined) throw new Error(`${folder} has no Deployment`);
  deployment.spec.template.spec.containers[0].image = image;
  return { image, deployment };
}

async function apply({ injector }: FaultCluster, { deployment }: Version): Promise<void> {
  await injector.kubectl(['apply', '--filename=-'], deployment);
}

/** Starts a rollout, stops it while both versions serve, compares them, and lets it go on. */
async function rollTo(version: Version, cluster: FaultCluster, { dice }: FaultContext): Promise<Comparison> {
  const old = (await cluster.replicas()).filter(({ isReady }) => isReady);
  const names = new Set(old.map(({ name }) => name));
  const findNew = async (): Promise<Replica | undefined> =>
    (await cluster.replicas()).find(({ name }) => !names.has(name));
  const findReady = async (): Promise<Replica | undefined> => {
    const replica = await findNew();
    return replica?.isReady === true ? replica : undefined;
  };
  await apply(cluster, version);
  // It takes seconds to be ready: time enough to keep the controller from going on then.
  await waitUntil(findNew, { what: `a replica of ${version.image}`, timeoutMs: 60_000 });
  await cluster.injector.api.merge(DEPLOYMENT, { spec: { paused: true } });
  const fresh = await waitUntil(findReady, { what: `a ready replica of ${version.image}`, timeoutMs: 60_000 });
  const left = (await cluster.replicas()).find(({ name }) => names.has(name));
  if (left === undefined) throw new Error('no replica of the version before is left');
  const comparison = await compare(cluster, [left, fresh]);
  await sleep(dice.below(3_000));
  await cluster.injector.api.merge(DEPLOYMENT, { spec: { paused: false } });
  await cluster.injector.cluster.waitForRollout('deployment/sidecar-injector', { timeoutMs: 120_000 });
  return comparison;
}

async function compare(cluster: FaultCluster, pair: readonly [Replica, Replica]): Promise<Comparison> {
  const names = readdirSync(REVIEWS).filter((name) => name.endsWith('.json'));
  const differing: string[] = [];
  for (const name of names) {
    const review = readFileSync(join(REVIEWS, name), 'utf8');
    const [one, other] = await Promise.all(pair.map((replica) => answerOf(replica, review)));
    if (one !== other) differing.push(name);
  }
  const samples = await Promise.all(pair.map((replica) => cluster.metricsOf(replica)));
  const shares = samples.map((metrics) => sumOf(metrics, 'sidecar_injector_reviews_total'));
  return { compared: names.length, differing, shares };
}

/** The patch, or what was said instead of one. */
function answerOf(replica: Replica, review: string): Promise<string> {
  return patchTextOf(replica, review).catch((error: unknown) => String(error).replace(replica.name, 'the replica'));
}

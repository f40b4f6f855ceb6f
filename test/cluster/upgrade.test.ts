import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FaultCluster, PRODUCTION_OVERLAY } from '../faults/fault-cluster.ts';
import type { LoadReport } from '../faults/load/load-report.ts';
import { buildVersion, type BuiltVersion } from '../faults/previous-version.ts';
import { CONFIGURATION } from '../faults/trust.ts';
import { previousRelease, readVersion, whyNoHistory } from '../support/changelog.ts';

const NO_HISTORY = whyNoHistory();
const CONFIG_MAP = '/api/v1/namespaces/sidecar-injector/configmaps/envoy-initializer';
const JOB = ['job/sidecar-injector-certs', '--namespace=sidecar-injector'];
/** Creations that have to be over before and after each change. */
const CREATIONS = 300;

interface ConfigMap {
  readonly metadata: { readonly uid: string; readonly annotations: Readonly<Record<string, string>> };
  readonly data: object;
}

interface Configuration {
  readonly webhooks: readonly { readonly clientConfig: { readonly caBundle?: string } }[];
}

interface Deployment {
  readonly spec: {
    readonly template: { readonly spec: { readonly containers: readonly [{ readonly image: string }] } };
  };
}

let previous: BuiltVersion;
let cluster: FaultCluster;

/** What an upgrade must leave as it is: whom the API server believes, the user's templates, and that they are the same objects. */
async function readKept(): Promise<object> {
  const { api } = cluster.injector;
  const configMap = await api.find<ConfigMap>(CONFIG_MAP);
  const validating = CONFIGURATION.replace('mutating', 'validating');
  const configurations = await Promise.all([CONFIGURATION, validating].map((path) => api.find<Configuration>(path)));
  const bundles = configurations.map((found) => found?.webhooks.map(({ clientConfig }) => clientConfig.caBundle));
  const { uid, annotations } = configMap?.metadata ?? {};
  return { bundles, uid, owner: annotations?.['owner'], data: configMap?.data };
}

/** Applies the manifests of a version, as `kubectl apply -k` does, while Pods are created. @returns what became of those */
async function changeTo(overlay: string): Promise<LoadReport> {
  const load = cluster.startLoad({ seed: 1 });
  try {
    await cluster.waitForCreations(load, CREATIONS);
    // A finished Job removes itself after two minutes; until then it is in the way of another version of it.
    await cluster.injector.kubectl(['delete', ...JOB, '--ignore-not-found', '--wait']);
    await cluster.injector.cluster.applyOverlay(overlay);
    await cluster.injector.cluster.waitForRollout('job/sidecar-injector-certs');
    for (const name of ['', '-controller', '-certs-keeper'])
      await cluster.injector.cluster.waitForRollout(`deployment/sidecar-injector${name}`, { timeoutMs: 120_000 });
    await cluster.waitForCreations(load, (await load.count()).count + CREATIONS);
  } finally {
    await load.stop();
  }
  return load.stop();
}

async function imageInUse(): Promise<string> {
  const path = '/apis/apps/v1/namespaces/sidecar-injector/deployments/sidecar-injector';
  const deployment = await cluster.injector.api.find<Deployment>(path);
  return deployment?.spec.template.spec.containers[0].image ?? '';
}

const overlayOf = (folder: string): string => join(folder, 'deploy', 'overlays', 'production');

describe.skipIf(NO_HISTORY !== undefined)(
  `an upgrade from the previous release${NO_HISTORY === undefined ? '' : `: ${NO_HISTORY}`}`,
  () => {
    const { version, commit } = previousRelease();

    beforeAll(async () => {
      previous = await buildVersion(commit);
      cluster = await FaultCluster.startEmpty();
      cluster.images.set(`sidecar-injector:${version}`, previous.image);
      await cluster.injector.cluster.applyOverlay(overlayOf(previous.folder));
      await cluster.injector.cluster.waitForRollout('job/sidecar-injector-certs');
      await cluster.injector.cluster.waitForRollout('deployment/sidecar-injector');
      await cluster.createNamespaces();
      await cluster.waitUntilHealthy();
      // Something that is in no manifest.
      await cluster.injector.api.merge(CONFIG_MAP, { metadata: { annotations: { owner: 'team-mesh' } } });
    });

    afterAll(async () => {
      await cluster?.[Symbol.asyncDispose]();
      await previous?.[Symbol.asyncDispose]();
    });

    it.each([
      { way: 'up', from: version, to: readVersion(), overlay: (): string => PRODUCTION_OVERLAY },
      { way: 'back down', from: readVersion(), to: version, overlay: (): string => overlayOf(previous.folder) },
    ])(
      'goes $way, to $to, without a Pod lost, and keeps caBundle and templates',
      async ({ from, to, overlay }) => {
        expect(await imageInUse()).toBe(`sidecar-injector:${from}`);
        const before = await readKept();
        expect(JSON.stringify(before)).not.toContain('null');
        const report = await changeTo(overlay());
        expect(report.describeLosses()).toEqual([]);
        expect([report.lost.length, report.total > 2 * CREATIONS]).toEqual([0, true]);
        expect(await imageInUse()).toBe(`sidecar-injector:${to}`);
        expect(await readKept()).toEqual(before);
        await cluster.waitUntilHealthy();
      },
      300_000,
    );
  },
);

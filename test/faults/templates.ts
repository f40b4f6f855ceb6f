import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { waitUntil } from '../cluster/wait-until.ts';
import { patchTextOf } from './direct-reviews.ts';
import type { FaultCluster, Replica } from './fault-cluster.ts';

const MANIFEST = join(import.meta.dirname, '..', '..', 'deploy', 'examples', 'envoy-initializer.yaml');
const CONFIG_MAP = '/api/v1/namespaces/sidecar-injector/configmaps/envoy-initializer';
const ARGUMENT = '--concurrency 4';

function readOriginal(): string {
  const { data } = parse(readFileSync(MANIFEST, 'utf8')) as { readonly data: { readonly config: string } };
  if (!data.config.includes(ARGUMENT)) throw new Error(`${MANIFEST} has no ${ARGUMENT}`);
  return data.config;
}

/** Puts a template into the ConfigMap that can be told from others by its concurrency; the original where that is 4. */
export async function writeTemplate({ injector }: FaultCluster, concurrency: number): Promise<void> {
  const config = readOriginal().replace(ARGUMENT, `--concurrency ${concurrency}`);
  await injector.api.merge(CONFIG_MAP, { data: { config } });
}

/** Puts the original template back, and waits until every replica has it. */
export async function restoreTemplate(cluster: FaultCluster): Promise<void> {
  await writeTemplate(cluster, 4);
  for (const replica of await cluster.replicas()) await waitForTemplate(replica, 4, 200_000);
}

/** Waits until a replica injects the template of that concurrency. */
export async function waitForTemplate(replica: Replica, concurrency: number, timeoutMs: number): Promise<void> {
  const wanted = `--concurrency ${concurrency}"`;
  const isLive = async (): Promise<true | undefined> =>
    (await patchTextOf(replica)).includes(wanted) ? true : undefined;
  await waitUntil(isLive, { what: `template ${concurrency} in ${replica.name}`, timeoutMs, intervalMs: 20 });
}

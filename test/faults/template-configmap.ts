import { waitUntil } from '../cluster/wait-until.ts';
import { sumOf } from '../support/metric-samples.ts';
import type { FaultCluster, Replica } from './fault-cluster.ts';
import { SIDECAR } from './load/pod-kinds.ts';

const NAME = 'envoy-initializer';
const CONFIG_MAPS = '/api/v1/namespaces/sidecar-injector/configmaps';
const VALIDATION = '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/sidecar-injector';

interface ConfigMap {
  readonly metadata: { readonly uid: string };
  readonly data: Readonly<Record<string, string>>;
}

/** The template ConfigMap of a cluster, whose classic template is changed, taken away and brought back. */
export class TemplateConfigMap {
  readonly #cluster: FaultCluster;
  readonly #original: ConfigMap;

  private constructor(cluster: FaultCluster, original: ConfigMap) {
    this.#cluster = cluster;
    this.#original = original;
  }

  /** Takes a note of what is there. */
  static async of(cluster: FaultCluster): Promise<TemplateConfigMap> {
    const original = await cluster.injector.api.find<ConfigMap>(`${CONFIG_MAPS}/${NAME}`);
    if (original === undefined) throw new Error(`there is no ConfigMap ${NAME}`);
    return new TemplateConfigMap(cluster, original);
  }

  /** The data as it was. */
  get originalData(): Readonly<Record<string, string>> {
    return this.#original.data;
  }

  /** Stores another text of the classic template. */
  async write(config: string): Promise<void> {
    await this.#cluster.injector.api.merge(`${CONFIG_MAPS}/${NAME}`, { data: { config } });
  }

  /** Takes the ConfigMap away. */
  async remove(): Promise<void> {
    const found = await this.#cluster.injector.api.find<ConfigMap>(`${CONFIG_MAPS}/${NAME}`);
    if (found !== undefined) await this.#cluster.injector.api.remove(`${CONFIG_MAPS}/${NAME}`, found.metadata.uid);
  }

  /** Brings it back with this data, or as it was. */
  async create(data: Readonly<Record<string, string>> = this.#original.data): Promise<void> {
    await this.#cluster.injector.api.create(CONFIG_MAPS, { metadata: { name: NAME }, data });
  }

  /** Brings back what was there, and waits until all replicas have it. */
  async restore(): Promise<void> {
    const found = await this.#cluster.injector.api.find<ConfigMap>(`${CONFIG_MAPS}/${NAME}`);
    const gone = Object.keys(found?.data ?? {}).map((key): [string, null] => [key, null]);
    const data = { ...Object.fromEntries(gone), ...this.#original.data };
    if (found === undefined) await this.create();
    else await this.#cluster.injector.api.merge(`${CONFIG_MAPS}/${NAME}`, { data });
  }

  /** Has templates stored unchecked while something is done, as while no replica can be reached. */
  async unchecked(act: () => Promise<void>): Promise<void> {
    const { api } = this.#cluster.injector;
    const { metadata, ...rest } = (await api.find<ConfigMap & object>(VALIDATION)) ?? missing(VALIDATION);
    await api.remove(VALIDATION, metadata.uid);
    try {
      await act();
    } finally {
      const { name, labels } = metadata as unknown as { name: string; labels: object };
      await api.create(VALIDATION.slice(0, VALIDATION.lastIndexOf('/')), { ...rest, metadata: { name, labels } });
    }
  }
}

function missing(what: string): never {
  throw new Error(`there is no ${what}`);
}

/** A template that adds the sidecar, told apart by its image. */
export function templateOf(version: string): string {
  return JSON.stringify({ containers: [{ name: SIDECAR, image: `envoy:${version}` }] });
}

/** How many versions of the template ConfigMap each replica has read. */
export async function countLoads(cluster: FaultCluster, replicas: readonly Replica[]): Promise<readonly number[]> {
  const scraped = await Promise.all(replicas.map((replica) => cluster.metricsOf(replica)));
  return scraped.map((metrics) => sumOf(metrics, 'sidecar_injector_template_loads_total'));
}

/**
 * Waits until each replica has read another version.
 *
 * @returns the longest that it took one of them since `startMs`, in ms
 */
export async function waitForLoads(
  cluster: FaultCluster,
  replicas: readonly Replica[],
  before: readonly number[],
  startMs: number,
): Promise<number> {
  const haveAll = async (): Promise<true | undefined> => {
    const now = await countLoads(cluster, replicas);
    return now.every((count, index) => count > (before[index] ?? 0)) ? true : undefined;
  };
  await waitUntil(haveAll, { what: 'another version of the templates', timeoutMs: 20_000, intervalMs: 10 });
  return performance.now() - startMs;
}

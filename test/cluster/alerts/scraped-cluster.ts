import { type Scrape, type ScrapedTarget, readScrape } from '../../alerts/scrapes.ts';
import { FaultCluster } from '../../faults/fault-cluster.ts';
import { TemplateConfigMap } from '../../faults/template-configmap.ts';
import { waitUntil } from '../wait-until.ts';

const PODS = '/api/v1/namespaces/sidecar-injector/pods';
const PROBE_PORT = 8080;

interface PodStatus {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly status: { readonly podIP?: string };
}

/** Where a Pod is scraped, and the labels that the PodMonitor gives its series. */
interface Endpoint {
  readonly url: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A cluster with the injector, the controller and the keeper, scraped as Prometheus would. */
export class ScrapedCluster implements AsyncDisposable {
  readonly faults: FaultCluster;
  /** The data of the template ConfigMap, as it was installed. */
  readonly templates: Readonly<Record<string, string>>;
  #endpoints: readonly Endpoint[] = [];

  private constructor(faults: FaultCluster, templates: Readonly<Record<string, string>>) {
    this.faults = faults;
    this.templates = templates;
  }

  /** Starts one API server and the production overlay. */
  static async start(): Promise<ScrapedCluster> {
    const faults = await FaultCluster.start({ controlPlane: { apiServers: 1 } });
    for (const name of ['sidecar-injector-controller', 'sidecar-injector-certs-keeper'])
      await faults.injector.cluster.waitForRollout(`deployment/${name}`);
    const { originalData } = await TemplateConfigMap.of(faults);
    return new ScrapedCluster(faults, originalData);
  }

  /** Everything that answers now: each Pod of the injector, and the API server where it runs. */
  async scrape(): Promise<Scrape> {
    const api = await this.#scrapeApiServer();
    if (api !== undefined) this.#endpoints = await this.#findEndpoints();
    const pods = await Promise.all(this.#endpoints.map(scrapePod));
    return readScrape([api, ...pods].filter((target) => target !== undefined));
  }

  /** Waits until all is well, and replicas that were replaced are gone: the API server holds its connections to them for 90 s. */
  async settle(): Promise<void> {
    const { api, cluster } = this.faults.injector;
    const labelSelector = 'app.kubernetes.io/component=server';
    await this.faults.waitUntilHealthy();
    const areAlone = async (): Promise<true | undefined> => {
      cluster.egressProxy.dropConnections();
      return (await api.list(PODS, { labelSelector })).length === 2 ? true : undefined;
    };
    await waitUntil(areAlone, { what: 'the end of replaced replicas', timeoutMs: 60_000, intervalMs: 500 });
  }

  /** Scrapes until it is as it should be, and gives that scrape. */
  async scrapeUntil(what: string, isReached: (scrape: Scrape) => boolean, timeoutMs = 60_000): Promise<Scrape> {
    const probe = async (): Promise<Scrape | undefined> => {
      const scrape = await this.scrape();
      return isReached(scrape) ? scrape : undefined;
    };
    return waitUntil(probe, { what, timeoutMs, intervalMs: 200 });
  }

  /** Scrapes until a sum over series is at least so much. */
  scrapeUntilSum(metric: string, label: string, least: number): Promise<Scrape> {
    return this.scrapeUntil(`${metric} ${label} of ${least}`, (scrape) => sumOver(scrape, metric, label) >= least);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.faults[Symbol.asyncDispose]();
  }

  async #scrapeApiServer(): Promise<ScrapedTarget | undefined> {
    const { controlPlane } = this.faults.injector.cluster;
    if (controlPlane.apiServers[0]?.isRunning !== true) return undefined;
    const { status, body } = await controlPlane.request({ path: '/metrics' });
    if (status !== 200) throw new Error(`GET /metrics: ${status} ${body}`);
    return { labels: { job: 'apiserver', instance: controlPlane.url.slice('https://'.length) }, text: body };
  }

  async #findEndpoints(): Promise<readonly Endpoint[]> {
    const { api, cluster } = this.faults.injector;
    const labelSelector = 'app.kubernetes.io/name=sidecar-injector';
    const pods = await api.list<PodStatus>(PODS, { labelSelector });
    return pods.flatMap(({ metadata: { name: pod, labels }, status: { podIP = '' } }) => {
      const route = cluster.network.find(podIP, PROBE_PORT);
      if (route === undefined) return [];
      const container = labels['app.kubernetes.io/component'] ?? '';
      const job = 'sidecar-injector/sidecar-injector';
      const instance = `${podIP}:${PROBE_PORT}`;
      const own = { namespace: 'sidecar-injector', pod, container, endpoint: 'probes', job, instance };
      return [{ url: `http://${route.host}:${route.port}/metrics`, labels: own }];
    });
  }
}

/** One that does not answer is down, and has no series. */
async function scrapePod({ url, labels }: Endpoint): Promise<ScrapedTarget | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    return { labels, text: await response.text() };
  } catch {
    return undefined;
  }
}

/** The sum of a metric over the series that have this in their labels. */
export function sumOver({ values }: Scrape, metric: string, label = ''): number {
  return [...values]
    .filter(([series]) => series.startsWith(`${metric}{`) && series.includes(label))
    .reduce((sum, [, value]) => sum + value, 0);
}

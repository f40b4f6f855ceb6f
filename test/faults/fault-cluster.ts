import { join } from 'node:path';
import type { ApiServer } from '../cluster/api-server.ts';
import type { ClusterOptions } from '../cluster/cluster.ts';
import { type InjectorCluster, startEmptyCluster } from '../cluster/injector-cluster.ts';
import { type FindImage, findOwnImage, type Image } from '../cluster/kubelet/image.ts';
import type { TcpBalancer } from '../cluster/tcp-balancer.ts';
import { waitUntil } from '../cluster/wait-until.ts';
import { type MetricSamples, parseMetrics } from '../support/metric-samples.ts';
import { type ApiAccess, CreateClient, LOAD_USER } from './load/create-client.ts';
import { Load, type LoadOptions } from './load/load.ts';
import { ENABLED_NAMESPACE, PLAIN_NAMESPACE, POD_KIND_NAMES } from './load/pod-kinds.ts';

/** The install of a cluster in earnest: two replicas. */
export const PRODUCTION_OVERLAY: string = join(import.meta.dirname, '..', '..', 'deploy', 'overlays', 'production');

/** The Deployment of the injector, as a path of the API. */
export const DEPLOYMENT = '/apis/apps/v1/namespaces/sidecar-injector/deployments/sidecar-injector';

const PODS = '/api/v1/namespaces/sidecar-injector/pods';
const REPLICAS = 2;
const CLIENTS = 16;

/** A running replica of the injector. */
export interface Replica {
  /** The name of its Pod. */
  readonly name: string;
  /** Its process, on this machine. */
  readonly pid: number;
  readonly isReady: boolean;
  readonly restartCount: number;
  /** Where it takes reviews and answers probes, each as `host:port`. */
  readonly https: string;
  readonly probes: string;
}

interface PodStatus {
  readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
  readonly status: {
    readonly podIP?: string;
    readonly containerStatuses?: readonly { readonly ready: boolean; readonly restartCount: number }[];
  };
}

/** Two API servers on one etcd, the injector with two replicas, and what fault scenarios do to them. */
export class FaultCluster implements AsyncDisposable {
  readonly injector: InjectorCluster;
  /** Images beside our own, by the name in the Pod: other versions of the injector. */
  readonly images: Map<string, Image>;

  constructor(injector: InjectorCluster, images: Map<string, Image>) {
    this.injector = injector;
    this.images = images;
  }

  /** Starts everything from the production overlay, with the namespaces of the load. Resolves when it is healthy. */
  static async start(options: ClusterOptions = {}): Promise<FaultCluster> {
    const cluster = await FaultCluster.startEmpty(options);
    try {
      await cluster.injector.cluster.applyOverlay(PRODUCTION_OVERLAY);
      await cluster.injector.cluster.waitForRollout('job/sidecar-injector-certs');
      await cluster.injector.cluster.waitForRollout('deployment/sidecar-injector');
      await cluster.createNamespaces();
      await cluster.waitUntilHealthy();
      return cluster;
    } catch (cause) {
      const logs = cluster.injector.cluster.readLogTails();
      await cluster.injector.cluster.stop();
      throw new Error(`the injector does not start:\n${logs}`, { cause });
    }
  }

  /** Starts the same without anything installed. */
  static async startEmpty(options: ClusterOptions = {}): Promise<FaultCluster> {
    const controlPlane = { apiServers: 2, auditLog: false, ...options.controlPlane };
    const images = new Map<string, Image>();
    const findImage: FindImage = (name) => limitHeap(images.get(name) ?? findOwnImage(name));
    return new FaultCluster(
      await startEmptyCluster({ preStopScale: 0.2, findImage, ...options, controlPlane }),
      images,
    );
  }

  /** Makes the namespaces that the load creates Pods in, and its user. */
  async createNamespaces(): Promise<void> {
    await this.injector.api.create('/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
      metadata: { name: LOAD_USER },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: LOAD_USER }],
    });
    await this.injector.createNamespace(ENABLED_NAMESPACE, { 'sidecar-injector.dev/injection': 'enabled' });
    await this.injector.createNamespace(PLAIN_NAMESPACE);
  }

  get apiServers(): readonly ApiServer[] {
    return this.injector.cluster.controlPlane.apiServers;
  }

  /** The way from the replicas to the API servers. */
  get podGateway(): TcpBalancer {
    const { podGateway } = this.injector.cluster;
    if (podGateway === undefined) throw new Error('Pods reach the API server directly');
    return podGateway;
  }

  /** How to reach both API servers, as administrator. */
  get access(): ApiAccess {
    const { caCertificate, adminToken } = this.injector.cluster.controlPlane;
    return { ports: this.apiServers.map(({ port }) => port), caCertificate, token: adminToken };
  }

  /** Starts to create Pods through both API servers: 16 clients and every kind of Pod, unless the options say otherwise. */
  startLoad(options: Partial<Omit<LoadOptions, 'access'>> & { readonly seed: number }): Load {
    return new Load({ access: this.access, kinds: POD_KIND_NAMES, clients: CLIENTS, ...options });
  }

  /** The replicas whose process runs and whose Pod is not being deleted, in the order of their names. */
  async replicas(): Promise<readonly Replica[]> {
    const { api, cluster } = this.injector;
    const labelSelector = 'app.kubernetes.io/component=server';
    const pods = await api.list<PodStatus>(PODS, { labelSelector });
    const find = (address: string, port: number): string | undefined => {
      const route = cluster.network.find(address, port);
      return route === undefined ? undefined : `${route.host}:${route.port}`;
    };
    return pods
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
      .toSorted((one, other) => one.metadata.name.localeCompare(other.metadata.name))
      .flatMap(({ metadata: { name }, status: { podIP = '', containerStatuses: [container] = [] } }) => {
        const pid = cluster.kubelet.processIds(`sidecar-injector/${name}`).get('server');
        const https = find(podIP, 8443);
        const probes = find(podIP, 8080);
        if (pid === undefined || https === undefined || probes === undefined) return [];
        const { ready: isReady = false, restartCount = 0 } = container ?? {};
        return [{ name, pid, isReady, restartCount, https, probes }];
      });
  }

  /** The metrics of a replica. */
  async metricsOf({ probes }: Replica): Promise<MetricSamples> {
    return parseMetrics(await (await fetch(`http://${probes}/metrics`)).text());
  }

  /** Connections that a replica has open: those of API servers, in their pools or in use. */
  async connectionsOf(replica: Replica): Promise<number> {
    return (await this.metricsOf(replica)).get('sidecar_injector_connections') ?? 0;
  }

  /**
   * The ready replica that the API servers have most connections to: whatever befalls it hurts most. After a failure all
   * traffic stays with the replica that was left, until connections are replaced.
   *
   * @throws When no replica has a connection.
   */
  async busiestReplica(): Promise<Replica> {
    const replicas = (await this.replicas()).filter(({ isReady }) => isReady);
    const counted = await Promise.all(
      replicas.map(async (replica) => ({ replica, count: await this.connectionsOf(replica) })),
    );
    const busiest = counted.toSorted((one, other) => other.count - one.count)[0];
    if (busiest === undefined || busiest.count === 0) throw new Error('no replica has a connection');
    return busiest.replica;
  }

  /** How to reach a replica as a Pod of an own address would, where the addresses of Pods are ours. @param host the last byte of it */
  attackFrom(
    { https }: Replica,
    host: number,
  ): { readonly host: string; readonly port: number; readonly localAddress?: string } {
    const { hostname, port } = new URL(`https://${https}`);
    const from = this.injector.cluster.network.isOwn ? { localAddress: `10.244.250.${host}` } : {};
    return { host: hostname, port: Number(port), ...from };
  }

  /** Replaces every replica, as `kubectl rollout restart` does. Resolves when the new ones are ready. */
  async rolloutRestart(): Promise<void> {
    await this.injector.kubectl(['rollout', 'restart', 'deployment/sidecar-injector', '--namespace=sidecar-injector']);
    await this.injector.cluster.waitForRollout('deployment/sidecar-injector', { timeoutMs: 120_000 });
  }

  /**
   * Waits until both API servers answer, two replicas are ready, and a Pod of each kind comes out right through each API server.
   *
   * @throws With what is not well when the time is over.
   */
  async waitUntilHealthy(timeoutMs = 60_000): Promise<void> {
    const client = new CreateClient(this.access, 1);
    let ills: readonly string[] = [];
    const check = async (): Promise<true | undefined> => {
      ills = await this.#findIlls(client).catch((error: unknown) => [String(error)]);
      return ills.length === 0 ? true : undefined;
    };
    try {
      await waitUntil(check, { what: 'a healthy cluster', timeoutMs, intervalMs: 250 });
    } catch (cause) {
      throw new Error(`the cluster is not healthy: ${ills.join('; ')}`, { cause });
    } finally {
      client.close();
    }
  }

  async #findIlls(client: CreateClient): Promise<readonly string[]> {
    const down = this.apiServers.filter(({ isRunning }) => !isRunning).map(({ name }) => `${name} does not run`);
    if (down.length > 0) return down;
    const ready = (await this.replicas()).filter(({ isReady }) => isReady);
    if (ready.length !== REPLICAS) return [`${ready.length} of ${REPLICAS} replicas are ready`];
    const tries = this.apiServers.flatMap((_, server) =>
      POD_KIND_NAMES.map(async (kind) => client.create(kind, server)),
    );
    const lost = (await Promise.all(tries)).filter(({ outcome }) => outcome !== 'ok');
    return lost.map(({ kind, outcome, message }) => `${kind} ${outcome}: ${message}`);
  }

  /** Waits until at least so many creations of a load are over. */
  async waitForCreations(load: Load, count: number, timeoutMs = 120_000): Promise<void> {
    const isReached = async (): Promise<true | undefined> => ((await load.count()).count >= count ? true : undefined);
    await waitUntil(isReached, { what: `${count} creations`, timeoutMs, intervalMs: 100 });
  }

  /** Ends everything. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.injector[Symbol.asyncDispose]();
  }
}

/** The memory limit of the container, in deploy/base/deployment.yaml. */
const MEMORY_LIMIT_MIB = 256;

/** Processes here have no limit, so what the image takes as a share of it is given as a size. */
function limitHeap(image: Image | undefined): Image | undefined {
  if (image === undefined) return undefined;
  const entrypoint = image.entrypoint.map((word) => {
    const percentage = /^--max-old-space-size-percentage=(?<share>\d+)$/u.exec(word)?.groups?.['share'];
    return percentage === undefined
      ? word
      : `--max-old-space-size=${Math.floor((MEMORY_LIMIT_MIB * Number(percentage)) / 100)}`;
  });
  return { ...image, entrypoint };
}

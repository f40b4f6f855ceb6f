import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBundle } from './bundle.ts';
import { type Cluster, type ClusterOptions, startCluster } from './cluster.ts';
import { ObjectApi } from './kubelet/object-api.ts';
import { waitUntil } from './wait-until.ts';
import type { Workload } from './workloads.ts';

const REPOSITORY = join(import.meta.dirname, '..', '..');

/** The whole install, as a user applies it. */
export const DEVELOPMENT_OVERLAY: string = join(REPOSITORY, 'deploy', 'overlays', 'development');

/** A Pod as these tests look at it. */
export interface PodObject {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly containers: readonly ContainerObject[];
    readonly initContainers?: readonly ContainerObject[];
    readonly volumes?: readonly { readonly name: string }[];
  };
}

/** A container as these tests look at it. */
export interface ContainerObject {
  readonly name: string;
  readonly image: string;
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
}

/** Where a replica listens, each as `host:port`. */
export interface InjectorAddress {
  readonly https: string;
  readonly probes: string;
}

/** What the injector answers on its probe port. */
export async function probe({ probes }: InjectorAddress, path: string): Promise<string> {
  const response = await fetch(`http://${probes}${path}`);
  return response.text();
}

/** A cluster with the injector in it, and what tests ask of both. */
export class InjectorCluster implements AsyncDisposable {
  readonly cluster: Cluster;
  readonly api: ObjectApi;

  constructor(cluster: Cluster) {
    this.cluster = cluster;
    this.api = new ObjectApi(async (request) => cluster.controlPlane.request(request));
  }

  /** Runs kubectl as administrator. @throws With its words where it fails. */
  async kubectl(args: readonly string[], input?: object): Promise<string> {
    const options = input === undefined ? {} : { input: JSON.stringify(input) };
    const { code, stdout, stderr } = await this.cluster.controlPlane.kubectl(args, options);
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
    return stdout;
  }

  /** Creates a workload. */
  async create({ path, body }: Workload): Promise<void> {
    await this.api.create(path, body);
  }

  /** Makes a namespace whose Pods can be created: its default ServiceAccount is there. */
  async createNamespace(name: string, labels: Readonly<Record<string, string>> = {}): Promise<string> {
    await this.api.create('/api/v1/namespaces', { metadata: { name, labels } });
    await this.cluster.controlPlane.waitForDefaultServiceAccount(name);
    return name;
  }

  /** Waits for the first Pod of an app, of whatever controller. */
  async waitForPod(namespace: string, app: string, timeoutMs = 30_000): Promise<PodObject> {
    const path = `/api/v1/namespaces/${namespace}/pods`;
    const find = async (): Promise<PodObject | undefined> =>
      (await this.api.list<PodObject>(path, { labelSelector: `app=${app}` }))[0];
    return waitUntil(find, { what: `a Pod of ${namespace}/${app}`, timeoutMs });
  }

  /** Where the injector's only replica listens on this machine. Asks the API server. */
  async locate(): Promise<InjectorAddress> {
    const [pod] = await this.api.list<{ status: { podIP?: string } }>('/api/v1/namespaces/sidecar-injector/pods', {
      labelSelector: 'app.kubernetes.io/component=server',
    });
    const [https, probes] = [8443, 8080].map((port) => this.#find(pod?.status.podIP ?? '', port));
    if (https === undefined || probes === undefined) throw new Error('the injector does not run');
    return { https, probes };
  }

  #find(address: string, port: number): string | undefined {
    const route = this.cluster.network.find(address, port);
    return route === undefined ? undefined : `${route.host}:${route.port}`;
  }

  /**
   * Webhooks that the API server called when it made the Pods of an app, once for each call, from its audit log.
   *
   * @throws When it has made none.
   */
  callsFor(namespace: string, app: string): readonly string[] {
    const events = readFileSync(this.cluster.controlPlane.auditLogPath, 'utf8')
      .split('\n')
      .filter((line) => line.includes(`"app":"${app}"`))
      .map((line) => JSON.parse(line) as AuditEvent)
      .filter((event) => isCreationOf(event, namespace, app));
    if (events.length === 0) throw new Error(`no Pod of ${namespace}/${app} was made`);
    return events
      .flatMap(({ annotations }) => Object.entries(annotations ?? {}))
      .filter(([key]) => /^mutation\.webhook\.admission\.k8s\.io\/round_\d+_index_\d+$/.test(key))
      .map(([, value]) => (JSON.parse(value) as { webhook: string }).webhook);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cluster.stop();
  }
}

interface AuditEvent {
  readonly verb: string;
  readonly objectRef?: { readonly resource?: string; readonly namespace?: string; readonly subresource?: string };
  readonly responseObject?: { readonly metadata?: { readonly labels?: Readonly<Record<string, string>> } };
  readonly responseStatus?: { readonly code?: number };
  readonly annotations?: Readonly<Record<string, string>>;
}

function isCreationOf(
  { verb, objectRef, responseObject, responseStatus }: AuditEvent,
  namespace: string,
  app: string,
): boolean {
  const isCreation = verb === 'create' && objectRef?.resource === 'pods' && objectRef.subresource === undefined;
  const isDone = responseStatus?.code === 201 && responseObject?.metadata?.labels?.['app'] === app;
  return isCreation && isDone && objectRef.namespace === namespace;
}

/** Builds the bundle that the Pods run, and starts a cluster; nothing is installed in it yet. */
export async function startEmptyCluster(options: ClusterOptions = {}): Promise<InjectorCluster> {
  await ensureBundle();
  const controlPlane = { auditLog: true, ...options.controlPlane };
  return new InjectorCluster(await startCluster({ markRunning: true, preStopScale: 0.1, ...options, controlPlane }));
}

/** What a cluster has the injector installed from: the development overlay when left out. */
export interface InstalledClusterOptions extends ClusterOptions {
  /** Path of a kustomization. */
  readonly overlay?: string;
}

/** Starts a cluster with the injector installed, and ready. */
export async function startInjectorCluster({
  overlay = DEVELOPMENT_OVERLAY,
  ...options
}: InstalledClusterOptions = {}): Promise<InjectorCluster> {
  const started = await startEmptyCluster(options);
  try {
    await started.cluster.applyOverlay(overlay);
    await started.cluster.waitForRollout('job/sidecar-injector-certs');
    await started.cluster.waitForRollout('deployment/sidecar-injector');
    return started;
  } catch (cause) {
    const logs = started.cluster.readLogTails();
    await started.cluster.stop();
    throw new Error(`the injector does not start:\n${logs}`, { cause });
  }
}

import { appendFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PodNetwork } from '../pod-network.ts';
import type { FindImage } from './image.ts';
import { type NodeIdentity, registerNode, renewNodeLease } from './node.ts';
import { ApiError, ObjectApi, type SendRequest } from './object-api.ts';
import { nameOf, pathOf, type Pod } from './pod.ts';
import { type PodContext, PodWorker } from './pod-worker.ts';
import { WorkloadMarker } from './workload-marker.ts';

/** What differs between kubelets. */
export interface KubeletSettings {
  /** Pods of these namespaces become processes. Only `sidecar-injector` when left out. */
  readonly namespaces?: readonly string[];
  /** Says of the Pods of all other namespaces that they run; of a Job's, that they succeeded. Off when left out. */
  readonly markRunning?: boolean;
  /** How often volumes are compared with Secrets and ConfigMaps. 1 s when left out; a real one takes a minute. */
  readonly volumeSyncMs?: number;
  /** A change reaches the files this long after it was first seen. 0 when left out. */
  readonly volumeLagMs?: number;
  /** How much of a `preStop` sleep is slept. 1, all of it, when left out. */
  readonly preStopScale?: number;
}

/** What a kubelet works with. */
export interface KubeletOptions extends KubeletSettings {
  /** Sends a request to the API server as administrator. */
  readonly send: SendRequest;
  /** Base URL of the API server, which Pods are told. */
  readonly apiServerUrl: string;
  /** Absolute path of an existing folder; those of Pods and their logs and pid files go there. */
  readonly folder: string;
  readonly network: PodNetwork;
  readonly findImage: FindImage;
}

const NODE: NodeIdentity = { name: 'node-1', address: '192.0.2.1' };
const POLL_MS = 200;
const HEARTBEAT_MS = 10_000;

/**
 * Plays the scheduler and the kubelet of a cluster's one Node: Pods are bound to it, run as local processes, probed, kept up
 * to date, and ended. There is no isolation whatsoever: no user, file system or network of their own, no limits.
 */
export class Kubelet implements AsyncDisposable {
  readonly #api: ObjectApi;
  readonly #context: PodContext;
  readonly #namespaces: ReadonlySet<string>;
  readonly #marker: WorkloadMarker | undefined;
  readonly #workers: Map<string, PodWorker> = new Map();
  readonly #stopping = new AbortController();
  #loops: readonly Promise<void>[] = [];

  private constructor(options: KubeletOptions) {
    const { folder, markRunning = false, namespaces = ['sidecar-injector'], network } = options;
    this.#api = new ObjectApi(options.send);
    this.#namespaces = new Set(namespaces);
    this.#context = {
      api: this.#api,
      apiServerUrl: options.apiServerUrl,
      network,
      findImage: options.findImage,
      folder,
      nodeName: NODE.name,
      hostIP: NODE.address,
      volumeSyncMs: options.volumeSyncMs ?? 1_000,
      volumeLagMs: options.volumeLagMs ?? 0,
      preStopScale: options.preStopScale ?? 1,
      onProblem: (text) => this.#note(text),
    };
    if (markRunning) this.#marker = new WorkloadMarker({ api: this.#api, network, hostIP: NODE.address });
  }

  /** Registers the Node and plays from then on. @throws When the API server refuses the Node. */
  static async start(options: KubeletOptions): Promise<Kubelet> {
    const kubelet = new Kubelet(options);
    await registerNode(kubelet.#api, NODE);
    kubelet.#loops = [
      kubelet.#repeat(POLL_MS, () => kubelet.#sync()),
      kubelet.#repeat(HEARTBEAT_MS, () => renewNodeLease(kubelet.#api, NODE.name)),
    ];
    return kubelet;
  }

  /** The process ids of a Pod (`namespace/name`), by container. Empty when none runs. */
  processIds(pod: string): ReadonlyMap<string, number> {
    const worker = [...this.#workers.values()].find(({ name, isOver }) => name === pod && !isOver);
    return new Map([...(worker?.processes ?? [])].map(([container, { pid }]) => [container, pid]));
  }

  /** Where the output of a container is, also after its end. */
  logPathOf(pod: { readonly namespace: string; readonly name: string }, container: string): string {
    return join(this.#context.folder, `${pod.namespace}_${pod.name}_${container}.log`);
  }

  /** Where failures are noted that are tried again. */
  get problemsPath(): string {
    return join(this.#context.folder, 'kubelet.log');
  }

  /** Ends all processes and removes the folders of Pods. The objects stay as they are. A second call does nothing. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#loops);
    await Promise.all([...this.#workers.values()].map((worker) => worker.stop()));
    this.#workers.clear();
    await rm(join(this.#context.folder, 'pods'), { recursive: true, force: true });
  }

  /** The same as `stop`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #repeat(intervalMs: number, work: () => Promise<void>): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await work().catch((error: unknown) => this.#note(String(error)));
      await sleep(intervalMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #sync(): Promise<void> {
    const pods = await this.#listPods();
    const uids = new Set(pods.map(({ metadata }) => metadata.uid));
    const gone = [...this.#workers].filter(([uid]) => !uids.has(uid));
    const results = await Promise.allSettled([
      ...pods.map((pod) => this.#play(pod)),
      ...gone.map(([uid, worker]) => this.#forget(uid, worker)),
    ]);
    for (const result of results) if (result.status === 'rejected') this.#note(String(result.reason));
  }

  async #listPods(): Promise<readonly Pod[]> {
    if (this.#marker !== undefined) return this.#api.list<Pod>('/api/v1/pods');
    const paths = [...this.#namespaces].map((namespace) => `/api/v1/namespaces/${namespace}/pods`);
    return (await Promise.all(paths.map((path) => this.#api.list<Pod>(path)))).flat();
  }

  async #play(pod: Pod): Promise<void> {
    const { metadata, spec } = pod;
    if (spec.nodeName === undefined) {
      if ((spec.schedulingGates ?? []).length === 0 && metadata.deletionTimestamp === undefined) await this.#bind(pod);
      return;
    }
    if (spec.nodeName !== NODE.name) return;
    if (!this.#namespaces.has(metadata.namespace)) {
      await this.#marker?.mark(pod);
      return;
    }
    const worker = this.#workers.get(metadata.uid);
    if (worker === undefined) this.#workers.set(metadata.uid, new PodWorker(pod, this.#context));
    else worker.update(pod);
  }

  async #bind(pod: Pod): Promise<void> {
    const { name, uid } = pod.metadata;
    try {
      await this.#api.create(`${pathOf(pod)}/binding`, {
        apiVersion: 'v1',
        kind: 'Binding',
        metadata: { name, uid },
        target: { apiVersion: 'v1', kind: 'Node', name: NODE.name },
      });
    } catch (error) {
      // The list may be older than the binding or the deletion.
      const isStale = error instanceof ApiError && [404, 409].includes(error.status);
      if (!isStale) throw new Error(`cannot bind ${nameOf(pod)}`, { cause: error });
    }
  }

  /** The object is gone, so nobody waits for an orderly end. */
  async #forget(uid: string, worker: PodWorker): Promise<void> {
    this.#workers.delete(uid);
    await worker.stop();
  }

  #note(text: string): void {
    appendFileSync(this.problemsPath, `${new Date().toISOString()} ${text}\n`);
  }
}

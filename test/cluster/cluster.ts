import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiServer } from './api-server.ts';
import type { ControlPlaneOptions } from './components.ts';
import { type ControlPlane, startControlPlane } from './control-plane.ts';
import { EgressProxy } from './egress-proxy.ts';
import { type FindImage, findOwnImage } from './kubelet/image.ts';
import { Kubelet, type KubeletSettings } from './kubelet/kubelet.ts';
import type { SendRequest } from './kubelet/object-api.ts';
import { PodNetwork } from './pod-network.ts';
import { RunFolder } from './run-folder.ts';
import { TcpBalancer } from './tcp-balancer.ts';

/** What differs between clusters. Everything has a default. */
export interface ClusterOptions extends KubeletSettings {
  /** What the control plane is started with, beside the way to Services. */
  readonly controlPlane?: Omit<ControlPlaneOptions, 'egressSelectorSocket'>;
  /** Finds what the containers of an image run. Only this repository's own, `sidecar-injector`, when left out. */
  readonly findImage?: FindImage;
}

/** What is waited for, where, and how long. */
export interface RolloutOptions {
  /** `sidecar-injector` when left out. */
  readonly namespace?: string;
  /** 60 s when left out. */
  readonly timeoutMs?: number;
}

/**
 * Starts a control plane, the way from its API server to Services, and a kubelet that runs Pods as local processes. Resolves
 * when all are ready. Nothing of it outlives this process, even if it is killed.
 *
 * @throws When a part does not start; then nothing is left behind.
 */
export async function startCluster({ controlPlane: options, ...settings }: ClusterOptions = {}): Promise<Cluster> {
  await using started = new AsyncDisposableStack();
  const runFolder = new RunFolder();
  started.defer(() => runFolder.remove());
  const network = await PodNetwork.create();
  const socketPath = join(runFolder.path, 'egress.sock');
  let controlPlane: ControlPlane | undefined = undefined;
  const send: SendRequest = async (request) => {
    if (controlPlane === undefined) throw new Error('the control plane has not started yet');
    return controlPlane.request(request);
  };
  const egressProxy = started.use(await EgressProxy.start({ socketPath, network, send }));
  controlPlane = started.use(await startControlPlane({ ...options, egressSelectorSocket: socketPath }));
  const { apiServers, url } = controlPlane;
  const podGateway = apiServers.length > 1 ? started.use(await balance(apiServers)) : undefined;
  const apiServerUrl = podGateway === undefined ? url : `https://127.0.0.1:${podGateway.port}`;
  const folder = runFolder.path;
  const kubelet = started.use(
    await Kubelet.start({ findImage: findOwnImage, ...settings, send, apiServerUrl, folder, network }),
  );
  return new Cluster({ controlPlane, egressProxy, podGateway, kubelet, network, folder }, started.move());
}

function balance(apiServers: readonly ApiServer[]): Promise<TcpBalancer> {
  return TcpBalancer.start(apiServers.map(({ port }) => port));
}

/** The parts of a cluster. */
export interface ClusterParts {
  readonly controlPlane: ControlPlane;
  readonly egressProxy: EgressProxy;
  /** The way from Pods to the API servers, where there are several: the Service `kubernetes`, as kube-proxy gives it. */
  readonly podGateway: TcpBalancer | undefined;
  readonly kubelet: Kubelet;
  /** Where Pods listen in fact. */
  readonly network: PodNetwork;
  /** Absolute path of the folder with the logs and volumes of Pods. */
  readonly folder: string;
}

/** A running cluster. `startCluster` makes one; `stop` or `await using` ends it. */
export class Cluster implements AsyncDisposable {
  readonly controlPlane: ControlPlane;
  readonly egressProxy: EgressProxy;
  /** The way from Pods to the API servers, where there are several: the Service `kubernetes`, as kube-proxy gives it. */
  readonly podGateway: TcpBalancer | undefined;
  readonly kubelet: Kubelet;
  /** Where Pods listen in fact. */
  readonly network: PodNetwork;
  /** Absolute path of the folder with the logs and volumes of Pods. */
  readonly folder: string;
  readonly #started: AsyncDisposableStack;
  readonly #stopping = new AbortController();

  constructor(parts: ClusterParts, started: AsyncDisposableStack) {
    this.controlPlane = parts.controlPlane;
    this.egressProxy = parts.egressProxy;
    this.podGateway = parts.podGateway;
    this.kubelet = parts.kubelet;
    this.network = parts.network;
    this.folder = parts.folder;
    this.#started = started;
  }

  /** Installs a kustomization as `kubectl apply -k` does. @throws With the words of kubectl when it fails. */
  async applyOverlay(path: string): Promise<void> {
    await this.#kubectl(['apply', '-k', path]);
  }

  /**
   * Waits until a Deployment, DaemonSet or StatefulSet is rolled out, or a Job is complete.
   *
   * @param resource `deployment/sidecar-injector`, `job/certs`
   * @throws When the time is over, with the words of kubectl.
   */
  async waitForRollout(
    resource: string,
    { namespace = 'sidecar-injector', timeoutMs = 60_000 }: RolloutOptions = {},
  ): Promise<void> {
    const verb = resource.startsWith('job/') ? ['wait', '--for=condition=complete'] : ['rollout', 'status'];
    const args = [...verb, resource, `--namespace=${namespace}`, `--timeout=${timeoutMs}ms`];
    await this.#kubectl(args, timeoutMs + 5_000);
  }

  /** The ends of the logs of all containers and of the kubelet, each under its name: what to show when something fails. */
  readLogTails(lineCount = 20): string {
    const names = readdirSync(this.folder).filter((name) => name.endsWith('.log'));
    const tails = names.map((name) => {
      const lines = readFileSync(join(this.folder, name), 'utf8').trimEnd().split('\n').slice(-lineCount);
      return [`== ${name}`, ...lines].join('\n');
    });
    return tails.join('\n');
  }

  /** Ends all processes, those of Pods first, and removes all folders. A second call does nothing. */
  stop(): Promise<void> {
    this.#stopping.abort();
    return this.#started.disposeAsync();
  }

  /** The same as `stop`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #kubectl(args: readonly string[], timeoutMs = 60_000): Promise<void> {
    const { code, stderr, stdout } = await this.controlPlane.kubectl(args, {
      timeoutMs,
      signal: this.#stopping.signal,
    });
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
  }
}

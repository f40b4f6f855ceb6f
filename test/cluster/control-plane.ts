import { join } from 'node:path';
import { ApiClient, type ApiRequest, type ApiResponse } from './api-client.ts';
import { ApiServer } from './api-server.ts';
import { ensureBinaries } from './binaries.ts';
import type { ChildProcess } from './child-process.ts';
import {
  auditLogPathOf,
  type ComponentContext,
  type ControlPlaneOptions,
  startControllerManager,
  startEtcd,
  writeKubeconfig,
} from './components.ts';
import { writeCredentials } from './credentials.ts';
import { findFreePorts } from './ports.ts';
import { RunFolder } from './run-folder.ts';
import { type ProgramResult, runProgram, type RunOptions } from './run-program.ts';
import { TcpBalancer } from './tcp-balancer.ts';
import { waitUntil } from './wait-until.ts';

/**
 * Starts etcd, kube-apiserver and kube-controller-manager on free loopback ports, in a temporary folder. Resolves when
 * all of them are ready. They do not outlive this process, even if it is killed.
 *
 * @throws When a program cannot be built or started, or is not ready within 60 s; then nothing is left behind.
 */
export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const binaries = await ensureBinaries();
  const count = options.apiServers ?? 1;
  const [etcd = 0, etcdPeer = 0, controllerManager = 0, ...apiServerPorts] = await findFreePorts(3 + count);
  const ports = { etcd, etcdPeer, apiServer: apiServerPorts[0] ?? 0, controllerManager };
  const runFolder = new RunFolder();
  const balancer = count > 1 ? await TcpBalancer.start(apiServerPorts) : undefined;
  try {
    const credentials = await writeCredentials(runFolder.path);
    const frontPort = balancer?.port ?? ports.apiServer;
    const parts = { binaries, ports, frontPort, credentials, options, runFolder, apiServerPorts, balancer };
    const controlPlane = new ControlPlane(parts);
    await controlPlane.start();
    return controlPlane;
  } catch (error) {
    await balancer?.stop();
    await runFolder.remove();
    throw error;
  }
}

/** What a control plane is made of. */
export type ControlPlaneParts = Omit<ComponentContext, 'folder' | 'onStarted'> & {
  readonly runFolder: RunFolder;
  readonly apiServerPorts: readonly number[];
  /** In front of the API servers, where there are several. */
  readonly balancer: TcpBalancer | undefined;
};

/** A running control plane. `startControlPlane` makes one; `stop` or `await using` ends it. */
export class ControlPlane implements AsyncDisposable {
  /** Base URL of the API server, on 127.0.0.1; of the load balancer, where there are several. */
  readonly url: string;
  /** Each API server; what this class does to "the API server" it does to the first. */
  readonly apiServers: readonly ApiServer[];
  /** PEM of the authority that the API server's certificate is verified with. */
  readonly caCertificate: string;
  /** A token in `system:masters`. */
  readonly adminToken: string;
  /** The temporary folder: data, logs (`kube-apiserver.log`), and a place for files that may go with them. */
  readonly folder: string;
  /** Absolute path of the administrator's kubeconfig. */
  readonly kubeconfigPath: string;
  /** One JSON document per line; exists only with the option `auditLog`. */
  readonly auditLogPath: string;
  readonly #context: ComponentContext;
  readonly #runFolder: RunFolder;
  readonly #balancer: TcpBalancer | undefined;
  readonly #client: ApiClient;
  readonly #children: Map<string, ChildProcess> = new Map();

  constructor({ runFolder, apiServerPorts, balancer, ...parts }: ControlPlaneParts) {
    const { credentials, frontPort } = parts;
    this.#balancer = balancer;
    this.#runFolder = runFolder;
    this.folder = runFolder.path;
    this.#context = { ...parts, folder: this.folder, onStarted: (child) => this.#children.set(child.name, child) };
    this.apiServers = apiServerPorts.map((port, index) => new ApiServer(this.#context, port, index));
    this.#client = new ApiClient(frontPort, credentials.caCertificate, credentials.adminToken);
    this.url = `https://127.0.0.1:${frontPort}`;
    this.caCertificate = credentials.caCertificate;
    this.adminToken = credentials.adminToken;
    this.kubeconfigPath = join(this.folder, 'admin.kubeconfig');
    this.auditLogPath = auditLogPathOf(this.folder);
  }

  /** Starts the programs in their order; `startControlPlane` has done it. */
  async start(): Promise<void> {
    await writeKubeconfig(this.kubeconfigPath, this.#context, { user: 'kubernetes-admin', token: this.adminToken });
    await startEtcd(this.#context);
    for (const apiServer of this.apiServers) await apiServer.start();
    if (this.#context.options.controllerManager !== false) await this.startControllerManager();
  }

  /** Starts the API server (again) on the same etcd and port. Resolves when it is ready. */
  async startApiServer(): Promise<void> {
    await this.apiServers[0]?.start();
  }

  /** Ends the API server at once, as a crash would. What was stored stays. */
  async killApiServer(): Promise<void> {
    await this.apiServers[0]?.kill();
    this.#client.close();
  }

  /** Kills the API server and starts it again on the same etcd and port. Resolves when it is ready. */
  async restartApiServer(): Promise<void> {
    await this.killApiServer();
    await this.startApiServer();
  }

  /** Starts the controller manager (again). Resolves when it is healthy; the first ServiceAccounts come a little later. */
  async startControllerManager(): Promise<void> {
    this.#assertStopped('kube-controller-manager');
    await startControllerManager(this.#context);
  }

  /** Ends the controller manager: from then on nothing rolls out. */
  async stopControllerManager(): Promise<void> {
    await this.#children.get('kube-controller-manager')?.stop();
  }

  /** The process of etcd, to be paused by its id. */
  get etcdProcessId(): number {
    const etcd = this.#children.get('etcd');
    if (etcd?.isRunning() !== true) throw new Error('etcd does not run');
    return etcd.pid;
  }

  /** Sends a request to the API server as administrator, body and answer untouched. */
  request(request: ApiRequest): Promise<ApiResponse> {
    return this.#client.send(request);
  }

  /** Runs kubectl as administrator. A code other than 0 is a result, not an error. */
  kubectl(args: readonly string[], options: Omit<RunOptions, 'environment'> = {}): Promise<ProgramResult> {
    const environment = { KUBECONFIG: this.kubeconfigPath, HOME: this.folder, PATH: process.env['PATH'] ?? '' };
    return runProgram(this.#context.binaries.kubectl, args, { ...options, environment });
  }

  /** Waits until Pods can be created in a namespace: before that, admission refuses them for want of a ServiceAccount. */
  async waitForDefaultServiceAccount(namespace: string): Promise<void> {
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts/default`;
    await waitUntil(async () => ((await this.request({ path })).status === 200 ? true : undefined), {
      what: `the ServiceAccount default in ${namespace}`,
    });
  }

  /** Ends all programs and removes the folder. A second call does nothing. */
  async stop(): Promise<void> {
    this.#client.close();
    await this.stopControllerManager();
    const etcd = this.#children.get('etcd');
    // Without etcd, SIGTERM can hang the API server for minutes.
    const isEtcdRunning = etcd?.isRunning() === true;
    const how = isEtcdRunning ? { graceMs: 3_000 } : { signal: 'SIGKILL' as const };
    await Promise.all(this.apiServers.map((apiServer) => apiServer.dispose(how)));
    await etcd?.stop();
    await this.#balancer?.stop();
    await this.#runFolder.remove();
  }

  /** The same as `stop`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  #assertStopped(name: string): void {
    if (this.#children.get(name)?.isRunning() === true) throw new Error(`${name} runs already`);
  }
}

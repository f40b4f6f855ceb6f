import { ApiClient, type ApiRequest, type ApiResponse } from './api-client.ts';
import type { ChildProcess, StopOptions } from './child-process.ts';
import { DelayProxy } from './delay-proxy.ts';
import { type ApiServerIdentity, auditLogPathOf, type ComponentContext, startApiServer } from './components.ts';

/** One API server of a control plane, running or not. */
export class ApiServer {
  /** `kube-apiserver`, `kube-apiserver-2` … */
  readonly name: string;
  readonly port: number;
  /** Base URL, on 127.0.0.1. */
  readonly url: string;
  /** One JSON document per line; exists only with the option `auditLog`. */
  readonly auditLogPath: string;
  readonly #context: ComponentContext;
  readonly #client: ApiClient;
  #delay: DelayProxy | undefined;
  #child: ChildProcess | undefined;

  /** @param index which of the control plane's, from 0 */
  constructor(context: ComponentContext, port: number, index: number) {
    this.name = index === 0 ? 'kube-apiserver' : `kube-apiserver-${index + 1}`;
    this.port = port;
    this.url = `https://127.0.0.1:${port}`;
    this.auditLogPath = auditLogPathOf(context.folder, this.name);
    this.#context = context;
    this.#client = new ApiClient(port, context.credentials.caCertificate, context.credentials.adminToken);
  }

  /** Whether its process runs. */
  get isRunning(): boolean {
    return this.#child?.isRunning() === true;
  }

  /** Starts it (again) on the same etcd and port. Resolves when it is ready. */
  async start(): Promise<void> {
    if (this.isRunning) throw new Error(`${this.name} runs already`);
    const identity: ApiServerIdentity = { name: this.name, port: this.port };
    const onStarted = (child: ChildProcess): void => {
      this.#child = child;
    };
    const { options, ports } = this.#context;
    if (options.delayableEtcd === true) this.#delay ??= await DelayProxy.start(ports.etcd);
    const etcd = this.#delay?.port ?? ports.etcd;
    await startApiServer({ ...this.#context, ports: { ...ports, etcd }, onStarted }, identity);
  }

  /** Ends it at once, as a crash would. What was stored stays. */
  async kill(): Promise<void> {
    await this.stop({ signal: 'SIGKILL' });
  }

  /** Ends it. One that does not run is no error. */
  async stop(options: StopOptions = {}): Promise<void> {
    await this.#child?.stop(options);
    this.#client.close();
  }

  /** Sends a request to this API server as administrator, body and answer untouched. */
  request(request: ApiRequest): Promise<ApiResponse> {
    return this.#client.send(request);
  }

  /** From now on it hears so much later of what etcd says. Only with the option `delayableEtcd`. */
  delayEtcd(delayMs: number): void {
    if (this.#delay === undefined) throw new Error(`the etcd of ${this.name} cannot be delayed`);
    this.#delay.delayMs = delayMs;
  }

  /** Ends it and the way to its etcd. */
  async dispose(options: StopOptions = {}): Promise<void> {
    await this.stop(options);
    await this.#delay?.[Symbol.asyncDispose]();
    this.#delay = undefined;
  }
}

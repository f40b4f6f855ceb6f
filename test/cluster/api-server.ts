import { ApiClient, type ApiRequest, type ApiResponse } from './api-client.ts';
import type { ChildProcess, StopOptions } from './child-process.ts';
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
    await startApiServer({ ...this.#context, onStarted }, identity);
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
}

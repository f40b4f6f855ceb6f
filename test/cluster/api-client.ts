import { Agent, request, type RequestOptions } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

/** What the API server answered. */
export interface ApiResponse {
  readonly status: number;
  readonly body: string;
  /** By lower-case name, each line of its own: `warning`, `audit-id`. */
  readonly headers?: Readonly<Record<string, readonly string[] | undefined>>;
}

/** One request to the API server. */
export interface ApiRequest {
  /** `GET` when left out. */
  readonly method?: string;
  /** Path and query. */
  readonly path: string;
  /** Sent as it is, byte for byte. */
  readonly body?: string;
  /** `application/json` when left out. */
  readonly contentType?: string;
}

/** Talks HTTPS to one API server, verified against its own authority. It adds nothing to and drops nothing from bodies. */
export class ApiClient {
  readonly #options: RequestOptions;
  readonly #token: string;

  constructor(port: number, caCertificate: string, token: string) {
    const agent = new Agent({ ca: caCertificate, keepAlive: true });
    this.#options = { host: '127.0.0.1', port, agent, timeout: 30_000 };
    this.#token = token;
  }

  /** @throws When there is no answer: refused, reset, not verified, or silent for 30 s. A status is never an error. */
  async send({ method = 'GET', path, body, contentType = 'application/json' }: ApiRequest): Promise<ApiResponse> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const headers = {
      authorization: `Bearer ${this.#token}`,
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': contentType, 'content-length': Buffer.byteLength(body) }),
    };
    const outgoing = request({ ...this.#options, method, path, headers }, resolve);
    outgoing.once('error', reject);
    outgoing.once('timeout', () => outgoing.destroy(new Error(`no answer to ${method} ${path}`)));
    outgoing.end(body);
    const response = await promise;
    return { status: response.statusCode ?? 0, body: await text(response), headers: response.headersDistinct };
  }

  /** Closes the idle connections. */
  close(): void {
    if (this.#options.agent instanceof Agent) this.#options.agent.destroy();
  }
}

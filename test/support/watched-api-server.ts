import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';

/** An API server that never changes: the template ConfigMap and one namespace, and a place for Events. */
export class WatchedApiServer {
  /** The body of each request that would write something. */
  readonly written: string[] = [];
  readonly #configMap: object;
  readonly #namespace: object;
  readonly #server: Server = createServer((request, response) => void this.#answer(request, response));

  private constructor(data: Readonly<Record<string, string>>, namespace: string) {
    const identity = { uid: 'u-1', resourceVersion: '1' };
    this.#configMap = { metadata: { name: 'envoy-initializer', namespace: 'sidecar-injector', ...identity }, data };
    this.#namespace = { metadata: { name: namespace, ...identity } };
  }

  /** Listens on a free port of 127.0.0.1. */
  static async start(data: Readonly<Record<string, string>>, namespace: string): Promise<WatchedApiServer> {
    const server = new WatchedApiServer(data, namespace);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Stops to listen and resets every connection. */
  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readText(request);
    const { pathname, searchParams } = new URL(request.url ?? '', this.url);
    response.setHeader('content-type', 'application/json');
    if (request.method !== 'GET') {
      this.written.push(body);
      response.writeHead(201).end(body);
    } else if (pathname === '/version') response.end(JSON.stringify({ major: '1', minor: '36' }));
    else if (searchParams.has('watch')) response.flushHeaders();
    else {
      const items = pathname.endsWith('/configmaps') ? [this.#configMap] : [this.#namespace];
      response.end(JSON.stringify({ metadata: { resourceVersion: '1' }, items }));
    }
  }
}

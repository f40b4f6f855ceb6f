import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { ObjectApi, type SendRequest } from './kubelet/object-api.ts';
import type { PodNetwork } from './pod-network.ts';
import { type Endpoint, findEndpoints } from './service-endpoints.ts';

/** What the proxy asks and where it sends to. */
export interface EgressProxyOptions {
  /** Absolute path of the Unix socket to listen on. */
  readonly socketPath: string;
  readonly network: PodNetwork;
  /** Sends a request to the API server, which is asked for Services and EndpointSlices when a connection needs them. */
  readonly send: SendRequest;
}

/** So long an answer of the API server holds: kube-proxy follows changes at most once a second. */
const ENDPOINTS_HOLD_MS = 100;

/** What was asked about an address, and when. */
interface Lookup {
  readonly endpoints: Promise<readonly Endpoint[] | undefined>;
  readonly askedMs: number;
}

/**
 * The way from the API server to Services: it sends `CONNECT <ClusterIP>:<port>`, and gets a connection to one of the ready
 * endpoints, as kube-proxy would give it. TLS passes through untouched. Nothing leaves the machine: what is no Service, or
 * leads to no Pod of ours, is refused.
 *
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/setup-konnectivity/
 */
export class EgressProxy implements AsyncDisposable {
  readonly #api: ObjectApi;
  readonly #network: PodNetwork;
  readonly #server: Server = createServer((_, response) => response.writeHead(405).end());
  readonly #sockets: Set<Duplex> = new Set();
  readonly #connections: Map<string, number> = new Map();
  readonly #refused: string[] = [];
  /** What was last heard of each address: like kube-proxy, it goes on with that while no API server answers. */
  readonly #lastKnown: Map<string, readonly Endpoint[]> = new Map();
  readonly #lookups: Map<string, Lookup> = new Map();
  #turn = 0;

  private constructor({ network, send }: EgressProxyOptions) {
    this.#api = new ObjectApi(send);
    this.#network = network;
    this.#server.on('connect', (request: IncomingMessage, client: Duplex, head: Buffer) => {
      void this.#serve(request.url ?? '', client, head);
    });
  }

  /** Resolves when it listens. */
  static async start(options: EgressProxyOptions): Promise<EgressProxy> {
    const proxy = new EgressProxy(options);
    proxy.#server.listen(options.socketPath);
    await once(proxy.#server, 'listening');
    return proxy;
  }

  /** How many connections each Pod (`namespace/name`) was given so far. */
  get connections(): ReadonlyMap<string, number> {
    return this.#connections;
  }

  /** What was refused so far, in order: `10.96.0.7:443: no ready endpoint`. */
  get refused(): readonly string[] {
    return this.#refused;
  }

  /** Resets the connections that are open, so that the API server chooses endpoints anew. */
  dropConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Ends all connections and stops listening. */
  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.close();
    this.dropConnections();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  /** The same as `stop`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #serve(authority: string, client: Duplex, head: Buffer): Promise<void> {
    this.#track(client);
    try {
      const upstream = await this.#connect(authority);
      if (client.destroyed) {
        upstream.destroy();
        return;
      }
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      join(client, upstream);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#refused.push(`${authority}: ${reason}`);
      client.end(`HTTP/1.1 503 ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    }
  }

  /** @throws With a reason in one line. */
  async #connect(authority: string): Promise<Socket> {
    const { address, port } = parseAuthority(authority);
    const endpoints = await this.#findEndpoints(address, port);
    if (endpoints === undefined) throw new Error('no Service');
    this.#turn += 1;
    const endpoint = endpoints[this.#turn % endpoints.length];
    if (endpoint === undefined) throw new Error('no ready endpoint');
    const route = this.#network.find(endpoint.address, endpoint.port);
    if (route === undefined) throw new Error(`no Pod listens at ${endpoint.address}:${endpoint.port}`);
    const socket = connect({ host: route.host, port: route.port, noDelay: true });
    this.#track(socket);
    await once(socket, 'connect').catch((cause: unknown) => {
      throw new Error(`Pod ${route.pod} refuses connections`, { cause });
    });
    this.#connections.set(route.pod, (this.#connections.get(route.pod) ?? 0) + 1);
    return socket;
  }

  /** Dials by the hundred ask the API server once. */
  #findEndpoints(address: string, port: number): Promise<readonly Endpoint[] | undefined> {
    const key = `${address}:${port}`;
    const known = this.#lookups.get(key);
    const nowMs = performance.now();
    if (known !== undefined && nowMs - known.askedMs < ENDPOINTS_HOLD_MS) return known.endpoints;
    const lookup = { endpoints: this.#askFor(address, port), askedMs: nowMs };
    this.#lookups.set(key, lookup);
    return lookup.endpoints;
  }

  /** @throws When no API server answers, and none has answered before. */
  async #askFor(address: string, port: number): Promise<readonly Endpoint[] | undefined> {
    const key = `${address}:${port}`;
    try {
      const endpoints = await findEndpoints(this.#api, address, port);
      if (endpoints === undefined) this.#lastKnown.delete(key);
      else this.#lastKnown.set(key, endpoints);
      return endpoints;
    } catch (cause) {
      const endpoints = this.#lastKnown.get(key);
      if (endpoints === undefined) throw new Error('the API server does not answer', { cause });
      return endpoints;
    }
  }

  #track(socket: Duplex): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    // Resets of either side are everyday; `close` follows.
    socket.on('error', () => {});
  }
}

function parseAuthority(authority: string): { readonly address: string; readonly port: number } {
  const [, address, port] = /^(\d+\.\d+\.\d+\.\d+):(\d+)$/u.exec(authority) ?? [];
  if (address === undefined) throw new Error('not an IPv4 address with a port');
  return { address, port: Number(port) };
}

/** Bytes both ways; what ends or breaks on one side does so on the other. */
function join(one: Duplex, other: Duplex): void {
  one.pipe(other).pipe(one);
  one.once('close', () => other.destroy());
  other.once('close', () => one.destroy());
}

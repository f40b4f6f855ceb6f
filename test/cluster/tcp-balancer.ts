import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** The two ends of a connection that passes through. */
interface Passage {
  readonly client: Socket;
  readonly backend: Socket;
}

/**
 * One address for several servers on loopback ports, as a load balancer or kube-proxy gives it: each connection goes to the
 * next one that takes it. It can also cut what is open as a broken network does, without a word to either side.
 */
export class TcpBalancer implements AsyncDisposable {
  /** Where it listens, on 127.0.0.1. */
  readonly port: number;
  readonly #server: Server;
  readonly #backends: readonly number[];
  readonly #passages: Set<Passage> = new Set();
  #turn = 0;

  private constructor(server: Server, backends: readonly number[]) {
    this.#server = server;
    this.#backends = backends;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (client: Socket) => void this.#serve(client));
  }

  /** @param backends ports on 127.0.0.1, which need not be listened at yet */
  static async start(backends: readonly number[]): Promise<TcpBalancer> {
    const server = createServer({ noDelay: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TcpBalancer(server, backends);
  }

  /**
   * From now on nothing passes through the connections that are open, in either direction, and neither side hears of it.
   * New ones are served as ever.
   *
   * @returns how many were cut
   */
  cutSilently(): number {
    for (const { client, backend } of this.#passages) {
      client.unpipe(backend).pause();
      backend.unpipe(client).pause();
    }
    return this.#passages.size;
  }

  /** Resets the connections that are open. */
  dropConnections(): void {
    for (const { client, backend } of this.#passages) {
      client.resetAndDestroy();
      backend.resetAndDestroy();
    }
  }

  /** Ends all connections and stops listening. */
  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.dropConnections();
    await closed;
  }

  /** The same as `stop`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #serve(client: Socket): Promise<void> {
    // Resets of either side are everyday; `close` follows.
    client.on('error', () => {});
    this.#turn += 1;
    for (let tried = 0; tried < this.#backends.length; tried += 1) {
      const backend = await dial(this.#backends[(this.#turn + tried) % this.#backends.length] ?? 0);
      if (backend !== undefined) {
        this.#join({ client, backend });
        return;
      }
    }
    client.destroy();
  }

  #join(passage: Passage): void {
    const { client, backend } = passage;
    this.#passages.add(passage);
    backend.on('error', () => {});
    client.pipe(backend).pipe(client);
    client.once('close', () => {
      this.#passages.delete(passage);
      backend.destroy();
    });
    backend.once('close', () => client.destroy());
    if (client.destroyed) backend.destroy();
  }
}

async function dial(port: number): Promise<Socket | undefined> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  try {
    await once(socket, 'connect');
    return socket;
  } catch {
    return undefined;
  }
}

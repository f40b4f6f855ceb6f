import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { Transform, type TransformCallback } from 'node:stream';

/** What goes through arrives so much later, in the same order. */
class Delay extends Transform {
  readonly #delayMs: () => number;
  #lastDueMs = 0;

  constructor(delayMs: () => number) {
    super({ highWaterMark: 4 * 1024 * 1024 });
    this.#delayMs = delayMs;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const nowMs = performance.now();
    // Nothing overtakes what came before it, whatever the delay is meanwhile.
    this.#lastDueMs = Math.max(this.#lastDueMs, nowMs + this.#delayMs());
    if (this.#lastDueMs <= nowMs) this.push(chunk);
    else setTimeout(() => this.push(chunk), this.#lastDueMs - nowMs);
    done();
  }
}

/** The way to a server on a loopback port, on which its answers take longer: what one of several clients hears late. */
export class DelayProxy implements AsyncDisposable {
  /** Where it listens, on 127.0.0.1. */
  readonly port: number;
  /** How much later, from now on. */
  delayMs = 0;
  readonly #server: Server;
  readonly #sockets: Set<Socket> = new Set();

  private constructor(server: Server, target: number) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (client: Socket) => {
      const upstream = connect({ host: '127.0.0.1', port: target, noDelay: true });
      client
        .pipe(upstream)
        .pipe(new Delay(() => this.delayMs))
        .pipe(client);
      for (const [socket, other] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        this.#sockets.add(socket);
        // Resets are everyday; `close` follows.
        socket.on('error', () => {});
        socket.once('close', () => {
          this.#sockets.delete(socket);
          other.destroy();
        });
      }
    });
  }

  /** @param target where the server listens, on 127.0.0.1 */
  static async start(target: number): Promise<DelayProxy> {
    const server = createServer({ noDelay: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new DelayProxy(server, target);
  }

  /** Ends all connections and stops listening. */
  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

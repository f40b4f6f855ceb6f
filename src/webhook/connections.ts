import type { Server } from 'node:https';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import {
  CROWDED_CONNECTIONS,
  DRAIN_CHECK_INTERVAL_MS,
  DRAIN_QUIET_MS,
  MAX_SILENT_CONNECTIONS_PER_ADDRESS,
  SILENT_TIMEOUT_MS,
} from './limits.ts';

/** Knows the open connections of a server: bounds those that stay silent, and waits for all to end. */
export class Connections {
  readonly #open = new Set<Socket>();
  /** Ports of connections that have not sent a request, by address. */
  readonly #silent = new Map<string, Set<number>>();
  /** Connections that are kept although nothing was asked on them, the oldest first. */
  readonly #kept = new Set<Socket>();

  /** How many connections are open. */
  get count(): number {
    return this.#open.size;
  }

  /** Follows the connections of a server from now on. */
  watch(server: Server): void {
    server.on('connection', (socket: Socket) => this.#add(socket));
    server.on('request', ({ socket }) => {
      this.#kept.delete(socket);
      this.#speaks(socket.remoteAddress ?? '', socket.remotePort ?? 0);
    });
  }

  /**
   * Keeps a connection on which nothing was asked yet: an API server dials ahead, and what it sends on a connection that is closed
   * at that moment is lost. It ends after {@link SILENT_TIMEOUT_MS}, or when there are many and its place is needed.
   */
  keepSilent(socket: Socket): void {
    socket.setTimeout(SILENT_TIMEOUT_MS);
    this.#kept.add(socket);
    socket.once('close', () => this.#kept.delete(socket));
  }

  /**
   * Waits until no connection was open for {@link DRAIN_QUIET_MS}, or `timeoutMs` is over.
   *
   * @returns how many connections were left
   */
  async drain(timeoutMs: number): Promise<number> {
    const start = performance.now();
    let lastOpen = start;
    const quietMs = Math.min(DRAIN_QUIET_MS, timeoutMs);
    for (;;) {
      const now = performance.now();
      if (this.count > 0) lastOpen = now;
      if (now - lastOpen >= quietMs || now - start >= timeoutMs) return this.count;
      await delay(DRAIN_CHECK_INTERVAL_MS);
    }
  }

  #add(socket: Socket): void {
    const address = socket.remoteAddress ?? '';
    const port = socket.remotePort ?? 0;
    const silent = this.#silent.get(address) ?? new Set();
    if (silent.size >= MAX_SILENT_CONNECTIONS_PER_ADDRESS) {
      socket.destroy();
      return;
    }
    const [oldest] = this.#kept;
    if (this.count >= CROWDED_CONNECTIONS) oldest?.destroy();
    this.#silent.set(address, silent.add(port));
    this.#open.add(socket);
    socket.once('close', () => {
      this.#open.delete(socket);
      this.#speaks(address, port);
    });
  }

  #speaks(address: string, port: number): void {
    const silent = this.#silent.get(address);
    silent?.delete(port);
    if (silent?.size === 0) this.#silent.delete(address);
  }
}

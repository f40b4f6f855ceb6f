import { setTimeout as delay } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import { parseHttpReply } from '../performance/http-reply.ts';
import { openTls } from '../support/https-client.ts';
import type { RawRequest } from './request-writer.ts';

/** A request that is well-formed HTTP is answered within this time, however busy the machine is. */
const MAX_REPLY_MS = 10_000;

/** One that is not may be waited for: then the server would close the connection after ten seconds. */
const IRREGULAR_REPLY_MS = 300;

/** Sends bytes over a connection that is opened again where it was closed, or may be confused. */
export class RawClient {
  readonly #port: number;
  #socket: TLSSocket | undefined;
  #input: Buffer = Buffer.alloc(0);

  constructor(port: number) {
    this.#port = port;
  }

  /**
   * Sends a request and tells how it ended: the status, with the reason of a review; or that the connection was closed, or that
   * nothing came.
   *
   * @throws Error where a regular request was not answered
   */
  async send({ bytes, isRegular }: RawRequest): Promise<string> {
    this.#socket ??= await this.#open();
    this.#socket.write(bytes);
    const outcome = await this.#read(isRegular);
    if (isRegular && !/^\d/.test(outcome)) throw new Error(`${outcome}: ${bytes.toString('latin1').slice(0, 2_000)}`);
    if (!isRegular) this.close();
    return outcome;
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  async #open(): Promise<TLSSocket> {
    const socket = await openTls(this.#port);
    this.#input = Buffer.alloc(0);
    socket.on('data', (data: Buffer) => (this.#input = Buffer.concat([this.#input, data])));
    socket.on('error', () => undefined);
    return socket;
  }

  async #read(isRegular: boolean): Promise<string> {
    const endMs = performance.now() + (isRegular ? MAX_REPLY_MS : IRREGULAR_REPLY_MS);
    while (performance.now() < endMs) {
      const status = /^HTTP\/1\.1 (\d{3})/.exec(this.#input.toString('latin1', 0, 20))?.[1];
      // The answer to a HEAD has no body, and others may be cut off.
      if (!isRegular && status !== undefined) return status;
      const reply = status === undefined ? undefined : parseHttpReply(this.#input);
      if (reply !== undefined) return this.#take(reply);
      if (this.#socket?.destroyed === true) return 'closed';
      await delay(1);
    }
    return 'no answer';
  }

  #take({ status, body, closes, length }: NonNullable<ReturnType<typeof parseHttpReply>>): string {
    this.#input = this.#input.subarray(length);
    if (closes) this.close();
    return status === 200 ? `200 ${/"reason":"([a-z-]+)"/.exec(body)?.[1] ?? 'without a reason'}` : String(status);
  }
}

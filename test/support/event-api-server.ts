import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** An Event as these tests look at it. */
export interface StoredEvent {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly involvedObject: Readonly<Record<string, string>>;
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  readonly firstTimestamp: string;
  readonly lastTimestamp: string;
}

/** A request that the server got. */
export interface EventRequest {
  readonly method: string;
  readonly path: string;
  readonly contentType: string;
  readonly atMs: number;
}

/** What the next request gets: a status, no answer, the write done and its answer lost, or what it asks for. */
export type Scripted = number | 'hangs' | 'loses the answer' | 'takes it';

/** An API server for Events: creates and patches them. Answers that a test scripts come first, one for each request. */
export class EventApiServer {
  readonly events: Map<string, StoredEvent> = new Map();
  readonly requests: EventRequest[] = [];
  /** What the next requests get. */
  readonly script: Scripted[] = [];
  /** Headers of scripted refusals. */
  headers: Readonly<Record<string, string>> = {};
  /** Message of scripted refusals. */
  message = 'scripted';
  readonly #server: Server = createServer((request, response) => void this.#answer(request, response));

  /** Listens on a free port of 127.0.0.1. */
  static async start(): Promise<EventApiServer> {
    const server = new EventApiServer();
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The Events, in the order of their creation. */
  get stored(): readonly StoredEvent[] {
    return [...this.events.values()];
  }

  /** Stops to listen and resets every connection. */
  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '' } = request;
    const body = JSON.parse(await text(request)) as StoredEvent;
    const contentType = request.headers['content-type'] ?? '';
    this.requests.push({ method, path, contentType, atMs: performance.now() });
    const scripted = this.script.shift();
    if (scripted === 'hangs') return;
    if (typeof scripted === 'number') {
      response.writeHead(scripted, this.headers).end(JSON.stringify({ message: this.message }));
      return;
    }
    const stored = method === 'POST' ? this.#create(path, body) : this.#patch(path, body);
    if (scripted === 'loses the answer') request.socket.destroy();
    else if (typeof stored === 'number') response.writeHead(stored).end('{}');
    else response.end(JSON.stringify(stored));
  }

  #create(path: string, event: StoredEvent): StoredEvent | number {
    const key = `${path}/${event.metadata.name}`;
    if (this.events.has(key)) return 409;
    this.events.set(key, event);
    return event;
  }

  #patch(path: string, patch: Partial<StoredEvent>): StoredEvent | number {
    const event = this.events.get(path);
    if (event === undefined) return 404;
    const patched = { ...event, ...patch };
    this.events.set(path, patched);
    return patched;
  }
}

import { once } from 'node:events';
import {
  createServer as createHttpServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Answer, Exchange } from './scripted-answers.ts';

/** A request that the server got. */
export interface Received {
  readonly verb: 'list' | 'watch';
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly atMs: number;
}

/** An object of the server; name, uid and version are added. */
export type Fields = Readonly<Record<string, unknown>>;

interface LoggedEvent {
  readonly version: number;
  readonly line: string;
}

/**
 * An API server for one resource: lists with pages, watches that begin where they are asked to. Answers that a test
 * scripts come first, one per request, in their order.
 */
export class ScriptedApiServer {
  readonly received: Received[] = [];
  readonly #server: Server;
  readonly #scripts: Record<'list' | 'watch', Answer[]> = { list: [], watch: [] };
  readonly #objects: Map<string, Record<string, unknown>> = new Map();
  readonly #log: LoggedEvent[] = [];
  readonly #watches: Set<ServerResponse> = new Set();
  readonly #sockets: Set<Socket> = new Set();
  readonly #scheme: 'http' | 'https';
  #version = 100;
  #uids = 0;

  private constructor(tls?: { readonly cert: string; readonly key: string }) {
    const listener = (request: IncomingMessage, response: ServerResponse): void => this.#receive({ request, response });
    this.#server = tls === undefined ? createHttpServer(listener) : createHttpsServer(tls, listener);
    this.#scheme = tls === undefined ? 'http' : 'https';
    this.#server.on(tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
      socket.on('error', () => {});
    });
  }

  /** Listens on a free port of 127.0.0.1. */
  static async start(tls?: { readonly cert: string; readonly key: string }): Promise<ScriptedApiServer> {
    const server = new ScriptedApiServer(tls);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `${this.#scheme}://127.0.0.1:${this.port}`;
  }

  /** Connections that are open at this moment, idle ones too. */
  get openSockets(): number {
    return this.#sockets.size;
  }

  /** Watches that were answered by the server itself and are open. */
  get openWatches(): number {
    return this.#watches.size;
  }

  get version(): string {
    return String(this.#version);
  }

  /** The requests of one verb so far. */
  requests(verb: 'list' | 'watch'): readonly Received[] {
    return this.received.filter((received) => received.verb === verb);
  }

  /** Answers for the next lists. */
  scriptList(...answers: readonly Answer[]): void {
    this.#scripts.list.push(...answers);
  }

  /** Answers for the next watches. */
  scriptWatch(...answers: readonly Answer[]): void {
    this.#scripts.watch.push(...answers);
  }

  /** Creates an object or changes it. `isSilent`: open watches do not hear of it. */
  set(name: string, fields: Fields = {}, { isSilent = false }: { readonly isSilent?: boolean } = {}): void {
    const known = this.#objects.get(name);
    const metadata = { ...(fields['metadata'] as object | undefined), name, uid: uidOf(known) ?? this.#newUid() };
    const object = { ...fields, metadata: { ...metadata, resourceVersion: this.#nextVersion() } };
    this.#objects.set(name, object);
    this.#emit(known === undefined ? 'ADDED' : 'MODIFIED', object, isSilent);
  }

  /** Deletes an object. `isSilent`: open watches do not hear of it. */
  delete(name: string, { isSilent = false }: { readonly isSilent?: boolean } = {}): void {
    const known = this.#objects.get(name);
    this.#objects.delete(name);
    const metadata = { ...(known?.['metadata'] as object | undefined), resourceVersion: this.#nextVersion() };
    this.#emit('DELETED', { ...known, metadata }, isSilent);
  }

  /** Tells open watches the version; a higher one each time. */
  bookmark(): void {
    const object = { metadata: { resourceVersion: this.#nextVersion() } };
    const line = `${JSON.stringify({ type: 'BOOKMARK', object })}\n`;
    for (const watch of this.#watches) watch.write(line);
  }

  /** Ends the open watches, as the API server does when their time is over. */
  endWatches(): void {
    for (const watch of this.#watches) watch.end();
    this.#watches.clear();
  }

  /** Resets every connection, as a crash does. */
  resetConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Stops to listen and resets every connection. */
  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.close();
    this.resetConnections();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  #receive(exchange: Exchange): void {
    const url = new URL(exchange.request.url ?? '/', this.url);
    const query = Object.fromEntries(url.searchParams);
    const verb = query['watch'] === 'true' ? 'watch' : 'list';
    const { headers } = exchange.request;
    this.received.push({ verb, path: url.pathname, query, headers, atMs: performance.now() });
    const scripted = this.#scripts[verb].shift();
    if (scripted !== undefined) scripted(exchange);
    else if (verb === 'list') this.#list(exchange.response, query);
    else this.#watch(exchange.response, query);
  }

  #list(response: ServerResponse, query: Readonly<Record<string, string>>): void {
    const name = query['fieldSelector']?.replace('metadata.name=', '');
    const objects = [...this.#objects.entries()].filter(([key]) => name === undefined || key === name);
    const start = Number(query['continue'] ?? 0);
    const end = start + Number(query['limit'] ?? objects.length);
    const metadata = { resourceVersion: this.version, ...(end < objects.length ? { continue: String(end) } : {}) };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ metadata, items: objects.slice(start, end).map(([, object]) => object) }));
  }

  #watch(response: ServerResponse, query: Readonly<Record<string, string>>): void {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    const from = Number(query['resourceVersion']);
    for (const { line, version } of this.#log) if (version > from) response.write(line);
    this.#watches.add(response);
    response.once('close', () => this.#watches.delete(response));
  }

  #emit(type: string, object: unknown, isSilent: boolean): void {
    const line = `${JSON.stringify({ type, object })}\n`;
    this.#log.push({ version: this.#version, line });
    if (!isSilent) for (const watch of this.#watches) watch.write(line);
  }

  #nextVersion(): string {
    this.#version += 1;
    return String(this.#version);
  }

  #newUid(): string {
    this.#uids += 1;
    return `uid-${this.#uids}`;
  }
}

function uidOf(object: Record<string, unknown> | undefined): string | undefined {
  return (object?.['metadata'] as { uid?: string } | undefined)?.uid;
}

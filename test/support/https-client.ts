import { Agent, request, type RequestOptions } from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { once } from 'node:events';
import { text as readText } from 'node:stream/consumers';

/** What a server answered. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** How to send. Without an agent, each request has a connection of its own. */
export interface SendOptions {
  readonly method?: string;
  /** A value that is no text is sent as JSON; `undefined` sends no body. */
  readonly body?: unknown;
  /** Headers; by default the content type of JSON. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly agent?: Agent;
  /** Leaves the length out. */
  readonly isChunked?: boolean;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/**
 * Sends a request to a server with a certificate of its own making and reads the whole answer.
 *
 * @throws Error of the connection, if that ends before the answer
 */
export async function send(url: string, options: SendOptions = {}): Promise<Answer> {
  const { method = 'POST', body, headers = JSON_TYPE, agent, isChunked = false } = options;
  const data = encode(body);
  const length = isChunked || data === undefined ? {} : { 'content-length': String(Buffer.byteLength(data)) };
  const sent: RequestOptions = { method, headers: { ...headers, ...length }, rejectUnauthorized: false };
  const outgoing = request(url, { ...sent, agent: agent ?? false });
  if (isChunked) outgoing.flushHeaders();
  // A server may answer and close before it has read the body: what counts is whether its answer arrives.
  const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
  outgoing.end(data);
  const [response] = await answered;
  outgoing.on('error', () => undefined);
  return { status: response.statusCode ?? 0, headers: response.headers, text: await readText(response) };
}

function encode(body: unknown): string | Buffer | undefined {
  return body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
}

/** Opens a TLS connection to a server on this machine, and waits for the handshake. */
export async function openTls(port: number, options: ConnectionOptions = {}): Promise<TLSSocket> {
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...options });
  await once(socket, 'secureConnect');
  return socket;
}

/** An agent that keeps at most one connection, for as long as the server does. */
export function oneConnection(): Agent {
  return new Agent({ keepAlive: true, maxSockets: 1 });
}

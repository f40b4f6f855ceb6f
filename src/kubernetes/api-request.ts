import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { failure, ok, type Result } from '../result.ts';
import type { ApiConnection, Authorization } from './api-connection.ts';
import { failureOfAnswer, failureOfError, messageOf, type ApiFailure } from './api-failure.ts';
import type { Deadline } from './deadline.ts';

/** One request to the API server. */
export interface ApiRequest {
  /** `GET` when left out. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path and query. */
  readonly path: string;
  /** `application/json` when left out. */
  readonly accept?: string;
  readonly body?: string;
  /** Of the body; `application/json` when left out. */
  readonly contentType?: string;
}

/** More than a Status object needs. */
const MAX_REFUSAL_BYTES = 65_536;

/**
 * Sends a request. The deadline covers credentials, connection and head; whoever reads the body restarts or ends it.
 * When it fires, the connection is cut, also while the body is read.
 *
 * @returns the answer with its body unread, or why there is none; a status other than 2xx is a failure, a 401 makes the
 * connection forget its credentials
 */
export async function openResponse(
  connection: ApiConnection,
  request: ApiRequest,
  deadline: Deadline,
): Promise<Result<IncomingMessage, ApiFailure>> {
  const what = describe(request);
  const authorization = await authorize(connection, what, deadline);
  if (!authorization.ok) return authorization;
  try {
    const response = await send(connection.server, request, authorization.value, deadline.signal);
    const status = response.statusCode ?? 0;
    if (status >= 200 && status < 300) return ok(response);
    if (status === 401) connection.forgetCredentials();
    const body = await readText(response, MAX_REFUSAL_BYTES);
    return failure(failureOfAnswer(what, { status, retryAfter: response.headers['retry-after'], body: body ?? '' }));
  } catch (error) {
    return failure(failureOfError(what, error, deadline));
  }
}

/** What a failure's message calls the request: without the query, which differs each time. */
export function describe({ method = 'GET', path }: ApiRequest): string {
  return `${method} ${path.split('?', 1)[0] ?? path}`;
}

/** The rest of a body as text; `undefined` where it is longer, and then the connection is cut. @throws When it breaks off. */
export async function readText(response: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** An exec plugin may never end, so the deadline does not wait for it. */
async function authorize(
  connection: ApiConnection,
  what: string,
  deadline: Deadline,
): Promise<Result<Authorization, ApiFailure>> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(new Error('aborted'));
  try {
    if (deadline.signal.aborted) throw new Error('aborted');
    deadline.signal.addEventListener('abort', onAbort);
    return ok(await Promise.race([connection.authorize(), aborted]));
  } catch (error) {
    if (deadline.signal.aborted) return failure(failureOfError(what, error, deadline));
    return failure({ kind: 'credentials', message: `no credentials for ${what}: ${messageOf(error)}`, cause: error });
  } finally {
    deadline.signal.removeEventListener('abort', onAbort);
  }
}

function send(
  server: URL,
  { method = 'GET', path, accept = 'application/json', body, contentType = 'application/json' }: ApiRequest,
  { agent, headers }: Authorization,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const url = new URL(server.pathname.replace(/\/$/u, '') + path, server);
  const content =
    body === undefined ? {} : { 'content-type': contentType, 'content-length': String(Buffer.byteLength(body)) };
  const open = url.protocol === 'http:' ? httpRequest : httpsRequest;
  const outgoing = open(url, {
    method,
    agent,
    headers: { ...headers, ...content, accept, 'user-agent': 'sidecar-injector' },
  });
  outgoing.once('response', resolve);
  // Stays: a connection may fail after the answer has begun; then the reader of the body is told.
  outgoing.on('error', reject);
  cutOnAbort(outgoing, signal);
  outgoing.end(body);
  return promise;
}

function cutOnAbort(outgoing: ClientRequest, signal: AbortSignal): void {
  let response: IncomingMessage | undefined;
  const cut = (): void => {
    const reason = new Error('aborted');
    response?.destroy(reason);
    outgoing.destroy(reason);
  };
  outgoing.once('response', (incoming: IncomingMessage) => (response = incoming));
  outgoing.once('close', () => signal.removeEventListener('abort', cut));
  if (signal.aborted) cut();
  else signal.addEventListener('abort', cut);
}

import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';
import { type HttpReply, parseHttpReply } from './http-reply.ts';
import { type ReviewBody, writeUid } from './review-body.ts';

/** How many keep-alive connections send reviews, each with one in flight: as many as a small API server holds. */
export const CONNECTION_COUNT = 4;

/** The path of every measured server. The injector reads from it that the namespace is enabled. */
const MUTATE_PATH = '/mutate/enabled';

/** A reply that takes longer than this fails the bench. */
const REPLY_TIMEOUT_MS = 15_000;

/** Where to send reviews, and what every reply must hold. */
export interface Target {
  readonly name: string;
  readonly port: number;
  readonly patches: boolean;
}

/**
 * Sends `count` reviews over {@link CONNECTION_COUNT} connections with TLS 1.3 and checks every reply.
 *
 * @throws Error at the first reply that is not status 200, `allowed: true`, of the review's own uid, and with a patch
 * exactly where the target makes one.
 */
export async function sendReviews(target: Target, review: ReviewBody, count: number): Promise<void> {
  let sent = 0;
  const nextNumber = (): number | undefined => (sent < count ? sent++ : undefined);
  const clients = Array.from({ length: Math.min(CONNECTION_COUNT, count) }, async () =>
    sendInTurn(target, review, nextNumber),
  );
  await Promise.all(clients);
}

async function sendInTurn(target: Target, review: ReviewBody, nextNumber: () => number | undefined): Promise<void> {
  const body = { ...review, bytes: Buffer.from(review.bytes) };
  const head = requestHead(target.port, body.bytes.length);
  let socket: TLSSocket | undefined;
  try {
    for (let number = nextNumber(); number !== undefined; number = nextNumber()) {
      const uid = writeUid(body, number);
      socket ??= await openConnection(target.port);
      const reply = await exchange(socket, [head, body.bytes]);
      checkReply(target, reply, uid);
      if (reply.closes) socket = closeConnection(socket);
    }
  } finally {
    socket?.destroy();
  }
}

function requestHead(port: number, bodyLength: number): Buffer {
  return Buffer.from(
    `POST ${MUTATE_PATH} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept: application/json\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${bodyLength}\r\n\r\n`,
  );
}

/** The certificates are made for the run and prove nothing: only the cost of TLS counts here. */
async function openConnection(port: number): Promise<TLSSocket> {
  const socket = connect({ host: '127.0.0.1', port, minVersion: 'TLSv1.3', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  return socket.setNoDelay(true).setTimeout(REPLY_TIMEOUT_MS);
}

function closeConnection(socket: TLSSocket): undefined {
  socket.destroy();
}

async function exchange(socket: TLSSocket, request: readonly Buffer[]): Promise<HttpReply> {
  const { promise, resolve, reject } = Promise.withResolvers<HttpReply>();
  let received: Buffer = Buffer.alloc(0);
  const onData = (chunk: Buffer): void => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    try {
      const reply = parseHttpReply(received);
      if (reply !== undefined) resolve(reply);
    } catch (error) {
      reject(error);
    }
  };
  const onEnd = (): void => reject(new Error('the server closed the connection before its reply was complete'));
  const onTimeout = (): void => reject(new Error(`no reply within ${REPLY_TIMEOUT_MS} ms`));
  socket.on('data', onData).on('error', reject).on('close', onEnd).on('timeout', onTimeout);
  socket.cork();
  for (const part of request) socket.write(part);
  socket.uncork();
  try {
    return await promise;
  } finally {
    socket.off('data', onData).off('error', reject).off('close', onEnd).off('timeout', onTimeout);
  }
}

interface AdmissionReply {
  readonly response?: { readonly uid?: string; readonly allowed?: boolean; readonly patch?: string };
}

function checkReply(target: Target, reply: HttpReply, uid: string): void {
  if (reply.status !== 200) throw new Error(`${target.name} answered HTTP ${reply.status}: ${reply.body}`);
  const response = (JSON.parse(reply.body) as AdmissionReply).response;
  if (response?.uid !== uid) throw new Error(`${target.name} answered uid ${response?.uid} to review ${uid}`);
  if (response.allowed !== true) throw new Error(`${target.name} did not allow the Pod: ${reply.body}`);
  if ((response.patch !== undefined) !== target.patches) {
    throw new Error(`${target.name} answered ${target.patches ? 'without a' : 'with a'} patch: ${reply.body}`);
  }
}

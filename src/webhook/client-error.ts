import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Connections } from './connections.ts';
import { statusBody } from './review-failure.ts';

/** Statuses of what the parser or the clock finds wrong with a request; of all else it is 400. */
const STATUSES: ReadonlyMap<string, number> = new Map([
  ['ERR_HTTP_REQUEST_TIMEOUT', 408],
  ['HPE_HEADER_OVERFLOW', 431],
]);

/**
 * What answers a request that cannot be read or takes too long, and closes its connection. One on which nothing was ever asked
 * is no such request, though Node's clock runs from its opening: it is left to {@link Connections.keepSilent}, and the clock starts
 * again with its first request.
 *
 * @see https://nodejs.org/docs/latest-v26.x/api/http.html#event-clienterror
 */
export function clientErrorAnswer(connections: Connections): (error: NodeJS.ErrnoException, socket: Socket) => void {
  return ({ code = '' }, socket) => {
    if (code === 'ECONNRESET' || socket.destroyed) return;
    const status = STATUSES.get(code) ?? 400;
    if (status === 408 && socket.bytesRead === 0) {
      connections.keepSilent(socket);
      return;
    }
    if (socket.writable) socket.write(rawAnswer(status));
    socket.destroy();
  };
}

function rawAnswer(status: number): string {
  const body = JSON.stringify(statusBody(status, 'the request cannot be read'));
  const headers = ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`, 'Connection: close'];
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${headers.join('\r\n')}\r\n\r\n${body}`;
}

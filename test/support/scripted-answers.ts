import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request as the scripted API server got it, and its answer to come. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Answers one request, or leaves it without an answer. */
export type Answer = (exchange: Exchange) => void;

/** What becomes of a connection after what was written to it. */
export type Ending = 'stays open' | 'ends' | 'is reset';

/** No byte of an answer, ever. */
export function hang(): Answer {
  return () => {};
}

/** A Status object. */
export function status(code: number, headers: Readonly<Record<string, string>> = {}, message = 'scripted'): Answer {
  return ({ response }) => {
    response.writeHead(code, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', message, code }));
  };
}

/** 200, these pieces one by one as they are, and an ending. */
export function pieces(parts: readonly (string | Buffer)[], ending: Ending = 'stays open'): Answer {
  return ({ response }) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    const write = (index: number): void => {
      const part = parts[index];
      if (part === undefined) return finish(response, ending);
      response.write(part);
      // Each piece is to arrive alone.
      setTimeout(() => write(index + 1), 5);
    };
    write(0);
  };
}

/** 200, these events, and an ending. */
export function events(list: readonly unknown[], ending: Ending = 'stays open'): Answer {
  return pieces(
    list.map((event) => `${JSON.stringify(event)}\n`),
    ending,
  );
}

/** The ERROR event of a watch. */
export function errorEvent(code: number, reason = ''): unknown {
  return { type: 'ERROR', object: { kind: 'Status', status: 'Failure', message: `scripted ${code}`, reason, code } };
}

/** The BOOKMARK event of a watch. */
export function bookmark(resourceVersion: string): unknown {
  return { type: 'BOOKMARK', object: { kind: 'Any', metadata: { resourceVersion } } };
}

/** 200 and a body. */
export function body(value: unknown): Answer {
  return ({ response }) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(typeof value === 'string' ? value : JSON.stringify(value));
  };
}

function finish(response: ServerResponse, ending: Ending): void {
  if (ending === 'ends') response.end();
  if (ending === 'is reset') response.socket?.resetAndDestroy();
}

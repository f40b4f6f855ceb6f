/** One HTTP/1.1 reply, and how many bytes of the input it took. */
export interface HttpReply {
  readonly status: number;
  readonly body: string;
  /** True where the server ends the connection after this reply. */
  readonly closes: boolean;
  readonly length: number;
}

const HEAD_END = '\r\n\r\n';

/**
 * Parses the reply at the start of `input`, or returns undefined while it is incomplete.
 * Knows the two framings that the measured servers use: Content-Length and chunks.
 *
 * @throws Error where the reply has neither.
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-6
 */
export function parseHttpReply(input: Buffer): HttpReply | undefined {
  const headEnd = input.indexOf(HEAD_END);
  if (headEnd < 0) return undefined;
  const head = input.toString('latin1', 0, headEnd).toLowerCase();
  const framed = readBody(input, headEnd + HEAD_END.length, head);
  if (framed === undefined) return undefined;
  const status = Number(head.slice('http/1.1 '.length, 'http/1.1 200'.length));
  return { status, ...framed, closes: head.includes('\r\nconnection: close') };
}

interface FramedBody {
  readonly body: string;
  readonly length: number;
}

function readBody(input: Buffer, start: number, head: string): FramedBody | undefined {
  const contentLength = /\r\ncontent-length: *(\d+)/u.exec(head)?.[1];
  if (contentLength !== undefined) {
    const end = start + Number(contentLength);
    return input.length < end ? undefined : { body: input.toString('utf8', start, end), length: end };
  }
  if (head.includes('\r\ntransfer-encoding: chunked')) return readChunks(input, start);
  throw new Error(`a reply without Content-Length and without chunks: ${head}`);
}

function readChunks(input: Buffer, start: number): FramedBody | undefined {
  const chunks: Buffer[] = [];
  for (let at = start; ;) {
    const lineEnd = input.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(input.toString('latin1', at, lineEnd), 16);
    const end = lineEnd + 2 + size;
    if (input.length < end + 2) return undefined;
    if (size === 0) return { body: Buffer.concat(chunks).toString('utf8'), length: end + 2 };
    chunks.push(input.subarray(lineEnd + 2, end));
    at = end + 2;
  }
}

import type { IncomingMessage } from 'node:http';
import { LARGE_REVIEW_BYTES, MAX_DISCARDED_BYTES, MAX_REVIEW_BYTES, UID_SEARCH_BYTES } from './limits.ts';
import { ReviewFailure } from './review-failure.ts';

/** A body as it came: its bytes, or the first of them where it is too large to be kept. */
export type RawBody = { readonly bytes: Buffer } | { readonly tooLarge: string };

/**
 * Reads a request's body up to {@link MAX_REVIEW_BYTES} and hands it to `done`, once. The rest of a larger one is read and
 * dropped, so that its sender gets an answer. Fails with a {@link ReviewFailure} for an empty body.
 */
export function readBody(stream: IncomingMessage, done: (error: Error | null, body?: RawBody) => void): void {
  const room = makeRoom(stream.headers['content-length']);
  const chunks: Buffer[] = [];
  let length = 0;
  stream.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (room !== undefined) chunk.copy(room, length - chunk.length);
    else if (length <= MAX_REVIEW_BYTES || chunks.length === 0) chunks.push(chunk);
    else if (length > MAX_DISCARDED_BYTES)
      stream.destroy(new ReviewFailure(413, 'too-large-without-uid', describeSize()));
  });
  stream.once('error', done);
  stream.once('end', () => {
    if (length === 0) done(new ReviewFailure(400, 'empty-body', 'the body is empty: POST an AdmissionReview'));
    else if (length > MAX_REVIEW_BYTES)
      done(null, { tooLarge: startOf(Buffer.concat(chunks, Math.min(UID_SEARCH_BYTES, length))) });
    else done(null, { bytes: room ?? joinChunks(chunks, length) });
  });
}

/** A large body of a known length is written into one piece as it comes: joined at its end, it would be there twice. */
function makeRoom(contentLength: string | undefined): Buffer | undefined {
  const length = Number(contentLength);
  return length > LARGE_REVIEW_BYTES && length <= MAX_REVIEW_BYTES ? Buffer.allocUnsafeSlow(length) : undefined;
}

function joinChunks(chunks: readonly Buffer[], length: number): Buffer {
  const [first] = chunks;
  return chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks, length);
}

/** As much of a body as its uid is looked for in. */
export function startOf(bytes: Buffer): string {
  return bytes.toString('latin1', 0, UID_SEARCH_BYTES);
}

/** What to say of a body that is larger than the server reads. */
export function describeSize(): string {
  return `the body is larger than the ${MAX_REVIEW_BYTES} bytes that are read, and holds no request.uid at its start`;
}

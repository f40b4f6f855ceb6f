import type { IncomingMessage } from 'node:http';
import { MAX_DISCARDED_BYTES, MAX_REVIEW_BYTES, UID_SEARCH_BYTES } from './limits.ts';
import { ReviewFailure } from './review-failure.ts';

/** A body as it came: JSON, or too large to be read, with its first bytes. */
export type ReviewBody = { readonly json: unknown } | { readonly tooLarge: string };

/**
 * Reads a request's body up to {@link MAX_REVIEW_BYTES} and hands it to `done`, once. The rest of a larger one is read and
 * dropped, so that its sender gets an answer. Keys such as `__proto__` stay data. Fails with a {@link ReviewFailure} for an
 * empty body and for one that is no JSON.
 */
export function readBody(stream: IncomingMessage, done: (error: Error | null, body?: ReviewBody) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  stream.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= MAX_REVIEW_BYTES || chunks.length === 0) chunks.push(chunk);
    else if (length > MAX_DISCARDED_BYTES)
      stream.destroy(new ReviewFailure(413, 'too-large-without-uid', describeSize()));
  });
  stream.once('error', done);
  stream.once('end', () => {
    const body = parseBody(chunks, length);
    if (body instanceof Error) done(body);
    else done(null, body);
  });
}

function parseBody(chunks: readonly Buffer[], length: number): ReviewBody | ReviewFailure {
  if (length > MAX_REVIEW_BYTES)
    return { tooLarge: Buffer.concat(chunks, Math.min(UID_SEARCH_BYTES, length)).toString('latin1') };
  if (length === 0) return new ReviewFailure(400, 'empty-body', 'the body is empty: POST an AdmissionReview');
  const [first] = chunks;
  return parseJson(chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks, length));
}

/** What to say of a body that is larger than the server reads. */
export function describeSize(): string {
  return `the body is larger than the ${MAX_REVIEW_BYTES} bytes that are read, and holds no request.uid at its start`;
}

function parseJson(body: Buffer): ReviewBody | ReviewFailure {
  try {
    return { json: JSON.parse(body.toString('utf8')) };
  } catch {
    return new ReviewFailure(400, 'not-json', 'the body is not JSON');
  }
}

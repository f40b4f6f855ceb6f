import { LARGE_REVIEW_BYTES, MAX_REVIEW_BYTES, PARSE_SLICE_MS, REVIEW_BOUNDS } from './limits.ts';
import { startOf, type RawBody } from './read-body.ts';
import { ReviewFailure } from './review-failure.ts';
import { SlicedJsonParser, type ParserState } from './sliced-json.ts';

/** A body that was looked at: JSON, or too large to be read, with its first bytes and what it is larger than. */
export type ReviewBody =
  | { readonly json: unknown; /** How many values a large one holds. */ readonly values?: number }
  | { readonly tooLarge: string; readonly limit: string };

/** What a parsed body is handed to. */
export type TakeBody = (error: Error | null, body?: ReviewBody) => void;

/** Between two looks at the clock: at most this many tokens, or as many pieces of a text, which are 8 KiB. */
const STEPS_PER_LOOK = 32;

/** Whether a body has to wait for its turn to be parsed. */
export function isLarge(body: RawBody): body is { bytes: Buffer } {
  return 'bytes' in body && body.bytes.length > LARGE_REVIEW_BYTES;
}

/** Parses a body that is not large, at once. Keys such as `__proto__` stay data. */
export function parseSmallBody(body: RawBody): ReviewBody | ReviewFailure {
  if ('tooLarge' in body) return { ...body, limit: `${MAX_REVIEW_BYTES} bytes` };
  try {
    return { json: JSON.parse(body.bytes.toString('utf8')) };
  } catch {
    return notJson();
  }
}

/** Parses a large body in slices of {@link PARSE_SLICE_MS}, with a turn of the event loop after each of them. */
export function parseLargeBody(bytes: Buffer, isGone: () => boolean, done: TakeBody): void {
  const parser = new SlicedJsonParser(bytes, REVIEW_BOUNDS);
  const parseSlice = (): void => {
    if (isGone()) {
      done(new ReviewFailure(400, 'aborted', 'the sender is gone'));
      return;
    }
    const state = runSlice(parser);
    if (state === 'open') setImmediate(parseSlice);
    else setImmediate(() => finish(state, parser, bytes, done));
  };
  parseSlice();
}

function runSlice(parser: SlicedJsonParser): ParserState {
  const endMs = performance.now() + PARSE_SLICE_MS;
  for (;;) {
    const state = parser.advance(STEPS_PER_LOOK);
    if (state !== 'open' || performance.now() >= endMs) return state;
  }
}

function finish(state: ParserState, { value, values }: SlicedJsonParser, bytes: Buffer, done: TakeBody): void {
  if (state === 'done') done(null, { json: value, values });
  else if (state === 'not-json') done(notJson());
  else done(null, { tooLarge: startOf(bytes), limit: describeBounds() });
}

function describeBounds(): string {
  const { maxValues, maxDistinctKeys } = REVIEW_BOUNDS;
  return `${maxValues} values, ${maxDistinctKeys} different keys or 1024 characters of a number`;
}

function notJson(): ReviewFailure {
  return new ReviewFailure(400, 'not-json', 'the body is not JSON');
}

import type { BudgetLimits } from './body-budget.ts';
import type { JsonBounds } from './sliced-json.ts';
import type { AllowanceLimits } from './work-allowance.ts';

/**
 * Every limit and timeout of the server, each with its reason. Times in ms, sizes in bytes.
 */

/**
 * The largest AdmissionReview that is read: what etcd can store, 1.5 MiB, with each character written as the six of `\u003c`,
 * is 9 MiB, and the envelope is small.
 *
 * @see https://etcd.io/docs/v3.6/dev-guide/limit/
 */
export const MAX_REVIEW_BYTES: number = 10 * 1024 * 1024;

/** Of a larger review only this much is kept, to find the uid in: the API server writes it within the first 200 bytes. */
export const UID_SEARCH_BYTES = 4096;

/** A larger review is read to its end, so that its sender gets the answer; past this the connection is closed. */
export const MAX_DISCARDED_BYTES: number = 32 * 1024 * 1024;

/** What etcd stores of one object. @see https://etcd.io/docs/v3.6/dev-guide/limit/ */
const MAX_STORED_BYTES = 1.5 * 1024 * 1024;

/**
 * A review above this is parsed in slices and waits for its turn: a smaller one takes at most some 2 ms to parse, whatever is
 * in it, and Pods that people write stay below it.
 */
export const LARGE_REVIEW_BYTES: number = 32 * 1024;

/**
 * A large review is parsed for this long before other work has its turn. A small review takes 0.3 ms: it then waits no longer
 * than for a few others.
 */
export const PARSE_SLICE_MS = 1;

/**
 * What a Pod that etcd can store may hold at most: a value takes two bytes there, and a key that no other has nine (six of
 * protobuf about it, and most of so many are three characters long). More could be as many as a third of the bytes of a review,
 * and take a hundred times their memory.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export const REVIEW_BOUNDS: JsonBounds = {
  maxValues: MAX_STORED_BYTES / 2,
  maxDistinctKeys: Math.floor(MAX_STORED_BYTES / 9),
};

/** A large review that has waited this long for its turn is told to come again: half of the webhook's timeout is over. */
export const LANE_TIMEOUT_MS = 2500;

/**
 * Reviews with more values than this share an allowance of processor time, of which what is above 10 ms each is charged: labels
 * and annotations by the ten thousand take a few hundred ms, and nothing can be done between. A Pod of 1,000 variables has 7,000
 * values with its managed fields, and takes 2 ms.
 */
export const COSTLY_REVIEW_VALUES = 5000;
export const COSTLY_REVIEW_ALLOWANCE: AllowanceLimits = { burstMs: 1000, share: 0.01, freeMs: 10 };

/**
 * Bodies being read or answered may hold 32 MiB together: three of the largest fit. 1 MiB of it is for those of at most that size
 * which are thousands of ordinary reviews, so that they never wait for large ones. The next waits unread, which costs some 100 KiB for
 * each of at most 64; past that number or that time it is told to come again.
 */
export const BODY_BUDGET: BudgetLimits = {
  maxBytes: 32 * 1024 * 1024,
  reservedBytes: 1024 * 1024,
  maxWaiting: 64,
};
export const ROOM_TIMEOUT_MS = 2000;

/** How many seconds a client that was told to come again waits: the API server honours it within the webhook's timeout. */
export const RETRY_AFTER_SECONDS = 1;

/**
 * Reading templates takes long for its size, and whoever reaches the server can ask for it: after a burst, a tenth of the time.
 * People who change templates stay far below it.
 */
export const VALIDATION_ALLOWANCE: AllowanceLimits = { burstMs: 1000, share: 0.1 };

/** The API server keeps an idle connection for 90 s; closed by us before that, a review in flight would be lost. */
export const KEEP_ALIVE_TIMEOUT_MS = 120_000;

/**
 * A connection that it opened ahead and has not used yet stays as long, after the {@link HEADERS_TIMEOUT_MS} that Node counts from
 * its opening.
 */
export const SILENT_TIMEOUT_MS: number = KEEP_ALIVE_TIMEOUT_MS;

/** A TLS handshake, the headers once begun and a whole request each get twice the webhook's timeout of 5 s. */
export const HANDSHAKE_TIMEOUT_MS = 10_000;
export const HEADERS_TIMEOUT_MS = 10_000;
export const REQUEST_TIMEOUT_MS = 10_000;

/** How often slow connections are looked for. */
export const CONNECTIONS_CHECK_INTERVAL_MS = 1000;

/** After this many reviews a connection is closed after its reply, so that a new replica gets its share. */
export const MAX_REQUESTS_PER_SOCKET = 1000;

/** An API server holds 25 idle connections per host; this is room for forty of them. */
export const MAX_CONNECTIONS = 1024;

/** From so many on, each new connection takes the place of the oldest that has said nothing for {@link HEADERS_TIMEOUT_MS}. */
export const CROWDED_CONNECTIONS: number = MAX_CONNECTIONS / 2;

/**
 * Connections of one address that have not sent a request yet. An API server has 200 requests that change something in
 * flight at most (`--max-mutating-requests-inflight`), and may open a connection for each of them at once.
 */
export const MAX_SILENT_CONNECTIONS_PER_ADDRESS = 256;

/** While draining, the server ends once no connection was open for this long: a client that still knows us re-dials sooner. */
export const DRAIN_QUIET_MS = 3000;

/** How often a draining server looks at its connections. */
export const DRAIN_CHECK_INTERVAL_MS = 50;

/** Longer than it takes for the endpoint's removal to spread (5 s) and for an API server to drop an idle connection (90 s). */
export const DRAIN_TIMEOUT_MS = 100_000;

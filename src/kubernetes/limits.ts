/** Every delay and bound of an informer. */
export interface InformerLimits {
  /** For credentials, connection and the head of the answer, in all. */
  readonly responseTimeoutMs: number;
  /** For one page of a list, from credentials to the last byte. */
  readonly pageTimeoutMs: number;
  /** Objects per page of a list. */
  readonly pageLimit: number;
  readonly maxPageBytes: number;
  /** Longest line of a watch. */
  readonly maxLineBytes: number;
  /** The API server is asked to end a watch after a random time between these. */
  readonly minWatchSeconds: number;
  readonly maxWatchSeconds: number;
  /** A watch without event and bookmark for this long is replaced. */
  readonly stallMs: number;
  /** After this long without event, bookmark or list, watches are not trusted any more: list. */
  readonly maxSilenceMs: number;
  /** A list this long after the last one, whatever the watch says; up to a tenth later by chance. */
  readonly resyncMs: number;
  /** From one list that was answered to the next. */
  readonly listSpacingMs: number;
  /** A watch that lasted this long clears the backoff. */
  readonly steadyWatchMs: number;
  readonly firstBackoffMs: number;
  readonly maxBackoffMs: number;
  /** The longest `Retry-After` that is believed. */
  readonly maxRetryAfterMs: number;
}

const MIB = 1_048_576;

/**
 * What a server runs with.
 *
 * - Bookmarks come once a minute, so 85 s without one means that the connection is dead; a cut that nobody notices is
 *   found after 85 s, its replacement hangs for at most 15 s, and 150 s is the promise. An API server that has seen no
 *   write to the resource since its start sends no bookmarks yet; then a watch is replaced in vain, at no cost.
 * - 2 s between two tries at most (and a try that is refused costs the API server nothing): one that comes while it is not quite
 *   up yet is followed by another, and news are back within 5 s of it.
 * - An object has at most 1.5 MiB in etcd; a character of it can take 6 bytes in JSON: 10 MiB.
 *
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#watch-bookmarks
 */
export const INFORMER_LIMITS: InformerLimits = {
  responseTimeoutMs: 15_000,
  pageTimeoutMs: 30_000,
  pageLimit: 500,
  maxPageBytes: 16 * MIB,
  maxLineBytes: 10 * MIB,
  minWatchSeconds: 300,
  maxWatchSeconds: 600,
  stallMs: 85_000,
  maxSilenceMs: 150_000,
  resyncMs: 600_000,
  listSpacingMs: 5_000,
  steadyWatchMs: 5_000,
  firstBackoffMs: 250,
  maxBackoffMs: 2_000,
  maxRetryAfterMs: 60_000,
};

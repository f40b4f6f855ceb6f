import type { BackoffLimits } from './backoff.ts';

/** Every delay and bound of telling Events. */
export interface EventLimits extends BackoffLimits {
  /** Events that wait to be created; what comes beyond is dropped. */
  readonly maxQueued: number;
  /** Events that are remembered, so that the same one is counted up instead of created again. */
  readonly maxRemembered: number;
  /** The same Event after this long is a new one. */
  readonly windowMs: number;
  /** From one count of an Event to the next. */
  readonly countUpMs: number;
  /** Requests in all: so many at once, then one in each such time. */
  readonly burst: number;
  readonly refillMs: number;
  /** New Events of one object: so many at once, then one in each such time. */
  readonly objectBurst: number;
  readonly objectRefillMs: number;
  /** Tries for one Event. */
  readonly maxTries: number;
  /** The longest `Retry-After` that is believed. */
  readonly maxRetryAfterMs: number;
}

/**
 * What a server runs with.
 *
 * - An API server keeps Events for an hour, in etcd beside all else: 5 a second from each replica are the most, and they do not
 *   wait longer than 51 s for it (256 at 5 a second).
 * - 256 + 1,024 Events of at most 1 KiB each: 2 MiB with all that belongs to them.
 * - An object with ten different things to tell is described well enough.
 * - Six tries take 8 to 16 s in all: a restart of the API server. Whatever lasts longer has Events of its own.
 *
 * @see https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/ (`--event-ttl`)
 */
export const EVENT_LIMITS: EventLimits = {
  maxQueued: 256,
  maxRemembered: 1_024,
  windowMs: 600_000,
  countUpMs: 10_000,
  burst: 25,
  refillMs: 200,
  objectBurst: 10,
  objectRefillMs: 60_000,
  maxTries: 6,
  firstBackoffMs: 500,
  maxBackoffMs: 8_000,
  maxRetryAfterMs: 30_000,
};

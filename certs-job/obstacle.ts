import type { ApiFailure, FailureKind } from '../src/kubernetes/api-failure.ts';

/**
 * Why a step is not done.
 *
 * | kind      | because                                            | then                         |
 * | --------- | -------------------------------------------------- | ---------------------------- |
 * | `lost`    | somebody else wrote in between                     | read again                   |
 * | `waiting` | the webhook configuration is not there yet         | look again until time is up  |
 * | `failing` | the API server does not answer, or is overloaded   | try again until time is up   |
 * | `refused` | it will not do it, or what is there is not for us  | give up                      |
 */
export interface Obstacle {
  readonly kind: 'lost' | 'waiting' | 'failing' | 'refused';
  /** Stands alone: what was to be done, and what came of it. */
  readonly message: string;
  /** The API server asked for this much time before the next try. */
  readonly retryAfterMs?: number;
}

/** What a step made sure of. */
export interface Ensured<Value> {
  readonly value: Value;
  /** Whether it had to write for that. */
  readonly hasChanged: boolean;
}

const PASSING: ReadonlySet<FailureKind> = new Set([
  'connection',
  'internal',
  'malformed',
  'server-error',
  'throttled',
  'timeout',
]);

const CONFLICT = 409;

/** What a request that failed means for its step. */
export function obstacleOf({ kind, status, message, retryAfterMs }: ApiFailure): Obstacle {
  if (status === CONFLICT) return { kind: 'lost', message };
  if (!PASSING.has(kind)) return { kind: 'refused', message };
  return { kind: 'failing', message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

import { isJsonObject, stringAt, type Json } from '../injection/json.ts';
import type { Deadline } from './deadline.ts';

/** Why a request to the API server, or a watch, did not do what it was for. Also a metric label. */
export const FAILURE_KINDS = [
  'cancelled',
  'connection',
  'credentials',
  'error-event',
  'forbidden',
  'gone',
  'internal',
  'malformed',
  'not-found',
  'server-error',
  'stalled',
  'throttled',
  'timeout',
  'too-large',
  'unauthorized',
  'unexpected-status',
] as const;

/** One of {@link FAILURE_KINDS}. */
export type FailureKind = (typeof FAILURE_KINDS)[number];

/** A request or watch that failed. */
export interface ApiFailure {
  readonly kind: FailureKind;
  /** Stands alone: what was asked, what came back. */
  readonly message: string;
  /** Status code of the answer or of an ERROR event. */
  readonly status?: number;
  /** The API server asked for this much time before the next try. */
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/** An answer with a status other than 2xx. */
export interface RefusedAnswer {
  readonly status: number;
  /** The header `Retry-After`. */
  readonly retryAfter: string | undefined;
  readonly body: string;
}

const KIND_BY_STATUS: ReadonlyMap<number, FailureKind> = new Map([
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [410, 'gone'],
  [413, 'too-large'],
  [429, 'throttled'],
]);

/** The failure that an answer other than 2xx is. `what` names the request: `GET /api/v1/namespaces`. */
export function failureOfAnswer(what: string, { status, retryAfter, body }: RefusedAnswer): ApiFailure {
  const kind = KIND_BY_STATUS.get(status) ?? (status >= 500 ? 'server-error' : 'unexpected-status');
  const message = `${what}: ${status} ${messageOfStatus(body)}`.trimEnd();
  return { kind, message, status, ...retryAfterOf(retryAfter) };
}

/** The failure that an exception of a request or stream is: cancelled, out of time, or the connection's own. */
export function failureOfError(what: string, error: unknown, deadline: Deadline): ApiFailure {
  if (deadline.isCancelled) return { kind: 'cancelled', message: `${what}: cancelled` };
  if (deadline.isOver) return { kind: 'timeout', message: `${what}: no answer in time` };
  return { kind: 'connection', message: `${what}: ${messageOf(error)}`, cause: error };
}

/** The text of whatever was thrown. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Node tries all addresses of a name and gives one error without text for them all.
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  return error.message;
}

/** The API server sends whole seconds; the form with a date is left alone. */
function retryAfterOf(header: string | undefined): { readonly retryAfterMs?: number } {
  return header !== undefined && /^\d{1,6}$/u.test(header) ? { retryAfterMs: Number(header) * 1_000 } : {};
}

/** The message of a Status object; else the beginning of the text. */
function messageOfStatus(body: string): string {
  try {
    const status = JSON.parse(body) as Json;
    const message = isJsonObject(status) ? stringAt(status, 'message') : undefined;
    if (message !== undefined) return message.slice(0, 500);
  } catch {
    // A proxy may answer in HTML.
  }
  return body.slice(0, 200).trim();
}

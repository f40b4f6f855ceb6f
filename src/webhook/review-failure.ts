/** Why a request to the webhook's path got no decision: also the metric label and the log field. */
export const FAILURE_REASONS = [
  'empty-body',
  'not-json',
  'not-a-review',
  'no-request',
  'no-uid',
  'no-object',
  'malformed-pod',
  'malformed-configmap',
  'unsupported-media-type',
  'too-large-without-uid',
  'overloaded',
  'aborted',
  'internal',
] as const;

/** One of {@link FAILURE_REASONS}. */
export type FailureReason = (typeof FAILURE_REASONS)[number];

/** The HTTP status that an API server answers by coming again. @see https://www.rfc-editor.org/rfc/rfc6585#section-4 */
export const TOO_MANY_REQUESTS = 429;

const STATUS_REASONS: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  404: 'NotFound',
  408: 'Timeout',
  413: 'RequestEntityTooLarge',
  415: 'UnsupportedMediaType',
  [TOO_MANY_REQUESTS]: 'TooManyRequests',
  500: 'InternalError',
};

/** A request that cannot be answered with a review: its HTTP status lets `failurePolicy` decide. */
export class ReviewFailure extends Error {
  readonly statusCode: number;
  readonly reason: FailureReason;

  constructor(statusCode: number, reason: FailureReason, message: string) {
    super(message);
    this.name = 'ReviewFailure';
    this.statusCode = statusCode;
    this.reason = reason;
  }
}

/** A `Status` of the Kubernetes API. @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly status: 'Failure';
  readonly reason: string;
  readonly code: number;
  readonly message: string;
}

/** The body of an error answer. */
export function statusBody(code: number, message: string): Status {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    reason: STATUS_REASONS[code] ?? 'Unknown',
    code,
    message,
  };
}

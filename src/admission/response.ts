import { WARNING_CODES, type Outcome, type PatchOperation, type Warning } from '../injection/outcome.ts';
import { oneLine } from './one-line.ts';

/** At most this many warnings are sent, and this many characters of each. */
const MAX_WARNINGS = 12;
const MAX_WARNING_LENGTH = 240;

/**
 * An AdmissionReview that answers a request.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#response
 */
export interface AdmissionReviewResponse {
  readonly apiVersion: 'admission.k8s.io/v1';
  readonly kind: 'AdmissionReview';
  readonly response: {
    readonly uid: string;
    readonly allowed: boolean;
    readonly patchType?: 'JSONPatch';
    /** The JSON Patch, as base64. */
    readonly patch?: string;
    readonly status?: RefusalStatus;
    readonly warnings?: readonly string[];
    /** Bare keys: the API server puts the webhook's name before them. */
    readonly auditAnnotations?: Readonly<Record<string, string>>;
  };
}

/**
 * Why a request is refused, as much of a `Status` as clients show.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/
 */
export interface RefusalStatus {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly details?: {
    readonly kind: string;
    readonly name: string;
    readonly causes: readonly { readonly reason: string; readonly field: string; readonly message: string }[];
  };
}

/** Turns UTF-8 text into base64. A parameter because the core runs where there is no `Buffer`. */
export type EncodeBase64 = (text: string) => string;

/** The answer to the request with this uid. */
export function respond(uid: string, outcome: Outcome, encodeBase64: EncodeBase64): AdmissionReviewResponse {
  const { decision, warnings } = outcome;
  const refusal =
    decision.action === 'reject' ? { code: 403, reason: 'Forbidden', message: decision.message } : undefined;
  return wrap({
    uid,
    allowed: refusal === undefined,
    ...encodePatch(outcome.patch, encodeBase64),
    ...(refusal === undefined ? {} : { status: refusal }),
    ...(warnings.length === 0 ? {} : { warnings: renderWarnings(warnings) }),
    auditAnnotations: annotateAudit(outcome),
  });
}

/** The answer to a request that changes nothing in the object: admitted, or refused for this reason. Each warning is one line. */
export function respondPlainly(
  uid: string,
  refusal: RefusalStatus | undefined,
  warnings: readonly string[],
): AdmissionReviewResponse {
  return wrap({
    uid,
    allowed: refusal === undefined,
    ...(refusal === undefined ? {} : { status: refusal }),
    ...(warnings.length === 0 ? {} : { warnings: limitWarnings(warnings) }),
  });
}

/**
 * The final refusal of a review that is larger than the server reads: the same under `failurePolicy: Ignore`.
 *
 * @param limit what it is larger than, such as `10485760 bytes`
 */
export function refuseTooLarge(uid: string, limit: string, kind = 'Pod'): AdmissionReviewResponse {
  const message = `the AdmissionReview of this ${kind} is larger than the ${limit} that the sidecar injector reads: make the ${kind} smaller`;
  const auditAnnotations = { decision: 'reject', reason: 'too-large' };
  return wrap({
    uid,
    allowed: false,
    status: { code: 413, reason: 'RequestEntityTooLarge', message },
    auditAnnotations,
  });
}

function wrap(response: AdmissionReviewResponse['response']): AdmissionReviewResponse {
  return { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response };
}

function encodePatch(
  patch: readonly PatchOperation[],
  encodeBase64: EncodeBase64,
): { patchType?: 'JSONPatch'; patch?: string } {
  return patch.length === 0 ? {} : { patchType: 'JSONPatch', patch: encodeBase64(JSON.stringify(patch)) };
}

/** Warnings as the API server passes them on: the most important first, one line each. */
export function renderWarnings(warnings: readonly Warning[]): readonly string[] {
  const sorted = warnings.toSorted(
    (left, right) => WARNING_CODES.indexOf(left.code) - WARNING_CODES.indexOf(right.code),
  );
  return limitWarnings(sorted.map(({ message }) => message));
}

function limitWarnings(messages: readonly string[]): readonly string[] {
  return messages.slice(0, MAX_WARNINGS).map((message) => oneLine(message, MAX_WARNING_LENGTH));
}

/** Only templates that exist are named: what a user writes has no bound. */
function annotateAudit({ decision, verdicts }: Outcome): Readonly<Record<string, string>> {
  const known = verdicts.filter(({ revision }) => revision !== undefined);
  return {
    decision: decision.action,
    reason: decision.reason,
    ...(known.length === 0 ? {} : { templates: known.map(({ template }) => template).join(',') }),
    ...(known.length === 0 ? {} : { revision: known.map(({ revision }) => revision).join(',') }),
  };
}

import { ok, type Result } from '../result.ts';
import { INJECTION_LABEL } from '../injection/annotations.ts';
import { injectPod } from '../injection/inject-pod.ts';
import { withWarnings } from '../injection/injected-outcome.ts';
import { ownValue, quote, type JsonObject } from '../injection/json.ts';
import type { Outcome } from '../injection/outcome.ts';
import type { NamespaceFacts } from '../injection/requested-templates.ts';
import type { TemplateSet } from '../injection/template/template.ts';
import { respond, type AdmissionReviewResponse, type EncodeBase64 } from './response.ts';
import { parseReview, type AdmissionRequest, type ReviewError } from './review.ts';

/** Labels and annotations of a namespace, as a cache holds them. */
export interface NamespaceMetadata {
  readonly labels: JsonObject;
  readonly annotations: JsonObject;
}

/** All that a review depends on beside its body. */
export interface MutateContext {
  readonly templates: TemplateSet;
  readonly protectedNamespaces: ReadonlySet<string>;
  /** Whether the entry of the webhook configuration that sent the review is the one for enabled namespaces. */
  readonly isEnabledEntry: boolean;
  /** What is known of a namespace; `undefined` where it is not known. */
  readonly findNamespace: (name: string) => NamespaceMetadata | undefined;
  /** Whether every namespace should be known: then a person is told of one that is not. */
  readonly expectsNamespaces: boolean;
  /** Whether the cluster has native sidecars; where its version is not known, it counts as new. */
  readonly hasNativeSidecars: boolean;
  readonly encodeBase64: EncodeBase64;
}

/** A review from its request to its answer. */
export interface Review {
  readonly request: AdmissionRequest;
  readonly outcome: Outcome;
  readonly response: AdmissionReviewResponse;
}

/**
 * The whole path of an AdmissionReview, from the body to the answer. Makes no call to anything and keeps nothing.
 *
 * @returns the review with its answer, or why the body is none; then the sender gets HTTP 400 and `failurePolicy` decides
 */
export function mutate(body: unknown, context: MutateContext): Result<Review, ReviewError> {
  const parsed = parseReview(body);
  if (!parsed.ok) return parsed;
  const request = parsed.value;
  const { templates, protectedNamespaces, hasNativeSidecars, encodeBase64 } = context;
  const metadata = context.findNamespace(request.namespace);
  const namespace = describeNamespace(request.namespace, metadata, context.isEnabledEntry);
  const subject = {
    isPodCreate: request.isPodCreate,
    pod: request.object,
    namespace,
    protectedNamespaces,
    request: request.attributes,
    hasNativeSidecars,
  };
  const judged = injectPod(subject, templates);
  const isMissed = metadata === undefined && context.expectsNamespaces;
  const outcome = isMissed ? warnOfUnknownNamespace(judged, request.namespace) : judged;
  return ok({ request, outcome, response: respond(request.uid, outcome, encodeBase64) });
}

/** Whether a namespace is enabled is told by the entry that sent the review; disabled and the annotations, by the cache. */
function describeNamespace(
  name: string,
  metadata: NamespaceMetadata | undefined,
  isEnabledEntry: boolean,
): NamespaceFacts {
  const isDisabled = ownValue(metadata?.labels, INJECTION_LABEL) === 'disabled';
  const injection = isDisabled ? 'disabled' : isEnabledEntry ? 'enabled' : 'unset';
  return { name, injection, labels: metadata?.labels ?? {}, annotations: metadata?.annotations ?? {} };
}

function warnOfUnknownNamespace(outcome: Outcome, namespace: string): Outcome {
  if (outcome.decision.reason === 'not-a-pod-create') return outcome;
  const message = `namespace ${quote(namespace)} is not known yet: its label and annotations were not looked at`;
  return withWarnings(outcome, [{ code: 'namespace-unknown', message }]);
}

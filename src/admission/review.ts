import { failure, ok, type Result } from '../result.ts';
import { isJsonObject, objectAt, quote, stringAt, type Json, type JsonObject } from '../injection/json.ts';

/** What was wrong with a body that should have been an AdmissionReview. */
export const REVIEW_ERROR_CODES = ['not-a-review', 'no-request', 'no-uid', 'no-object', 'malformed-pod'] as const;

/** Why a body is no review that can be answered, in words that name the field. */
export interface ReviewError {
  readonly code: (typeof REVIEW_ERROR_CODES)[number];
  readonly message: string;
}

/**
 * The request of an AdmissionReview, as far as it matters here.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#request
 */
export interface AdmissionRequest {
  readonly uid: string;
  readonly namespace: string;
  readonly isPodCreate: boolean;
  readonly dryRun: boolean;
  /** The object under review; an empty one for a request that creates no Pod. */
  readonly object: JsonObject;
  /** The request as it came. */
  readonly attributes: JsonObject;
}

/** Reads a body as an AdmissionReview of `admission.k8s.io/v1`. The object stays the very JSON that came. */
export function parseReview(body: unknown): Result<AdmissionRequest, ReviewError> {
  if (!isJsonObject(body) || body['kind'] !== 'AdmissionReview')
    return invalid('not-a-review', 'the body must be a JSON object of kind AdmissionReview');
  if (body['apiVersion'] !== 'admission.k8s.io/v1') {
    return invalid('not-a-review', `apiVersion must be "admission.k8s.io/v1", not ${quote(body['apiVersion'])}`);
  }
  const request = objectAt(body, 'request');
  if (request === undefined) return invalid('no-request', 'request must be an object');
  const uid = stringAt(request, 'uid');
  if (uid === undefined || uid === '') return invalid('no-uid', 'request.uid must be a string');
  return parseRequest(uid, request);
}

function parseRequest(uid: string, request: JsonObject): Result<AdmissionRequest, ReviewError> {
  const isPodCreate = createsPod(request);
  const object = objectAt(request, 'object');
  if (isPodCreate && object === undefined) return invalid('no-object', 'request.object must be an object');
  const problem = isPodCreate && object !== undefined ? findMalformedField(object) : undefined;
  if (problem !== undefined) return invalid('malformed-pod', problem);
  const namespace = stringAt(request, 'namespace') ?? '';
  return ok({
    uid,
    namespace,
    isPodCreate,
    dryRun: request['dryRun'] === true,
    object: object ?? {},
    attributes: request,
  });
}

function createsPod(request: JsonObject): boolean {
  const kind = objectAt(request, 'kind');
  const isPod = kind?.['kind'] === 'Pod' && kind['version'] === 'v1' && (kind['group'] ?? '') === '';
  return isPod && request['operation'] === 'CREATE' && (request['subResource'] ?? '') === '';
}

const LISTS = ['containers', 'initContainers', 'ephemeralContainers', 'volumes'] as const;

/** The API server sends only well-formed Pods; any other sender is told which field is not. Only fields that are read are looked at. */
function findMalformedField(pod: JsonObject): string | undefined {
  const metadata = objectAt(pod, 'metadata');
  if (metadata === undefined && !isAbsent(pod['metadata'])) return 'request.object.metadata must be an object';
  for (const field of ['labels', 'annotations']) {
    if (!isAbsent(metadata?.[field]) && !isStringMap(metadata?.[field]))
      return `request.object.metadata.${field} must be an object of strings`;
  }
  const spec = objectAt(pod, 'spec');
  if (spec === undefined && !isAbsent(pod['spec'])) return 'request.object.spec must be an object';
  const list = LISTS.find((name) => !isAbsent(spec?.[name]) && !isListOfNamed(spec?.[name]));
  return list === undefined ? undefined : `request.object.spec.${list} must be a list of objects with names`;
}

function isAbsent(value: Json | undefined): boolean {
  return value === undefined || value === null;
}

function isStringMap(value: Json | undefined): boolean {
  return isJsonObject(value) && Object.values(value).every((entry) => typeof entry === 'string');
}

function isListOfNamed(value: Json | undefined): boolean {
  return (
    Array.isArray(value) &&
    value.every((entry) => isJsonObject(entry) && (entry['name'] === undefined || typeof entry['name'] === 'string'))
  );
}

function invalid(code: ReviewError['code'], message: string): Result<never, ReviewError> {
  return failure({ code, message });
}

const UID_IN_TEXT = /"uid"\s*:\s*"([0-9A-Za-z-]{1,128})"/;

/**
 * The request's uid from the first bytes of a review that is too large to be read: the API server writes it first.
 * `undefined` where it is not there.
 */
export function findUid(start: string): string | undefined {
  return UID_IN_TEXT.exec(start)?.[1];
}

import { failure, ok, type Result } from '../result.ts';
import { isJsonObject, isUnset, objectAt, quote, stringAt, type Json, type JsonObject } from '../injection/json.ts';

/** What was wrong with a body that should have been the AdmissionReview of a Pod. */
export const REVIEW_ERROR_CODES = ['not-a-review', 'no-request', 'no-uid', 'no-object', 'malformed-pod'] as const;

/** Why a body is no review that can be answered, in words that name the field. */
export interface ReviewError {
  readonly code: (typeof REVIEW_ERROR_CODES)[number] | 'malformed-configmap';
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

/** The request of an AdmissionReview, whatever it is about. */
export interface OpenedReview {
  readonly uid: string;
  readonly request: JsonObject;
}

/** Reads a body as the AdmissionReview of a Pod. The object stays the very JSON that came. */
export function parseReview(body: unknown): Result<AdmissionRequest, ReviewError> {
  const opened = openReview(body);
  return opened.ok ? parseRequest(opened.value) : opened;
}

/** Reads a body as an AdmissionReview of `admission.k8s.io/v1`, which can be answered: it has a uid. */
export function openReview(body: unknown): Result<OpenedReview, ReviewError> {
  if (!isJsonObject(body) || body['kind'] !== 'AdmissionReview')
    return invalid('not-a-review', 'the body must be a JSON object of kind AdmissionReview');
  if (body['apiVersion'] !== 'admission.k8s.io/v1') {
    return invalid('not-a-review', `apiVersion must be "admission.k8s.io/v1", not ${quote(body['apiVersion'])}`);
  }
  const request = objectAt(body, 'request');
  if (request === undefined) return invalid('no-request', 'request must be an object');
  const uid = stringAt(request, 'uid');
  if (uid === undefined || uid === '') return invalid('no-uid', 'request.uid must be a string');
  return ok({ uid, request });
}

function parseRequest({ uid, request }: OpenedReview): Result<AdmissionRequest, ReviewError> {
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
  return isAbout(request, 'Pod') && request['operation'] === 'CREATE';
}

/** Whether a request is about an object of this kind of the core API, and not about a subresource of it. */
export function isAbout(request: JsonObject, kind: string): boolean {
  const about = objectAt(request, 'kind');
  const isKind = about?.['kind'] === kind && about['version'] === 'v1' && (about['group'] ?? '') === '';
  return isKind && (request['subResource'] ?? '') === '';
}

const LISTS = ['containers', 'initContainers', 'ephemeralContainers', 'volumes'] as const;

/** The API server sends only well-formed Pods; any other sender is told which field is not. Only fields that are read are looked at. */
function findMalformedField(pod: JsonObject): string | undefined {
  const inMetadata = findMalformedMetadata(pod, 'request.object');
  if (inMetadata !== undefined) return inMetadata;
  const spec = objectAt(pod, 'spec');
  if (spec === undefined && !isUnset(pod['spec'])) return 'request.object.spec must be an object';
  const list = LISTS.find((name) => !isUnset(spec?.[name]) && !isListOfNamed(spec?.[name]));
  return list === undefined ? undefined : `request.object.spec.${list} must be a list of objects with names`;
}

/** What is wrong with an object's metadata, as far as they are read; `undefined` where nothing is. */
export function findMalformedMetadata(object: JsonObject, path: string): string | undefined {
  const metadata = objectAt(object, 'metadata');
  if (metadata === undefined && !isUnset(object['metadata'])) return `${path}.metadata must be an object`;
  const field = ['labels', 'annotations'].find((name) => !isUnset(metadata?.[name]) && !isStringMap(metadata?.[name]));
  return field === undefined ? undefined : `${path}.metadata.${field} must be an object of strings`;
}

/** Whether a value is an object of which each field is a string. */
export function isStringMap(value: Json | undefined): boolean {
  if (!isJsonObject(value)) return false;
  // There may be a hundred thousand: no list is made of them.
  for (const key in value) if (typeof value[key] !== 'string') return false;
  return true;
}

function isListOfNamed(value: Json | undefined): boolean {
  return (
    Array.isArray(value) &&
    value.every((entry) => isJsonObject(entry) && (entry['name'] === undefined || typeof entry['name'] === 'string'))
  );
}

/** A failure in these words. */
export function invalid(code: ReviewError['code'], message: string): Result<never, ReviewError> {
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

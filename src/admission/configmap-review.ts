import { objectAt, isUnset, stringAt, type JsonObject } from '../injection/json.ts';
import { ok, type Result } from '../result.ts';
import { findMalformedMetadata, invalid, isAbout, isStringMap, openReview, type ReviewError } from './review.ts';

/** The request of an AdmissionReview of a ConfigMap, as far as it matters here. */
export interface ConfigMapRequest {
  readonly uid: string;
  readonly namespace: string;
  /** Empty where the API server is to make a name up. */
  readonly name: string;
  readonly dryRun: boolean;
  /** The ConfigMap that is to be stored; `undefined` for a request that stores none. */
  readonly object: JsonObject | undefined;
  /** The one that it replaces; `undefined` where there is none. */
  readonly oldObject: JsonObject | undefined;
}

/** Reads a body as the AdmissionReview of a ConfigMap that is created or updated; of anything else only who asks is read. */
export function parseConfigMapReview(body: unknown): Result<ConfigMapRequest, ReviewError> {
  const opened = openReview(body);
  if (!opened.ok) return opened;
  const { uid, request } = opened.value;
  const who = {
    uid,
    namespace: stringAt(request, 'namespace') ?? '',
    name: stringAt(request, 'name') ?? '',
    dryRun: request['dryRun'] === true,
  };
  if (!storesConfigMap(request)) return ok({ ...who, object: undefined, oldObject: undefined });
  const object = objectAt(request, 'object');
  if (object === undefined) return invalid('no-object', 'request.object must be an object');
  const oldObject = objectAt(request, 'oldObject');
  const problem =
    findMalformedField(object, 'request.object') ?? findMalformedField(oldObject ?? {}, 'request.oldObject');
  return problem === undefined ? ok({ ...who, object, oldObject }) : invalid('malformed-configmap', problem);
}

function storesConfigMap(request: JsonObject): boolean {
  return isAbout(request, 'ConfigMap') && ['CREATE', 'UPDATE'].includes(stringAt(request, 'operation') ?? '');
}

/** The API server sends only well-formed ConfigMaps; any other sender is told which field is not. */
function findMalformedField(configMap: JsonObject, path: string): string | undefined {
  const field = ['data', 'binaryData'].find((name) => !isUnset(configMap[name]) && !isStringMap(configMap[name]));
  if (field !== undefined) return `${path}.${field} must be an object of strings`;
  return findMalformedMetadata(configMap, path);
}

import type { JsonObject } from '../../src/injection/json.ts';
import { reviewOf } from './review-of.ts';

/** A template document that loads. */
export const GOOD = 'containers: [{name: envoy, image: "envoy:1"}]';

/** The template ConfigMap with these documents. */
export function configMapOf(data: Readonly<Record<string, string>>, retired?: string): JsonObject {
  const annotations = retired === undefined ? {} : { 'sidecar-injector.dev/retired': retired };
  const metadata = { name: 'envoy-initializer', namespace: 'sidecar-injector', annotations };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data };
}

/** An AdmissionReview of the template ConfigMap: its creation, or an update of `oldObject`. `request` replaces fields. */
export function configMapReview(
  object: unknown,
  oldObject: unknown = null,
  request: Readonly<Record<string, unknown>> = {},
): JsonObject {
  return reviewOf(object, {
    kind: { group: '', version: 'v1', kind: 'ConfigMap' },
    resource: { group: '', version: 'v1', resource: 'configmaps' },
    namespace: 'sidecar-injector',
    name: 'envoy-initializer',
    operation: oldObject === null ? 'CREATE' : 'UPDATE',
    oldObject,
    ...request,
  });
}

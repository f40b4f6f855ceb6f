import { LAST_APPLIED_ANNOTATION } from './annotations.ts';
import { isJsonObject, objectAt, objectsAt, ownValue, stringAt, type Json, type JsonObject } from './json.ts';

/**
 * PodSpec fields of which the API server's default counts as not set.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/v1/defaults.go
 */
export const DEFAULTS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['terminationGracePeriodSeconds', 30],
  ['dnsPolicy', 'ClusterFirst'],
  ['schedulerName', 'default-scheduler'],
  ['enableServiceLinks', true],
]);

/**
 * What a PodSpec field becomes where no conflict can arise: the template's value in place of a server default that the user
 * did not write, the Pod's own `terminationGracePeriodSeconds` where it is long enough already (raised, never lowered).
 * `undefined` where the ordinary merge decides.
 */
export function settleDefault(pod: JsonObject, field: string, wanted: Json): Json | undefined {
  const present = ownValue(objectAt(pod, 'spec'), field);
  if (field === 'terminationGracePeriodSeconds' && isAtLeast(present, wanted)) return present;
  if (present === undefined || present !== DEFAULTS.get(field) || present === wanted) return undefined;
  return isWrittenByUser(pod, field) ? undefined : wanted;
}

function isAtLeast(present: Json | undefined, wanted: Json): boolean {
  return typeof present === 'number' && typeof wanted === 'number' && present >= wanted;
}

/**
 * Whether the user wrote the field, so that a later `kubectl apply` of the same bare Pod would set it again and be refused:
 * `last-applied-configuration` has it, or an Apply entry of managedFields.
 *
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
function isWrittenByUser(pod: JsonObject, field: string): boolean {
  const metadata = objectAt(pod, 'metadata');
  const lastApplied = stringAt(objectAt(metadata, 'annotations'), LAST_APPLIED_ANNOTATION);
  if (lastApplied !== undefined && lastAppliedHas(lastApplied, field)) return true;
  return objectsAt(metadata, 'managedFields')
    .filter((entry) => entry['operation'] === 'Apply')
    .some((entry) => ownValue(objectAt(objectAt(entry, 'fieldsV1'), 'f:spec'), `f:${field}`) !== undefined);
}

/** A record that cannot be read counts as one that has the field: then the Pod keeps its value. */
function lastAppliedHas(lastApplied: string, field: string): boolean {
  try {
    const manifest: unknown = JSON.parse(lastApplied);
    return !isJsonObject(manifest) || ownValue(objectAt(manifest, 'spec'), field) !== undefined;
  } catch {
    return true;
  }
}

/** On a host network the API server gives each port its own number as hostPort: so a port of the user's looks when it is reviewed. */
export function withHostPorts(container: JsonObject, pod: JsonObject): JsonObject {
  if (objectAt(pod, 'spec')?.['hostNetwork'] !== true) return container;
  const ports = objectsAt(container, 'ports');
  return ports.every(hasHostPort) ? container : { ...container, ports: ports.map(withHostPort) };
}

function hasHostPort({ hostPort }: JsonObject): boolean {
  return typeof hostPort === 'number' && hostPort !== 0;
}

function withHostPort(port: JsonObject): JsonObject {
  return hasHostPort(port) ? port : { ...port, hostPort: port['containerPort'] };
}

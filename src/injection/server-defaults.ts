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

/**
 * On a host network the API server gives each port its own number as hostPort: so a port of the user's looks when it is reviewed.
 * A port that `own` has without one, in a manifest that no API server has seen, is left without it too.
 */
export function withHostPorts(container: JsonObject, pod: JsonObject, own: JsonObject = {}): JsonObject {
  if (objectAt(pod, 'spec')?.['hostNetwork'] !== true) return container;
  const ports = objectsAt(container, 'ports');
  const bare = objectsAt(own, 'ports').filter((port) => !hasHostPort(port));
  const isComplete = (port: JsonObject): boolean => hasHostPort(port) || bare.some((other) => isSamePort(port, other));
  return ports.every(isComplete)
    ? container
    : { ...container, ports: ports.map((port) => (isComplete(port) ? port : withHostPort(port))) };
}

function hasHostPort({ hostPort }: JsonObject): boolean {
  return typeof hostPort === 'number' && hostPort !== 0;
}

function isSamePort(one: JsonObject, other: JsonObject): boolean {
  return one['containerPort'] === other['containerPort'] && protocolOf(one) === protocolOf(other);
}

function protocolOf({ protocol }: JsonObject): Json {
  return protocol ?? 'TCP';
}

function withHostPort(port: JsonObject): JsonObject {
  return { ...port, hostPort: port['containerPort'] };
}

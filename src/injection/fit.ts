import { objectAt, objectsAt, quote, stringAt, type JsonObject } from './json.ts';
import type { Merge } from './merge.ts';
import { findExceededResource } from './pod-resources.ts';

/**
 * The most that all annotations of an object may hold together, in bytes of keys and values.
 *
 * @see https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/api/validation/objectmeta.go
 */
const MAX_ANNOTATION_BYTES = 256 * 1024;

/** A UTF-16 code unit becomes at most three bytes. */
const MAX_UTF8_BYTES_PER_UNIT = 3;

const CONTAINER_LISTS = ['containers', 'initContainers', 'ephemeralContainers'] as const;
const encoder = new TextEncoder();

/**
 * Why the merged Pod would be refused by the API server although the reviewed one is not, in words that name the field to
 * change; `undefined` where it fits.
 */
export function findMisfit(pod: JsonObject, merge: Merge): string | undefined {
  const before = objectAt(pod, 'spec') ?? {};
  if (before === merge.spec) return undefined;
  return (
    findNameInOtherList(merge) ??
    findTakenHostPort(before, merge) ??
    findExclusiveFields(before, merge.spec) ??
    findResourceMisfit(before, merge.spec)
  );
}

function findNameInOtherList({ spec, added }: Merge): string | undefined {
  for (const list of ['containers', 'initContainers'] as const) {
    const names = added[list];
    if (names.length === 0) continue;
    for (const other of CONTAINER_LISTS) {
      const taken = other === list ? undefined : objectsAt(spec, other).find((container) => isNamed(container, names));
      if (taken !== undefined)
        return `the Pod has a container ${JSON.stringify(taken['name'])} in spec.${other} already`;
    }
  }
  return undefined;
}

function isNamed(container: JsonObject, names: readonly string[]): boolean {
  return names.includes(stringAt(container, 'name') ?? '');
}

/**
 * The API server compares protocol, hostIP and hostPort over `spec.containers`; on a host network each port is a host port. What
 * the Pod's own containers share already is left to it.
 */
function findTakenHostPort(before: JsonObject, { spec, added }: Merge): string | undefined {
  const shared = new Set(sharedHostPorts(before).map(({ port }) => port));
  const taken = sharedHostPorts(spec).find(({ port }) => !shared.has(port));
  if (taken === undefined) return undefined;
  const { port, containers } = taken;
  if (containers.every((container) => isNamed(container, added.containers)))
    return `two of the template's containers use the host port ${port}`;
  if (containers.some((container) => isNamed(container, added.containers)))
    return `the Pod uses the host port ${port} already`;
  return `two of the Pod's containers would use the host port ${port}`;
}

interface SharedPort {
  readonly port: string;
  readonly containers: readonly JsonObject[];
}

function sharedHostPorts(spec: JsonObject): readonly SharedPort[] {
  const users = new Map<string, JsonObject>();
  const shared: SharedPort[] = [];
  for (const container of objectsAt(spec, 'containers')) {
    const ports = new Set<string>();
    for (const port of objectsAt(container, 'ports')) addHostPort(ports, port, spec);
    for (const port of ports) {
      const user = users.get(port);
      if (user === undefined) users.set(port, container);
      else shared.push({ port, containers: [user, container] });
    }
  }
  return shared;
}

function addHostPort(ports: Set<string>, port: JsonObject, spec: JsonObject): void {
  const number = port['hostPort'] ?? (spec['hostNetwork'] === true ? port['containerPort'] : 0);
  if (typeof number !== 'number' || number === 0) return;
  const address = typeof port['hostIP'] === 'string' && port['hostIP'] !== '' ? ` on ${port['hostIP']}` : '';
  ports.add(`${number}/${stringAt(port, 'protocol') ?? 'TCP'}${address}`);
}

/** What a Pod has already, the API server judges. */
function findExclusiveFields(before: JsonObject, after: JsonObject): string | undefined {
  if (sharesProcesses(after) && !sharesProcesses(before))
    return 'spec.shareProcessNamespace cannot be true beside spec.hostPID';
  if (isGatedOnNode(after) && !isGatedOnNode(before)) return 'spec.schedulingGates cannot be set beside spec.nodeName';
  const sysctl = findNodeSysctl(after);
  if (sysctl !== undefined && findNodeSysctl(before) === undefined)
    return `spec.securityContext.sysctls cannot set ${quote(sysctl)}, which is the node's`;
  return undefined;
}

function sharesProcesses(spec: JsonObject): boolean {
  return spec['shareProcessNamespace'] === true && spec['hostPID'] === true;
}

function isGatedOnNode(spec: JsonObject): boolean {
  return typeof spec['nodeName'] === 'string' && objectsAt(spec, 'schedulingGates').length > 0;
}

/** A kernel parameter of a namespace that the Pod shares with its node. */
function findNodeSysctl(spec: JsonObject): string | undefined {
  const names = objectsAt(objectAt(spec, 'securityContext'), 'sysctls').map((sysctl) => stringAt(sysctl, 'name') ?? '');
  return names.find(
    (name) =>
      (spec['hostNetwork'] === true && /^net[./]/.test(name)) ||
      (spec['hostIPC'] === true && /^(?:kernel[./](?:shm|msg|sem)|fs[./]mqueue[./])/.test(name)),
  );
}

function findResourceMisfit(before: JsonObject, after: JsonObject): string | undefined {
  const resource = findExceededResource(after);
  if (resource === undefined || findExceededResource(before) !== undefined) return undefined;
  return `with it the containers exceed the Pod's own spec.resources for ${JSON.stringify(resource)}`;
}

/** Whether annotations hold more than the API server takes: keys and values together, in bytes of UTF-8. */
export function exceedsAnnotations(annotations: JsonObject | undefined): boolean {
  let units = 0;
  for (const key in annotations) units += key.length + (stringAt(annotations, key)?.length ?? 0);
  return units * MAX_UTF8_BYTES_PER_UNIT > MAX_ANNOTATION_BYTES && utf8Length(annotations) > MAX_ANNOTATION_BYTES;
}

function utf8Length(annotations: JsonObject | undefined): number {
  const texts = Object.entries(annotations ?? {}).flatMap(([key, value]) =>
    typeof value === 'string' ? [key, value] : [key],
  );
  return texts.reduce((bytes, text) => bytes + encoder.encode(text).length, 0);
}

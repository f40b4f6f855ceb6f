import { findContainerMisfit } from './container-fit.ts';
import { isUnset, objectAt, objectsAt, ownValue, quote, stringAt, type JsonObject } from './json.ts';
import type { Merge } from './merge.ts';
import { findForeignField } from './os-fields.ts';
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
    findContainerMisfit(before, merge.spec) ??
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
  if (before['containers'] === spec['containers']) return undefined;
  const all = sharedHostPorts(spec);
  if (all.length === 0) return undefined;
  const shared = new Set(sharedHostPorts(before).map(({ port }) => port));
  const taken = all.find(({ port }) => !shared.has(port));
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
    for (const port of objectsAt(container, 'ports')) {
      const text = describeHostPort(port, spec);
      const user = text === undefined ? undefined : users.get(text);
      if (text !== undefined && user !== undefined) shared.push({ port: text, containers: [user, container] });
      else if (text !== undefined) users.set(text, container);
    }
  }
  return shared;
}

function describeHostPort(port: JsonObject, spec: JsonObject): string | undefined {
  const number = port['hostPort'] ?? (spec['hostNetwork'] === true ? port['containerPort'] : 0);
  if (typeof number !== 'number' || number === 0) return undefined;
  const address = typeof port['hostIP'] === 'string' && port['hostIP'] !== '' ? ` on ${port['hostIP']}` : '';
  return `${number}/${stringAt(port, 'protocol') ?? 'TCP'}${address}`;
}

/** Each says which fields of a spec do not go together; `undefined` where all do. */
const EXCLUSIVE_FIELDS: readonly ((spec: JsonObject) => string | undefined)[] = [
  (spec) =>
    spec['shareProcessNamespace'] === true && spec['hostPID'] === true
      ? 'spec.shareProcessNamespace cannot be true beside spec.hostPID'
      : undefined,
  (spec) =>
    typeof spec['nodeName'] === 'string' && objectsAt(spec, 'schedulingGates').length > 0
      ? 'spec.schedulingGates cannot be set beside spec.nodeName'
      : undefined,
  findHostSysctl,
  findForeignPodField,
];

/** What a Pod has already, the API server judges. */
function findExclusiveFields(before: JsonObject, after: JsonObject): string | undefined {
  for (const find of EXCLUSIVE_FIELDS) {
    const fault = find(after);
    if (fault !== undefined && find(before) === undefined) return fault;
  }
  return undefined;
}

/** Kernel parameters of a namespace that the Pod shares with its node. */
function findHostSysctl(spec: JsonObject): string | undefined {
  const names = objectsAt(objectAt(spec, 'securityContext'), 'sysctls').map((sysctl) => stringAt(sysctl, 'name') ?? '');
  const isHost = (name: string): boolean =>
    (spec['hostNetwork'] === true && /^net[./]/.test(name)) ||
    (spec['hostIPC'] === true && /^(?:kernel[./](?:shm|msg|sem)|fs[./]mqueue[./])/.test(name));
  const found = names.find(isHost);
  return found === undefined
    ? undefined
    : `spec.securityContext.sysctls cannot set ${quote(found)}, which is the node's`;
}

function findForeignPodField(spec: JsonObject): string | undefined {
  const isWindows = objectAt(spec, 'os')?.['name'] === 'windows';
  if (isWindows && !isUnset(ownValue(spec, 'shareProcessNamespace')))
    return 'spec.shareProcessNamespace cannot be set for Windows';
  const field = findForeignField(spec, spec);
  return field === undefined ? undefined : `the Pod's operating system does not have spec.securityContext.${field}`;
}

function findResourceMisfit(before: JsonObject, after: JsonObject): string | undefined {
  const resource = findExceededResource(after);
  if (resource === undefined || findExceededResource(before) !== undefined) return undefined;
  return `with it the containers exceed the Pod's own spec.resources for ${JSON.stringify(resource)}`;
}

/** Whether annotations, with those added, hold more than the API server takes: keys and values together, in bytes of UTF-8. */
export function exceedsAnnotations(annotations: JsonObject = {}, added: JsonObject = {}): boolean {
  const texts: string[] = [];
  let units = 0;
  // A text has at least as many bytes as units: of annotations without end only the first have to be looked at.
  for (const [key, value] of textsIn(annotations, added)) {
    texts.push(key, value);
    units += key.length + value.length;
    if (units > MAX_ANNOTATION_BYTES) return true;
  }
  return units * MAX_UTF8_BYTES_PER_UNIT > MAX_ANNOTATION_BYTES && utf8Length(texts) > MAX_ANNOTATION_BYTES;
}

function* textsIn(annotations: JsonObject, added: JsonObject): Generator<readonly [string, string]> {
  for (const key in annotations) if (!Object.hasOwn(added, key)) yield [key, stringAt(annotations, key) ?? ''];
  for (const key in added) yield [key, stringAt(added, key) ?? ''];
}

function utf8Length(texts: readonly string[]): number {
  return texts.reduce((bytes, text) => bytes + encoder.encode(text).length, 0);
}

import { isJsonObject, objectAt, objectsAt, ownValue, stringAt, type JsonObject } from '../../injection/json.ts';
import { CONTAINER_LISTS } from '../../injection/merge-containers.ts';
import { readStatus } from '../../injection/read-status.ts';
import { uninjectPod } from '../../injection/uninject-pod.ts';

/** What the API server and the node wrote after the reviews: no review saw it. */
const LATER_METADATA = ['uid', 'resourceVersion', 'creationTimestamp', 'generation', 'selfLink', 'deletionTimestamp'];

/** Whether all containers that the record names are in the Pod; false without a record of any. */
export function hasRecordedContainers(pod: JsonObject): boolean {
  const record = readStatus(pod) ?? {};
  const recorded = CONTAINER_LISTS.flatMap((list) => Object.values(record).flatMap((entry) => namesIn(entry, list)));
  const spec = objectAt(pod, 'spec');
  const there = new Set(CONTAINER_LISTS.flatMap((list) => objectsAt(spec, list)).map((one) => stringAt(one, 'name')));
  return recorded.length > 0 && recorded.every((name) => there.has(name));
}

/**
 * A live Pod as it came to the webhooks, as far as that can be told: without its status, its node, and what the injector's record
 * says that it added; values that gave way are back.
 */
export function podAsCreated(pod: JsonObject): JsonObject {
  const { status: _, spec, metadata, ...rest } = pod;
  return uninjectPod({
    ...rest,
    metadata: isJsonObject(metadata) ? withoutKeys(metadata, LATER_METADATA) : {},
    spec: isJsonObject(spec) ? withoutKeys(spec, ['nodeName']) : {},
  }).pod;
}

function namesIn(entry: unknown, field: string): readonly string[] {
  const list = isJsonObject(entry) ? ownValue(entry, field) : undefined;
  return Array.isArray(list) ? list.filter((name) => typeof name === 'string') : [];
}

function withoutKeys(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

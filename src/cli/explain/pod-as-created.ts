import { INJECTED_LABEL, STATUS_ANNOTATION } from '../../injection/annotations.ts';
import { isJsonObject, objectAt, objectsAt, ownValue, stringAt, type JsonObject } from '../../injection/json.ts';

/** What the API server and the node wrote after the reviews: no review saw it. */
const LATER_METADATA = ['uid', 'resourceVersion', 'creationTimestamp', 'generation', 'selfLink', 'deletionTimestamp'];

const LISTS = ['containers', 'initContainers', 'volumes'] as const;

/** The record on a Pod of what was injected, by template; `undefined` where there is none that can be read. */
export function readStatus(pod: JsonObject): JsonObject | undefined {
  const text = stringAt(objectAt(objectAt(pod, 'metadata'), 'annotations'), STATUS_ANNOTATION);
  try {
    const record: unknown = text === undefined ? undefined : JSON.parse(text);
    return isJsonObject(record) ? record : undefined;
  } catch {
    return undefined;
  }
}

/** Whether all containers that the record names are in the Pod; false without a record of any. */
export function hasRecordedContainers(pod: JsonObject): boolean {
  const recorded = namesIn(readStatus(pod), 'containers').concat(namesIn(readStatus(pod), 'initContainers'));
  const spec = objectAt(pod, 'spec');
  const there = new Set(LISTS.flatMap((list) => objectsAt(spec, list)).map((entry) => stringAt(entry, 'name')));
  return recorded.length > 0 && recorded.every((name) => there.has(name));
}

/**
 * A live Pod as it came to the webhooks, as far as that can be told: without its status, its node, and the containers, volumes,
 * labels and annotations that the injector's record names. What the record only counts (single fields) stays.
 */
export function podAsCreated(pod: JsonObject): JsonObject {
  const { status: _, spec, metadata, ...rest } = pod;
  const record = readStatus(pod);
  const ownSpec = isJsonObject(spec) ? withoutKeys(spec, ['nodeName']) : {};
  return {
    ...rest,
    metadata: metadataAsCreated(isJsonObject(metadata) ? metadata : {}, record),
    spec: record === undefined ? ownSpec : specWithout(ownSpec, record),
  };
}

function metadataAsCreated(metadata: JsonObject, record: JsonObject | undefined): JsonObject {
  const rest = withoutKeys(metadata, LATER_METADATA);
  if (record === undefined) return rest;
  const labels = withoutKeys(objectAt(rest, 'labels') ?? {}, [INJECTED_LABEL, ...namesIn(record, 'labels')]);
  const annotations = withoutKeys(objectAt(rest, 'annotations') ?? {}, [
    STATUS_ANNOTATION,
    ...namesIn(record, 'annotations'),
  ]);
  return { ...rest, labels, annotations };
}

function specWithout(spec: JsonObject, record: JsonObject): JsonObject {
  const lists = LISTS.filter((list) => Array.isArray(spec[list])).map((list) => {
    const names = new Set(namesIn(record, list));
    return [list, objectsAt(spec, list).filter((entry) => !names.has(stringAt(entry, 'name') ?? ''))] as const;
  });
  return { ...spec, ...Object.fromEntries(lists) };
}

/** The names that any template's record lists under a field. */
function namesIn(record: JsonObject | undefined, field: string): readonly string[] {
  return Object.values(record ?? {}).flatMap((entry) => {
    const list = isJsonObject(entry) ? ownValue(entry, field) : undefined;
    return Array.isArray(list) ? list.filter((name) => typeof name === 'string') : [];
  });
}

function withoutKeys(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

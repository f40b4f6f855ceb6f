import { objectAt, objectsAt, stringAt, type JsonObject } from './json.ts';

/** The Pod that an object makes, and where in the object it stands. */
export interface FoundPod {
  /** The kind of the object that holds it: `Deployment`, `CronJob`, `Pod` … */
  readonly kind: string;
  readonly name: string;
  /** As the object says; `undefined` where it says nothing. */
  readonly namespace: string | undefined;
  /** Path from the root of the document to the Pod's `metadata` and `spec`; empty for a Pod itself. */
  readonly path: readonly (string | number)[];
  /** The Pod as it would be created: with `apiVersion` and `kind`. */
  readonly pod: JsonObject;
}

/** Where the Pod template of each kind stands. @see https://kubernetes.io/docs/concepts/workloads/pods/#pod-templates */
const TEMPLATE_PATHS: ReadonlyMap<string, readonly string[]> = new Map([
  ['v1/Pod', []],
  ['v1/ReplicationController', ['spec', 'template']],
  ['apps/v1/Deployment', ['spec', 'template']],
  ['apps/v1/ReplicaSet', ['spec', 'template']],
  ['apps/v1/StatefulSet', ['spec', 'template']],
  ['apps/v1/DaemonSet', ['spec', 'template']],
  ['batch/v1/Job', ['spec', 'template']],
  ['batch/v1/CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
]);

/** Lists hold lists at most this deep; kubectl writes no deeper ones. */
const MAX_LIST_DEPTH = 4;

/** The Pods that a manifest's document makes: one of a workload, any number of a `List`, none of any other kind. */
export function findPods(document: JsonObject): readonly FoundPod[] {
  return findIn(document, [], MAX_LIST_DEPTH);
}

function findIn(object: JsonObject, path: readonly (string | number)[], depth: number): readonly FoundPod[] {
  const kind = stringAt(object, 'kind') ?? '';
  if (kind.endsWith('List') && Array.isArray(object['items'])) {
    if (depth === 0) return [];
    return objectsAt(object, 'items').flatMap((item, index) => findIn(item, [...path, 'items', index], depth - 1));
  }
  const fields = TEMPLATE_PATHS.get(`${stringAt(object, 'apiVersion') ?? ''}/${kind}`);
  if (fields === undefined) return [];
  const template = fields.reduce<JsonObject | undefined>((parent, field) => objectAt(parent, field), object);
  if (template === undefined) return [];
  const metadata = objectAt(object, 'metadata');
  const pod = { apiVersion: 'v1', kind: 'Pod', ...podFields(template) };
  const name = stringAt(metadata, 'name') ?? stringAt(metadata, 'generateName') ?? '';
  return [{ kind, name, namespace: stringAt(metadata, 'namespace'), path: [...path, ...fields], pod }];
}

function podFields(template: JsonObject): JsonObject {
  const { apiVersion: _, kind: __, ...fields } = template;
  return fields;
}

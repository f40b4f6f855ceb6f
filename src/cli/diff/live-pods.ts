import { objectAt, objectsAt, stringAt, type JsonObject } from '../../injection/json.ts';
import type { ObjectClient } from '../../kubernetes/object-client.ts';
import { podAsCreated } from '../explain/pod-as-created.ts';
import { readPages } from '../explain/seen.ts';
import { RefusedError } from '../refused-error.ts';
import type { Maker } from './change-groups.ts';

/** A Pod as it came to the webhooks, and what it belongs to. */
export interface ComparedPod {
  readonly pod: JsonObject;
  readonly maker: Maker;
}

/** Which Pods of a cluster. */
export interface PodQuery {
  /** All when left out. */
  readonly namespace?: string;
  readonly selector?: string;
}

/** Hears how far the reading is. */
export type ReportProgress = (read: number, remaining: number | undefined) => void;

/**
 * The Pods of a cluster that run or are to run, page by page, each as it was created, as far as that can be told. None is kept.
 *
 * @throws RefusedError where they cannot be read
 */
export async function* readLivePods(
  client: ObjectClient,
  { namespace, selector }: PodQuery,
  report: ReportProgress,
): AsyncGenerator<ComparedPod> {
  const path = namespace === undefined ? '/api/v1/pods' : `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`;
  const query = selector === undefined ? '' : `?labelSelector=${encodeURIComponent(selector)}`;
  let read = 0;
  for await (const page of readPages(client, `${path}${query}`)) {
    if (!page.ok) throw new RefusedError(page.error.message);
    read += page.value.items.length;
    report(read, page.value.remaining);
    for (const pod of page.value.items.filter(isGoing)) yield { pod: podAsCreated(pod), maker: makerOf(pod) };
  }
}

/** Pods that have ended, or are about to, are never created again as they are. */
function isGoing(pod: JsonObject): boolean {
  const phase = stringAt(objectAt(pod, 'status'), 'phase') ?? '';
  const isEnding = stringAt(objectAt(pod, 'metadata'), 'deletionTimestamp') !== undefined;
  return !isEnding && !['Succeeded', 'Failed'].includes(phase);
}

/** What a Pod belongs to: of a ReplicaSet that a Deployment made, the Deployment, by the hash that it put into the name. */
function makerOf(pod: JsonObject): Maker {
  const metadata = objectAt(pod, 'metadata');
  const namespace = stringAt(metadata, 'namespace') ?? '';
  const owner = objectsAt(metadata, 'ownerReferences').find((one) => one['controller'] === true);
  const [kind, name] = [stringAt(owner, 'kind'), stringAt(owner, 'name')];
  if (kind === undefined || name === undefined) {
    return { kind: 'Pod', namespace, name: stringAt(metadata, 'name') ?? '' };
  }
  const hash = stringAt(objectAt(metadata, 'labels'), 'pod-template-hash');
  const isOfDeployment = kind === 'ReplicaSet' && hash !== undefined && name.endsWith(`-${hash}`);
  return isOfDeployment
    ? { kind: 'Deployment', namespace, name: name.slice(0, -hash.length - 1) }
    : { kind, namespace, name };
}

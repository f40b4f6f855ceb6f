import { podAsCreated } from '../../admission/pod-as-created.ts';
import { isEnding, makerOf, type Maker } from '../../admission/pod-maker.ts';
import type { JsonObject } from '../../injection/json.ts';
import type { ObjectClient } from '../../kubernetes/object-client.ts';
import { readPages } from '../../kubernetes/read-list.ts';
import { RefusedError } from '../refused-error.ts';

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
  query: PodQuery,
  report: ReportProgress,
): AsyncGenerator<ComparedPod> {
  for await (const pod of readPods(client, query, report))
    if (!isEnding(pod)) yield { pod: podAsCreated(pod), maker: makerOf(pod) };
}

/** The Pods of a cluster as they are, page by page. None is kept. @throws RefusedError where they cannot be read */
export async function* readPods(
  client: ObjectClient,
  { namespace, selector }: PodQuery,
  report: ReportProgress,
): AsyncGenerator<JsonObject> {
  const path = namespace === undefined ? '/api/v1/pods' : `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`;
  const query = selector === undefined ? '' : `?labelSelector=${encodeURIComponent(selector)}`;
  let read = 0;
  for await (const page of readPages(client, `${path}${query}`)) {
    if (!page.ok) throw new RefusedError(page.error.message);
    read += page.value.items.length;
    report(read, page.value.remaining);
    yield* page.value.items;
  }
}

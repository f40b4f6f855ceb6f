import { objectAt, objectsAt, stringAt, type JsonObject } from '../injection/json.ts';
import type { ApiFailure } from './api-failure.ts';
import type { ObjectClient } from './object-client.ts';
import { failure, ok, type Result } from '../result.ts';

/** Something of a cluster: what it is, or why it could not be read. */
export type Seen<Value> = Result<Value, ApiFailure>;

/** Whether an object is known not to be there. */
export function isAbsent(seen: Seen<unknown>): boolean {
  return !seen.ok && seen.error.kind === 'not-found';
}

/** Reads the objects of a list, page by page. @see https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks */
export async function readList(client: ObjectClient, path: string): Promise<Seen<readonly JsonObject[]>> {
  const items: JsonObject[] = [];
  for await (const page of readPages(client, path)) {
    if (!page.ok) return page;
    items.push(...page.value.items);
  }
  return ok(items);
}

/** One page of a list. */
export interface ListPage {
  readonly items: readonly JsonObject[];
  /** How many objects follow, where the API server says so. */
  readonly remaining: number | undefined;
}

/** A page of usual Pods is some megabytes. */
const PAGE_LIMIT = 250;

/** The pages of a list, in order; a failure is the last one. */
export async function* readPages(client: ObjectClient, path: string): AsyncGenerator<Seen<ListPage>> {
  let token: string | undefined;
  do {
    const query = new URLSearchParams({ limit: String(PAGE_LIMIT), ...(token !== undefined && { continue: token }) });
    const page = await client.send({ path: `${path}${path.includes('?') ? '&' : '?'}${query.toString()}` });
    if (!page.ok) {
      yield failure(page.error);
      return;
    }
    const metadata = objectAt(page.value, 'metadata');
    const remaining = metadata?.['remainingItemCount'];
    yield ok({
      items: objectsAt(page.value, 'items'),
      remaining: typeof remaining === 'number' ? remaining : undefined,
    });
    token = stringAt(metadata, 'continue');
  } while (token !== undefined && token !== '');
}

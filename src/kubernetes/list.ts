import { failure, ok, type Result } from '../result.ts';
import { isJsonObject, objectAt, objectsAt, stringAt, type Json, type JsonObject } from '../injection/json.ts';
import { failureOfError, type ApiFailure } from './api-failure.ts';
import { describe, openResponse, readText, type ApiRequest } from './api-request.ts';
import type { CallContext } from './call-context.ts';
import { Deadline } from './deadline.ts';
import { acceptFor, pathOf, storedObject, type Resource, type StoredObject } from './resource.ts';

/** All objects of a resource, as they were at one moment. */
export interface Listed<Item> {
  readonly objects: readonly StoredObject<Item>[];
  /** Where a watch goes on. */
  readonly resourceVersion: string;
}

interface Page<Item> extends Listed<Item> {
  readonly continueToken: string | undefined;
}

/** How often a list begins anew because its pages expired or were too large, before it fails. */
const MAX_RESTARTS = 3;

/** How much smaller pages get after one that was too large. */
const SHRINK_FACTOR = 10;

/**
 * Lists a resource page by page. An expired continue token starts it again from the first page, and so does a page that
 * is too large, with smaller ones.
 *
 * @returns the whole list, or why there is none; never a part of it
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks
 */
export async function list<Item>(
  context: CallContext,
  resource: Resource<Item>,
): Promise<Result<Listed<Item>, ApiFailure>> {
  let limit = context.limits.pageLimit;
  let result = await listPages(context, resource, limit);
  for (let restarts = 0; restarts < MAX_RESTARTS && !result.ok; restarts += 1) {
    const { kind } = result.error;
    if (kind !== 'gone' && !(kind === 'too-large' && limit > 1)) return result;
    if (kind === 'too-large') limit = Math.ceil(limit / SHRINK_FACTOR);
    result = await listPages(context, resource, limit);
  }
  return result;
}

async function listPages<Item>(
  context: CallContext,
  resource: Resource<Item>,
  limit: number,
): Promise<Result<Listed<Item>, ApiFailure>> {
  const objects: StoredObject<Item>[] = [];
  let continueToken: string | undefined;
  for (;;) {
    const path = pathOf(resource, { limit: String(limit), continue: continueToken });
    const page = await getPage(context, resource, { path, accept: acceptFor(resource, 'list') });
    if (!page.ok) return page;
    for (const object of page.value.objects) objects.push(object);
    continueToken = page.value.continueToken;
    if (continueToken === undefined) return ok({ objects, resourceVersion: page.value.resourceVersion });
  }
}

async function getPage<Item>(
  { connection, limits, signal, timing }: CallContext,
  resource: Resource<Item>,
  request: ApiRequest,
): Promise<Result<Page<Item>, ApiFailure>> {
  const deadline = new Deadline(timing, signal);
  deadline.restart(limits.pageTimeoutMs);
  try {
    const response = await openResponse(connection, request, deadline);
    if (!response.ok) return response;
    const text = await readText(response.value, limits.maxPageBytes);
    if (text !== undefined) return parsePage(resource, text, describe(request));
    return failure({ kind: 'too-large', message: `${describe(request)}: a page above ${limits.maxPageBytes} bytes` });
  } catch (error) {
    return failure(failureOfError(describe(request), error, deadline));
  } finally {
    deadline.end();
  }
}

function parsePage<Item>(resource: Resource<Item>, text: string, what: string): Result<Page<Item>, ApiFailure> {
  const body = parseObject(text);
  const metadata = objectAt(body, 'metadata');
  const resourceVersion = stringAt(metadata, 'resourceVersion');
  if (!resourceVersion) return failure({ kind: 'malformed', message: `${what}: the answer is no list` });
  const objects: StoredObject<Item>[] = [];
  for (const object of objectsAt(body, 'items')) {
    const stored = storedObject(resource, object);
    if (!stored.ok) return failure({ kind: 'malformed', message: `${what}: an object without name, uid or version` });
    objects.push(stored.value);
  }
  const continueToken = stringAt(metadata, 'continue');
  return ok({ objects, resourceVersion, continueToken: continueToken === '' ? undefined : continueToken });
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

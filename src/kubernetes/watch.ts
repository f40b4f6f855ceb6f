import type { IncomingMessage } from 'node:http';
import { failure, ok, type Result } from '../result.ts';
import { failureOfError, type ApiFailure } from './api-failure.ts';
import { describe, openResponse } from './api-request.ts';
import type { CallContext } from './call-context.ts';
import { Deadline } from './deadline.ts';
import { LineSplitter } from './line-splitter.ts';
import { acceptFor, pathOf, storedObject, type Resource, type StoredObject } from './resource.ts';
import { parseWatchEvent, type WatchEvent } from './watch-event.ts';

/** Hears what a watch brings, in its order. */
export interface WatchHandler<Item> {
  /** The API server took the watch; events may follow. */
  readonly accepted: () => void;
  readonly changed: (type: 'ADDED' | 'MODIFIED' | 'DELETED', object: StoredObject<Item>) => void;
  /** Nothing up to this version is missing. */
  readonly bookmarked: (resourceVersion: string) => void;
}

/** What to watch, from where on, and for how long at most. */
export interface WatchCall<Item> {
  readonly resource: Resource<Item>;
  readonly resourceVersion: string;
  /** The watch is cut after this long without event or bookmark. */
  readonly stallMs: number;
  readonly handler: WatchHandler<Item>;
}

/**
 * Watches a resource until the API server ends the watch (a success), or it fails. Never resumes by itself. When it
 * resolves, its connection is closed and no timer is left, whatever happened.
 */
export async function watch<Item>(context: CallContext, call: WatchCall<Item>): Promise<Result<'ended', ApiFailure>> {
  const { connection, limits, signal, timing } = context;
  const seconds = limits.minWatchSeconds + timing.random() * (limits.maxWatchSeconds - limits.minWatchSeconds);
  const path = pathOf(call.resource, {
    watch: 'true',
    allowWatchBookmarks: 'true',
    resourceVersion: call.resourceVersion,
    timeoutSeconds: String(Math.round(seconds)),
  });
  const deadline = new Deadline(timing, signal);
  deadline.restart(limits.responseTimeoutMs);
  try {
    const response = await openResponse(connection, { path, accept: acceptFor(call.resource, 'watch') }, deadline);
    if (!response.ok) return response;
    deadline.restart(call.stallMs);
    return await readEvents(response.value, { ...call, deadline, maxLineBytes: limits.maxLineBytes });
  } finally {
    deadline.end();
  }
}

interface OpenWatch<Item> extends WatchCall<Item> {
  readonly deadline: Deadline;
  readonly maxLineBytes: number;
}

async function readEvents<Item>(
  response: IncomingMessage,
  watching: OpenWatch<Item>,
): Promise<Result<'ended', ApiFailure>> {
  const what = `watch ${describe(watching.resource)}`;
  const splitter = new LineSplitter(watching.maxLineBytes);
  const chunks = (response as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  try {
    watching.handler.accepted();
    for (;;) {
      const chunk = await nextChunk(chunks, what, watching.deadline);
      if (!chunk.ok) return chunk;
      if (chunk.value === undefined) break;
      const lines = splitter.push(chunk.value);
      if (!lines.ok)
        return failure({ kind: 'too-large', message: `${what}: a line above ${watching.maxLineBytes} bytes` });
      const failed = takeLines(lines.value, what, watching);
      if (failed !== undefined) return failure(failed);
    }
  } finally {
    response.destroy();
  }
  if (splitter.hasPartialLine) return failure({ kind: 'malformed', message: `${what}: it ended inside a line` });
  return ok('ended');
}

/** The next piece of the stream; `undefined` at its end. Exceptions of the stream end here, those of a handler do not. */
async function nextChunk(
  chunks: AsyncIterator<Buffer>,
  what: string,
  deadline: Deadline,
): Promise<Result<Buffer | undefined, ApiFailure>> {
  try {
    const next = await chunks.next();
    return ok(next.done === true ? undefined : next.value);
  } catch (error) {
    const failed = failureOfError(what, error, deadline);
    if (failed.kind !== 'timeout') return failure(failed);
    return failure({ kind: 'stalled', message: `${what}: neither event nor bookmark in time` });
  }
}

function takeLines<Item>(lines: readonly string[], what: string, watching: OpenWatch<Item>): ApiFailure | undefined {
  for (const line of lines) {
    const event = parseWatchEvent(line);
    if (!event.ok) return { kind: 'malformed', message: `${what}: a line that is no event` };
    const failed = takeEvent(event.value, what, watching);
    if (failed !== undefined) return failed;
    watching.deadline.restart(watching.stallMs);
    if (watching.deadline.signal.aborted) return undefined;
  }
  return undefined;
}

function takeEvent<Item>(
  event: WatchEvent,
  what: string,
  { handler, resource }: WatchCall<Item>,
): ApiFailure | undefined {
  if (event.type === 'ERROR') {
    const kind = event.isGone ? 'gone' : 'error-event';
    return { kind, message: `${what}: ${event.status} ${event.message}`.trimEnd(), status: event.status };
  }
  if (event.type === 'BOOKMARK') {
    handler.bookmarked(event.resourceVersion);
    return undefined;
  }
  const object = storedObject(resource, event.object);
  if (!object.ok) return { kind: 'malformed', message: `${what}: an object without name, uid or version` };
  handler.changed(event.type, object.value);
  return undefined;
}

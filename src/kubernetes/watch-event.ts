import { failure, ok, type Result } from '../result.ts';
import { isJsonObject, objectAt, ownValue, stringAt, type Json, type JsonObject } from '../injection/json.ts';

/**
 * One line of a watch.
 *
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
 */
export type WatchEvent =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: JsonObject }
  | { readonly type: 'BOOKMARK'; readonly resourceVersion: string }
  | { readonly type: 'ERROR'; readonly isGone: boolean; readonly status: number; readonly message: string };

/** Reads a line of a watch; a failure where it is none of a kind that is known. */
export function parseWatchEvent(line: string): Result<WatchEvent, 'malformed'> {
  const event = parseJson(line);
  const object = objectAt(event, 'object');
  const type = stringAt(event, 'type');
  if (object === undefined) return failure('malformed');
  if (type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED') return ok({ type, object });
  if (type === 'BOOKMARK') {
    const resourceVersion = stringAt(objectAt(object, 'metadata'), 'resourceVersion');
    return resourceVersion ? ok({ type, resourceVersion }) : failure('malformed');
  }
  return type === 'ERROR' ? ok(errorEvent(object)) : failure('malformed');
}

function errorEvent(status: JsonObject): WatchEvent {
  const code = ownValue(status, 'code');
  const reason = stringAt(status, 'reason') ?? '';
  return {
    type: 'ERROR',
    isGone: code === 410 || reason === 'Expired' || reason === 'Gone',
    status: typeof code === 'number' ? code : 0,
    message: (stringAt(status, 'message') ?? reason).slice(0, 500),
  };
}

function parseJson(line: string): JsonObject | undefined {
  try {
    const value = JSON.parse(line) as Json;
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

import { isJsonObject, type Json, type JsonObject } from '../injection/json.ts';
import type { ApiConnection } from './api-connection.ts';
import { failureOfError, type ApiFailure } from './api-failure.ts';
import { describe, openResponse, readText, type ApiRequest } from './api-request.ts';
import { Deadline } from './deadline.ts';
import type { Timing } from './timing.ts';
import { failure, ok, type Result } from '../result.ts';

/** etcd stores 1.5 MiB of one object; a page of 500 of them that are as large as most Pods is below this. */
const MAX_OBJECT_BYTES = 64 * 1024 * 1024;

/** For one request, from credentials to the last byte. */
const REQUEST_TIMEOUT_MS = 10_000;

/** Reads and writes single objects. */
export interface ObjectClient {
  /** Sends a request; the object that came back, or why there is none. */
  readonly send: (request: ApiRequest) => Promise<Result<JsonObject, ApiFailure>>;
}

/** A client on a connection, each request of which ends in time or when the signal fires. */
export function createObjectClient(connection: ApiConnection, timing: Timing, signal: AbortSignal): ObjectClient {
  return {
    send: async (request) => {
      const deadline = new Deadline(timing, signal);
      deadline.restart(REQUEST_TIMEOUT_MS);
      try {
        const response = await openResponse(connection, request, deadline);
        if (!response.ok) return response;
        return parseObject(describe(request), await readText(response.value, MAX_OBJECT_BYTES));
      } catch (error) {
        return failure(failureOfError(describe(request), error, deadline));
      } finally {
        deadline.end();
      }
    },
  };
}

function parseObject(what: string, text: string | undefined): Result<JsonObject, ApiFailure> {
  if (text === undefined) return failure({ kind: 'too-large', message: `${what}: the object is too large` });
  try {
    const object = JSON.parse(text) as Json;
    if (isJsonObject(object)) return ok(object);
  } catch {
    // The same as any other answer that is no object.
  }
  return failure({ kind: 'malformed', message: `${what}: the answer is no object` });
}

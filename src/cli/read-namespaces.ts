import { objectAt, stringAt, type JsonObject } from '../injection/json.ts';
import type { ObjectClient } from '../kubernetes/object-client.ts';
import { readList } from '../kubernetes/read-list.ts';
import { RefusedError } from './refused-error.ts';

/** Reads the namespaces of a cluster, or one. @throws RefusedError where they cannot be read: without their labels no answer is true */
export async function readNamespaces(
  client: ObjectClient,
  name: string | undefined,
): Promise<ReadonlyMap<string, JsonObject>> {
  if (name === undefined) {
    const all = await readList(client, '/api/v1/namespaces');
    if (!all.ok) throw new RefusedError(`${all.error.message}; for the Pods of one namespace: -n`);
    return byName(all.value);
  }
  const found = await client.send({ path: `/api/v1/namespaces/${encodeURIComponent(name)}` });
  if (!found.ok) throw new RefusedError(found.error.message);
  return byName([found.value]);
}

/** Objects by their name. */
export function byName(objects: readonly JsonObject[]): ReadonlyMap<string, JsonObject> {
  return new Map(objects.map((object) => [stringAt(objectAt(object, 'metadata'), 'name') ?? '', object]));
}

import { failure, ok, type Result } from '../result.ts';
import { objectAt, stringAt, type JsonObject } from '../injection/json.ts';

/** Objects of one kind, in one namespace or without any, and what is kept of each. */
export interface Resource<Item> {
  /** `/api/v1/namespaces`, `/api/v1/namespaces/default/configmaps`. */
  readonly path: string;
  /** Only the object of this name: rights can then be given for that name alone. */
  readonly name?: string;
  /** Objects of many namespaces, whose names may be the same: they are known as `namespace/name`. */
  readonly isNamespaced?: true;
  /** The API server sends no spec, status or data. */
  readonly metadataOnly: boolean;
  /** Gives what is kept. Nothing of the object itself may be: a list would stay in memory whole. */
  readonly keep: (object: JsonObject) => Item;
}

/** What an informer holds of an object. */
export interface StoredObject<Item> {
  /** Differs for each object of the resource: `namespace/name` where there are many namespaces. */
  readonly name: string;
  /** Differs where an object was deleted and made again under its name. */
  readonly uid: string;
  readonly resourceVersion: string;
  readonly item: Item;
}

/** The `Accept` header of a list, or of a watch. @see https://kubernetes.io/docs/reference/using-api/api-concepts/#metadata-only-fetches */
export function acceptFor({ metadataOnly }: Resource<unknown>, verb: 'list' | 'watch'): string {
  if (!metadataOnly) return 'application/json';
  const type = verb === 'list' ? 'PartialObjectMetadataList' : 'PartialObjectMetadata';
  return `application/json;as=${type};g=meta.k8s.io;v=v1`;
}

/** Path and query of a list or watch. */
export function pathOf({ path, name }: Resource<unknown>, query: Readonly<Record<string, string | undefined>>): string {
  const parameters = new URLSearchParams();
  if (name !== undefined) parameters.set('fieldSelector', `metadata.name=${name}`);
  for (const [key, value] of Object.entries(query)) if (value !== undefined) parameters.set(key, value);
  return `${path}?${parameters.toString()}`;
}

/** What is kept of an object; a failure where it lacks what every stored object has. */
export function storedObject<Item>(
  resource: Resource<Item>,
  object: JsonObject,
): Result<StoredObject<Item>, 'malformed'> {
  const metadata = objectAt(object, 'metadata');
  const name = stringAt(metadata, 'name');
  const uid = stringAt(metadata, 'uid');
  const resourceVersion = stringAt(metadata, 'resourceVersion');
  if (!name || !uid || !resourceVersion) return failure('malformed');
  if (resource.isNamespaced === true)
    return ok({
      name: `${stringAt(metadata, 'namespace') ?? ''}/${name}`,
      uid,
      resourceVersion,
      item: resource.keep(object),
    });
  return ok({ name, uid, resourceVersion, item: resource.keep(object) });
}

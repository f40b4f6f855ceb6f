import { objectsAt, ownValue, stringAt, type Json, type JsonObject } from './json.ts';
import { layValue, wantedField, withFields, type Laying } from './merge-value.ts';

/** The fields of an entry named `"*"`, and the containers that are no part of the application. */
export interface ApplicationFields {
  /** As a container of the application is to have them. */
  readonly wantedFor: (container: JsonObject) => JsonObject;
  /** Names of the containers that templates bring. */
  readonly injected: ReadonlySet<string>;
}

/**
 * Merges the fields of an entry named `"*"` into each container of the application: what it lacks is added, what differs is a
 * conflict. A container that does not change keeps its identity.
 *
 * @param list `containers` or `initContainers`
 */
export function mergeApplications(
  laying: Laying,
  list: string,
  containers: readonly JsonObject[],
  { wantedFor, injected }: ApplicationFields,
): readonly JsonObject[] {
  return containers.map((container) => {
    const name = stringAt(container, 'name') ?? '';
    if (injected.has(name)) return container;
    const wanted = wantedFor(container);
    const path = `spec.${list}[name=${JSON.stringify(name)}]`;
    return withFields(container, Object.keys(wanted), (field) =>
      layValue(
        laying,
        `${path}.${field}`,
        ownValue(container, field),
        wantedField('Container', field, wanted[field] ?? null),
      ),
    );
  });
}

/** The names of the volumes that a container mounts. */
export function mountedVolumes(container: JsonObject): readonly (Json | undefined)[] {
  return [...objectsAt(container, 'volumeMounts'), ...objectsAt(container, 'volumeDevices')].map(({ name }) => name);
}

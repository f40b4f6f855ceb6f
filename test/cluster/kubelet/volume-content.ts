import type { FolderFiles } from './atomic-folder.ts';
import { type PodFacts, readFieldRef } from './field-ref.ts';
import { describeObject, NotYetError, type ObjectName, readKeys } from './keyed-objects.ts';
import type { ObjectApi } from './object-api.ts';
import type { DownwardSource, KeyedSource, ProjectedSource, Volume } from './pod.ts';
import type { ServiceAccountTokens } from './service-account-tokens.ts';

/** What the volumes of one Pod are read from. */
export interface VolumeSources {
  readonly api: ObjectApi;
  readonly facts: PodFacts;
  readonly tokens: ServiceAccountTokens;
}

/**
 * The files that a volume should hold; `undefined` for one that is the Pod's own to fill.
 *
 * @throws NotYetError when an object or a key is missing, or the kind of volume is not played.
 */
export async function readVolume(volume: Volume, sources: VolumeSources): Promise<FolderFiles | undefined> {
  if (volume.emptyDir !== undefined) return undefined;
  const { secret, configMap, downwardAPI, projected } = volume;
  if (secret !== undefined) return readSource({ secret: { ...secret, name: secret.secretName } }, sources);
  if (configMap !== undefined) return readSource({ configMap }, sources);
  if (downwardAPI !== undefined) return readSource({ downwardAPI }, sources);
  if (projected === undefined) {
    const kind = Object.keys(volume).filter((key) => key !== 'name');
    throw new NotYetError('ContainerCreating', `volume "${volume.name}": ${kind.join()} is not played by this kubelet`);
  }
  const parts = await Promise.all(projected.sources.map((source) => readSource(source, sources)));
  return new Map(parts.flatMap((part) => Array.from(part)));
}

async function readSource(source: ProjectedSource, sources: VolumeSources): Promise<FolderFiles> {
  const { secret, configMap, downwardAPI, serviceAccountToken } = source;
  const { namespace } = sources.facts.pod.metadata;
  if (secret !== undefined) return readKeyed(secret, { resource: 'secrets', namespace, name: secret.name }, sources);
  if (configMap !== undefined) {
    return readKeyed(configMap, { resource: 'configmaps', namespace, name: configMap.name }, sources);
  }
  if (downwardAPI !== undefined) return readDownward(downwardAPI, sources.facts);
  if (serviceAccountToken === undefined) {
    throw new NotYetError('ContainerCreating', `projected ${Object.keys(source).join()} is not played by this kubelet`);
  }
  return new Map([[serviceAccountToken.path, Buffer.from(await sources.tokens.get(serviceAccountToken))]]);
}

async function readKeyed(
  { items, optional = false }: KeyedSource,
  object: ObjectName,
  { api }: VolumeSources,
): Promise<FolderFiles> {
  const keys = await readKeys(api, object);
  if (keys === undefined) {
    if (optional) return new Map();
    throw new NotYetError('ContainerCreating', `${describeObject(object)} not found`);
  }
  if (items === undefined) return keys;
  const missing = items.find(({ key }) => !keys.has(key));
  if (missing !== undefined && !optional) {
    throw new NotYetError('ContainerCreating', `${describeObject(object)} has no key "${missing.key}"`);
  }
  return new Map(
    items.flatMap(({ key, path }) => {
      const content = keys.get(key);
      return content === undefined ? [] : [[path, content] as const];
    }),
  );
}

function readDownward({ items = [] }: DownwardSource, facts: PodFacts): FolderFiles {
  return new Map(
    items.map(({ path, fieldRef }) => {
      if (fieldRef === undefined) throw new Error(`downwardAPI ${path}: only fieldRef is played by this kubelet`);
      return [path, Buffer.from(readFieldRef(fieldRef.fieldPath, facts))];
    }),
  );
}

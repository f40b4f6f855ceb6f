import { INJECTION_LABEL } from '../../injection/annotations.ts';
import { objectAt, ownValue, stringAt, type Json, type JsonObject } from '../../injection/json.ts';
import type { NamespaceFacts } from '../../injection/requested-templates.ts';
import type { ManifestFile } from '../manifests/manifest-file.ts';
import { objectsOf } from '../manifests/transform.ts';

/** What a namespace counts as that no manifest describes. */
export type NamespaceLabel = 'enabled' | 'disabled' | 'none';

/** Tells what is known of a namespace: what its manifest says if there is one, else what the flag says. */
export function readNamespaces(
  files: readonly ManifestFile[],
  label: NamespaceLabel,
): (name: string) => NamespaceFacts {
  const described = new Map<string, JsonObject>();
  for (const { documents } of files)
    for (const { value } of documents) if (value !== undefined) gather(value, described);
  const labels: JsonObject = label === 'none' ? {} : { [INJECTION_LABEL]: label };
  return (name) => describe(name, described.get(name) ?? { labels });
}

function gather(document: JsonObject, described: Map<string, JsonObject>): void {
  for (const object of objectsOf(document)) {
    if (object['apiVersion'] !== 'v1' || object['kind'] !== 'Namespace') continue;
    const metadata = objectAt(object, 'metadata') ?? {};
    described.set(stringAt(metadata, 'name') ?? '', metadata);
  }
}

function describe(name: string, metadata: JsonObject): NamespaceFacts {
  const labels = objectAt(metadata, 'labels') ?? {};
  const annotations = objectAt(metadata, 'annotations') ?? {};
  return { name, injection: injectionOf(ownValue(labels, INJECTION_LABEL)), labels, annotations };
}

function injectionOf(label: Json | undefined): NamespaceFacts['injection'] {
  return label === 'enabled' || label === 'disabled' ? label : 'unset';
}

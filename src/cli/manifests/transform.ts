import { withValueAt } from '../../injection/field-path.ts';
import { isJsonObject, objectsAt, ownValue, stringAt, type Json, type JsonObject } from '../../injection/json.ts';
import { findPods, type FoundPod } from '../../injection/workload.ts';
import { RefusedError } from '../refused-error.ts';
import {
  parseManifestFile,
  rewriteManifest,
  yamlText,
  jsonText,
  type ManifestDocument,
  type ManifestFile,
} from './manifest-file.ts';
import type { OutputChoice } from './output-choice.ts';
import type { Source } from './read-sources.ts';

/** A Pod of a manifest, and the document that makes it. */
export interface ManifestPod {
  readonly file: ManifestFile;
  readonly document: ManifestDocument;
  readonly found: FoundPod;
}

/** The documents that say something else now, by file. */
export type Changes = ReadonlyMap<ManifestFile, ReadonlyMap<ManifestDocument, JsonObject>>;

/** Parses all manifests. @throws RefusedError with every error of every one of them */
export function parseSources(sources: readonly Source[]): readonly ManifestFile[] {
  const parsed = sources.map(({ name, text }) => parseManifestFile(name, text));
  const problems = parsed.flatMap((one) => (one.ok ? [] : one.error));
  if (problems.length > 0) throw new RefusedError(problems.join('\nsidecar-injector: '));
  return parsed.flatMap((one) => (one.ok ? [one.value] : []));
}

/** Every object of a manifest that is no list: of a `List` its items. */
export function objectsOf(value: JsonObject): readonly JsonObject[] {
  const isList = (stringAt(value, 'kind') ?? '').endsWith('List') && Array.isArray(value['items']);
  return isList ? objectsAt(value, 'items').flatMap(objectsOf) : [value];
}

/** All Pods of the manifests, in their order. */
export function podsOf(files: readonly ManifestFile[]): readonly ManifestPod[] {
  return files.flatMap((file) =>
    file.documents.flatMap((document) => findPods(document.value ?? {}).map((found) => ({ file, document, found }))),
  );
}

/** The changes that give some Pods another `metadata` and `spec`. Pods that are the same object stay out of it. */
export function changesOf(pods: readonly ManifestPod[], podAfter: (pod: ManifestPod) => JsonObject): Changes {
  const changes = new Map<ManifestFile, Map<ManifestDocument, JsonObject>>();
  for (const one of pods) {
    const { file, document, found } = one;
    const after = podAfter(one);
    if (after === found.pod) continue;
    const ofFile = changes.get(file) ?? new Map<ManifestDocument, JsonObject>();
    const value = ofFile.get(document) ?? document.value ?? {};
    const changed = withValueAt(value, found.path, templateAfter(valueAt(value, found.path), after));
    if (isJsonObject(changed)) ofFile.set(document, changed);
    changes.set(file, ofFile);
  }
  return changes;
}

/** A Pod template has no apiVersion and no kind, and may have other fields. */
function templateAfter(template: Json | undefined, pod: JsonObject): JsonObject {
  const fields = ['metadata', 'spec'].map((field) => [field, pod[field]] as const);
  const others = Object.entries(isJsonObject(template) ? template : {}).map(
    ([field, value]) => [field, fields.some(([own]) => own === field) ? pod[field] : value] as const,
  );
  return Object.fromEntries([...others, ...fields].filter(([, value]) => value !== undefined));
}

function valueAt(root: Json | undefined, path: FoundPod['path']): Json | undefined {
  let value = root;
  for (const step of path) {
    if (Array.isArray(value) && typeof step === 'number') value = (value as readonly Json[])[step];
    else value = isJsonObject(value) ? ownValue(value, String(step)) : undefined;
  }
  return value;
}

/**
 * What a command writes: each manifest as it came but for the changes, or all documents in one form.
 *
 * @throws RefusedError where a manifest cannot be edited; then nothing is to be written
 */
export function renderManifests(files: readonly ManifestFile[], changes: Changes, output?: OutputChoice): string {
  if (output === 'json') return renderJson(files, changes);
  const texts = files.map((file) => renderFile(file, changes, output));
  return texts.reduce((all, text) => (all === '' ? text : joinDocuments(all, text)), '');
}

function renderFile(file: ManifestFile, changes: Changes, output: OutputChoice | undefined): string {
  const ofFile = changes.get(file) ?? new Map<ManifestDocument, JsonObject>();
  if (output === 'yaml' && file.text.trimStart().startsWith('{')) return yamlText(file, ofFile);
  const rewritten = rewriteManifest(file, ofFile);
  if (!rewritten.ok) throw new RefusedError(rewritten.error);
  return rewritten.value;
}

function joinDocuments(before: string, after: string): string {
  const ended = before.endsWith('\n') ? before : `${before}\n`;
  return /^(?:---\s|%)/.test(after) ? ended + after : `${ended}---\n${after}`;
}

function renderJson(files: readonly ManifestFile[], changes: Changes): string {
  const values = files.flatMap((file) =>
    file.documents
      .map((document) => changes.get(file)?.get(document) ?? document.value)
      .filter((value) => value !== undefined),
  );
  const [only] = values;
  const whole = values.length === 1 && only !== undefined ? only : { apiVersion: 'v1', kind: 'List', items: values };
  return `${jsonText(whole, '    ')}\n`;
}

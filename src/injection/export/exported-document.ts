import { mountedVolumes } from '../applications.ts';
import { isJsonObject, isUnset, objectAt, objectsAt, ownValue, type Json, type JsonObject } from '../json.ts';
import { fieldNames } from '../pod-fields.ts';
import { APPLICATIONS } from '../template/check-spec.ts';
import type { FieldPath } from '../template/problem.ts';
import { SourceDocument } from '../template/source-document.ts';
import { STRUCTURED_FIELDS, TEMPLATE_FIELDS } from '../template/template-fields.ts';
import type { Template } from '../template/template.ts';
import { NO_TOKEN_VOLUME, withoutToken } from '../token-mount.ts';

/** A part of a template's document, and where it stands. */
export interface Placed<Value> {
  readonly value: Value;
  readonly path: FieldPath;
}

/** A template as it is written, taken apart for a policy. */
export interface ExportedDocument {
  readonly template: Template;
  /** Where what cannot be expressed is reported. */
  readonly source: SourceDocument;
  readonly labels: Placed<JsonObject>;
  readonly annotations: Placed<JsonObject>;
  readonly containers: readonly Placed<JsonObject>[];
  readonly initContainers: readonly Placed<JsonObject>[];
  /** All other fields of the PodSpec, by name. */
  readonly fields: ReadonlyMap<string, Placed<Json>>;
}

const OPTIONS: ReadonlySet<string> = new Set([...Object.keys(TEMPLATE_FIELDS), ...STRUCTURED_FIELDS]);
const POD_FIELDS: ReadonlySet<string> = new Set((fieldNames('PodSpec') ?? []).filter((name) => !OPTIONS.has(name)));
const CONTAINER_LISTS: ReadonlySet<string> = new Set(['containers', 'initContainers']);

/** Takes the document of a template apart that was loaded without a problem. */
export function readExportedDocument(template: Template, text: string): ExportedDocument {
  const source = new SourceDocument(text);
  const document = isJsonObject(source.value) ? source.value : {};
  const fields = specFields(document);
  const metadata = objectAt(document, 'metadata');
  const containers = containersOf(template, fields.get('containers'));
  const initContainers = containersOf(template, fields.get('initContainers'));
  return {
    template,
    source,
    labels: { value: objectAt(metadata, 'labels') ?? {}, path: ['metadata', 'labels'] },
    annotations: { value: objectAt(metadata, 'annotations') ?? {}, path: ['metadata', 'annotations'] },
    containers,
    initContainers,
    fields: new Map([...withTokenVolume(template, fields)].filter(([name]) => !CONTAINER_LISTS.has(name))),
  };
}

function specFields(document: JsonObject): ReadonlyMap<string, Placed<Json>> {
  const atTop = Object.entries(document).filter(([name]) => POD_FIELDS.has(name));
  const below = Object.entries(objectAt(document, 'spec') ?? {});
  const placed: readonly (readonly [string, Placed<Json>])[] = [
    ...atTop.map(([name, value]) => [name, { value: value ?? null, path: [name] }] as const),
    ...below.map(([name, value]) => [name, { value: value ?? null, path: ['spec', name] }] as const),
  ];
  return new Map(placed.filter(([, { value }]) => !isUnset(value)));
}

function containersOf({ token }: Template, field: Placed<Json> | undefined): readonly Placed<JsonObject>[] {
  if (field === undefined) return [];
  return objectsAt({ list: field.value }, 'list').map((container, index) => ({
    value: token === 'none' && container['name'] !== APPLICATIONS ? withoutToken(container) : container,
    path: [...field.path, index],
  }));
}

/** The empty directory over the token, for a template that says `token: none` and brings a container. */
function withTokenVolume(
  { token, containerNames }: Template,
  fields: ReadonlyMap<string, Placed<Json>>,
): ReadonlyMap<string, Placed<Json>> {
  if (token !== 'none' || containerNames.size === 0) return fields;
  const volumes = fields.get('volumes') ?? { value: [], path: ['spec', 'volumes'] };
  return new Map([
    ...fields,
    ['volumes', { ...volumes, value: [...objectsAt({ v: volumes.value }, 'v'), NO_TOKEN_VOLUME] }],
  ]);
}

/** The names of the volumes that the template's containers mount. */
export function mountedVolumeNames({ containers, initContainers }: ExportedDocument): ReadonlySet<string> {
  const all = [...containers, ...initContainers];
  const mounts = all.flatMap(({ value }) => mountedVolumes(value));
  return new Set(mounts.filter((name) => typeof name === 'string'));
}

/** Whether a container asks for resources, or limits them. */
export function hasResources(container: JsonObject): boolean {
  const resources = objectAt(container, 'resources');
  return ['requests', 'limits'].some((kind) => Object.keys(objectAt(resources, kind) ?? {}).length > 0);
}

/** Whether the document sets a field to true. */
export function isTrue({ fields }: ExportedDocument, field: string): boolean {
  return ownValue({ field: fields.get(field)?.value }, 'field') === true;
}

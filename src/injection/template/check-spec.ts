import { isJsonObject, isUnset, objectsAt, ownValue, quote, stringAt, type Json, type JsonObject } from '../json.ts';
import { keyValue } from '../keyed-list.ts';
import { fieldOf } from '../pod-fields.ts';
import { hasExpression } from './expression-sites.ts';
import { findRuleBreach } from './field-rules.ts';
import type { FieldPath } from './problem.ts';
import type { SourceDocument } from './source-document.ts';
import { REFUSED_IN_APPLICATIONS } from './template-fields.ts';

const DNS_LABEL = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
/** Names of the API server's own volumes, and of the one that a template with `token: none` gets. */
const RESERVED_VOLUMES = /^(?:kube-api-access-.*|no-service-account-token)$/;
const CONTAINER_LISTS = ['containers', 'initContainers'] as const;
const NAMED_LISTS = [...CONTAINER_LISTS, 'volumes'];

/** The name of an entry whose fields go into each container of the application. */
export const APPLICATIONS = '*';

/** A PodSpec field of the template with the place where it is written: at the top, or under `spec`. */
export type SpecFields = ReadonlyMap<string, { readonly path: FieldPath; readonly value: Json }>;

/** Checks what no schema can say of a template's PodSpec: names, duplicates, images, ports, and mounts of volumes. */
export function checkSpec(source: SourceDocument, fields: SpecFields): void {
  const volumes = new Set<Json | undefined>(entriesOf(fields, 'volumes').map(({ value }) => value['name']));
  const names = new Set<string>();
  for (const list of CONTAINER_LISTS) {
    const applications = new Set<string>();
    for (const { path, value } of entriesOf(fields, list)) {
      checkContainer(source, path, value, volumes);
      const seen = value['name'] === APPLICATIONS ? applications : names;
      reportRepeated(source, path, 'name', { values: [value['name']], seen });
    }
  }
  for (const list of NAMED_LISTS) checkWrittenOut(source, fields.get(list));
  for (const { path, value } of entriesOf(fields, 'volumes')) checkVolume(source, path, value);
  for (const [field, { path, value }] of fields) {
    if (field !== 'containers' && field !== 'initContainers')
      checkDuplicates(source, path, 'PodSpec', { field, value });
  }
}

/** What a template brings must be known before any Pod is, so that it can be checked. */
function checkWrittenOut(source: SourceDocument, field: { path: FieldPath; value: Json } | undefined): void {
  if (field === undefined) return;
  const elements = Array.isArray(field.value) ? field.value : [field.value];
  for (const [index, element] of elements.entries()) {
    if (typeof element !== 'string' || !hasExpression(element)) continue;
    const path = Array.isArray(field.value) ? [...field.path, index] : field.path;
    source.report('invalid-expression', path, 'an expression cannot stand for a container or volume: write it out');
  }
}

function entriesOf(fields: SpecFields, list: string): readonly { path: FieldPath; value: JsonObject }[] {
  const field = fields.get(list);
  if (field === undefined || !Array.isArray(field.value)) return [];
  return field.value.flatMap((value, index) => (isJsonObject(value) ? [{ path: [...field.path, index], value }] : []));
}

function checkContainer(
  source: SourceDocument,
  path: FieldPath,
  container: JsonObject,
  volumes: ReadonlySet<Json | undefined>,
): void {
  const isApplications = container['name'] === APPLICATIONS;
  if (!isApplications) checkName(source, path, container);
  if (isApplications) checkApplications(source, path, container);
  else checkImage(source, path, container);
  for (const field of Object.keys(container)) {
    checkDuplicates(source, [...path, field], 'Container', { field, value: ownValue(container, field) ?? null });
  }
  for (const [index, port] of objectsAt(container, 'ports').entries())
    checkPort(source, [...path, 'ports', index], port);
  for (const list of ['volumeMounts', 'volumeDevices']) {
    for (const [index, mount] of objectsAt(container, list).entries()) {
      if (mount['name'] === undefined || volumes.has(mount['name'])) continue;
      const message = `mounts the volume ${quote(mount['name'])}, which the template does not define under volumes`;
      source.report('undefined-volume', [...path, list, index, 'name'], message);
    }
  }
}

function checkName(source: SourceDocument, path: FieldPath, named: JsonObject): void {
  const name = stringAt(named, 'name');
  if (name === undefined || DNS_LABEL.test(name)) return;
  const message = hasExpression(name)
    ? 'a name cannot be an expression: it must be known before any Pod is'
    : `${quote(name)} must be a DNS label: lower-case letters, digits and "-", at most 63`;
  source.report('invalid-value', [...path, 'name'], message);
}

/** An entry named `"*"` is no container: its fields go into the application's. */
function checkApplications(source: SourceDocument, path: FieldPath, entry: JsonObject): void {
  for (const [field, reason] of REFUSED_IN_APPLICATIONS) {
    if (isUnset(ownValue(entry, field))) continue;
    source.report('refused-field', [...path, field], `the entry "*" may not set ${quote(field)}: ${reason}`, 'key');
  }
}

function checkImage(source: SourceDocument, path: FieldPath, container: JsonObject): void {
  const image = ownValue(container, 'image') ?? null;
  const breach = findRuleBreach('Container.image', image);
  if (isUnset(image) || (typeof image === 'string' && image.trim() === ''))
    source.report('missing-field', path, 'a Container needs the field "image"');
  else if (breach !== undefined) source.report('invalid-value', [...path, 'image'], breach);
}

function checkPort(source: SourceDocument, path: FieldPath, port: JsonObject): void {
  for (const field of ['containerPort', 'hostPort']) {
    const breach = findRuleBreach(`ContainerPort.${field}`, port[field] ?? null);
    if (breach !== undefined) source.report('invalid-value', [...path, field], breach);
  }
}

function checkVolume(source: SourceDocument, path: FieldPath, volume: JsonObject): void {
  checkName(source, path, volume);
  const sources = Object.keys(volume).filter((field) => field !== 'name' && volume[field] !== null);
  if (sources.length > 1)
    source.report(
      'invalid-value',
      path,
      `a Volume has one source, not ${sources.map((field) => quote(field)).join(' and ')}`,
    );
  if (RESERVED_VOLUMES.test(stringAt(volume, 'name') ?? '')) {
    source.report(
      'refused-field',
      [...path, 'name'],
      'this name is reserved for the ServiceAccount token: choose another',
    );
  }
}

interface NamedList {
  readonly field: string;
  readonly value: Json;
}

/** Two entries of one list with the same merge key; the API server would refuse the Pod or drop one. */
function checkDuplicates(
  source: SourceDocument,
  path: FieldPath,
  definition: string,
  { field, value }: NamedList,
): void {
  const { keys } = fieldOf(definition, field);
  if (keys === undefined || !Array.isArray(value)) return;
  const seen = new Set<string>();
  for (const [index, entry] of value.entries()) {
    if (!isJsonObject(entry)) continue;
    const values = keys.map((key) => keyValue(entry, key));
    reportRepeated(source, [...path, index], keys.join(' and '), { values, seen });
  }
}

interface Repeated {
  readonly values: readonly (Json | undefined)[];
  readonly seen: Set<string>;
}

function reportRepeated(source: SourceDocument, path: FieldPath, keys: string, { values, seen }: Repeated): void {
  if (values[0] === undefined) return;
  const key = JSON.stringify(values);
  if (seen.has(key)) {
    const shown = values.map((value) => quote(value)).join(' and ');
    source.report('duplicate', path, `another entry has the same ${keys}, ${shown}`);
  }
  seen.add(key);
}

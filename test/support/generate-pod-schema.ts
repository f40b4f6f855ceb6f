/**
 * Writes src/injection/pod-schema.generated.ts from the OpenAPI document of the real API server:
 * `node test/support/generate-pod-schema.ts`
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startControlPlane } from '../cluster/control-plane.ts';

/** The part of an OpenAPI v3 document that is read here. */
interface OpenApiDocument {
  readonly components: { readonly schemas: Readonly<Record<string, OpenApiSchema>> };
}

interface OpenApiSchema {
  readonly type?: string;
  readonly $ref?: string;
  readonly allOf?: readonly OpenApiSchema[];
  readonly items?: OpenApiSchema;
  readonly properties?: Readonly<Record<string, OpenApiSchema>>;
  readonly additionalProperties?: OpenApiSchema;
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-patch-merge-key'?: string;
  readonly 'x-kubernetes-patch-strategy'?: string;
}

interface FieldSource {
  readonly type: string;
  readonly definition?: string;
  readonly items?: FieldSource;
  readonly keys?: readonly string[];
  readonly enum?: readonly string[];
}

const ROOT = 'io.k8s.api.core.v1.PodSpec';
const REFERENCE_PREFIX = '#/components/schemas/';

/** Definitions that are one value in JSON. */
const SCALARS: Readonly<Record<string, string>> = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': 'Quantity',
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': 'IntOrString',
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': 'string',
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': 'string',
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1': 'any',
  'io.k8s.apimachinery.pkg.runtime.RawExtension': 'any',
};

const HEADER = `// Written by \`node test/support/generate-pod-schema.ts\` from the OpenAPI document of a real API server. Do not edit.

/** The version of the API server that the schema was read from. */
export const KUBERNETES_VERSION = '$VERSION';

/** What a field of the Pod API holds. */
export interface FieldSchema {
  readonly type:
    | 'string'
    | 'integer'
    | 'number'
    | 'boolean'
    | 'object'
    | 'map'
    | 'list'
    | 'Quantity'
    | 'IntOrString'
    | 'any';
  /** For an object: its name in \`POD_SCHEMA\`. */
  readonly definition?: string;
  /** For a list and a map: what each element is. */
  readonly items?: FieldSchema;
  /** For a list that is merged by key: the fields that identify an element. */
  readonly keys?: readonly string[];
  /** The only values that the API server takes. */
  readonly enum?: readonly string[];
}

/** An object of the Pod API. */
export interface DefinitionSchema {
  readonly fields: Readonly<Record<string, FieldSchema>>;
  readonly required: readonly string[];
}

/** Every object reachable from \`PodSpec\`, by its short name. */
export const POD_SCHEMA: Readonly<Record<string, DefinitionSchema>> = {
`;

const TARGET = join(import.meta.dirname, '../../src/injection/pod-schema.generated.ts');

await using controlPlane = await startControlPlane({ controllerManager: false });
const openApi = JSON.parse(await get('/openapi/v3/api/v1')) as OpenApiDocument;
const { gitVersion } = JSON.parse(await get('/version')) as { gitVersion: string };
await writeFile(TARGET, renderPodSchema(openApi, gitVersion));

async function get(path: string): Promise<string> {
  const { status, body } = await controlPlane.request({ path });
  if (status !== 200) throw new Error(`GET ${path} answered ${status}: ${body}`);
  return body;
}

/**
 * The generated module as text: the same document always gives the same text.
 *
 * @throws When the document says something that the table cannot express.
 */
function renderPodSchema(document: OpenApiDocument, version: string): string {
  const definitions = reachableDefinitions(document).map(([name, schema]) => renderDefinition(name, schema));
  return `${HEADER.replace('$VERSION', version)}${definitions.join('')}};\n`;
}

function reachableDefinitions(document: OpenApiDocument): readonly (readonly [string, OpenApiSchema])[] {
  const found = new Map<string, OpenApiSchema>();
  const pending = [ROOT];
  for (let fullName = pending.pop(); fullName !== undefined; fullName = pending.pop()) {
    const schema = document.components.schemas[fullName];
    const name = shortNameOf(fullName);
    if (schema === undefined) throw new Error(`the document does not define ${fullName}`);
    if (found.has(name) && found.get(name) !== schema) throw new Error(`two definitions are called ${name}`);
    if (found.has(name) || SCALARS[fullName] !== undefined) continue;
    found.set(name, schema);
    pending.push(...Object.values(schema.properties ?? {}).flatMap(referencesOf));
  }
  return [...found].toSorted(([left], [right]) => compareText(left, right));
}

function referencesOf(schema: OpenApiSchema): readonly string[] {
  const nested = [...(schema.allOf ?? []), schema.items, schema.additionalProperties];
  const own = schema.$ref === undefined ? [] : [schema.$ref.slice(REFERENCE_PREFIX.length)];
  return [...own, ...nested.flatMap((child) => (child === undefined ? [] : referencesOf(child)))];
}

function renderDefinition(name: string, schema: OpenApiSchema): string {
  if (schema.properties === undefined) throw new Error(`${name} has no properties`);
  const fields = Object.entries(schema.properties)
    .toSorted(([left], [right]) => compareText(left, right))
    .map(([field, fieldSchema]) => `      ${renderKey(field)}: ${renderValue(readField(fieldSchema, field))},\n`);
  const required = renderValue((schema.required ?? []).toSorted(compareText));
  return `  ${name}: {\n    fields: {\n${fields.join('')}    },\n    required: ${required},\n  },\n`;
}

function readField(schema: OpenApiSchema, name: string): FieldSource {
  const reference = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (reference !== undefined) return readReference(reference.slice(REFERENCE_PREFIX.length));
  return schema.additionalProperties === undefined && schema.items === undefined
    ? readScalar(schema, name)
    : readCollection(schema, name);
}

function readCollection(schema: OpenApiSchema, name: string): FieldSource {
  if (schema.type === 'array' && schema.items !== undefined) {
    const keys = keysOf(schema);
    return { type: 'list', items: readField(schema.items, name), ...(keys === undefined ? {} : { keys }) };
  }
  if (schema.type === 'object' && schema.additionalProperties !== undefined) {
    return { type: 'map', items: readField(schema.additionalProperties, name) };
  }
  throw unexpected(schema, name);
}

function readScalar(schema: OpenApiSchema, name: string): FieldSource {
  if (schema.type === undefined || !['string', 'integer', 'number', 'boolean'].includes(schema.type)) {
    throw unexpected(schema, name);
  }
  return { type: schema.type, ...(schema.enum === undefined ? {} : { enum: schema.enum.toSorted(compareText) }) };
}

function unexpected(schema: OpenApiSchema, name: string): Error {
  return new Error(`the field ${name} has a type that the table cannot express: ${JSON.stringify(schema)}`);
}

function readReference(fullName: string): FieldSource {
  const scalar = SCALARS[fullName];
  return scalar === undefined ? { type: 'object', definition: shortNameOf(fullName) } : { type: scalar };
}

/** The list-map keys of server-side apply are whole (`containerPort`, `protocol`); those of strategic merge are not. */
function keysOf(schema: OpenApiSchema): readonly string[] | undefined {
  const mapKeys = schema['x-kubernetes-list-map-keys'];
  if (mapKeys !== undefined) return mapKeys;
  const mergeKey = schema['x-kubernetes-patch-merge-key'];
  const merges = schema['x-kubernetes-patch-strategy']?.split(',').includes('merge') === true;
  return merges && mergeKey !== undefined ? [mergeKey] : undefined;
}

function shortNameOf(fullName: string): string {
  return fullName.slice(fullName.lastIndexOf('.') + 1);
}

function renderValue(value: unknown): string {
  if (typeof value === 'string') return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  if (Array.isArray(value)) return `[${value.map(renderValue).join(', ')}]`;
  const entries = Object.entries(value as Record<string, unknown>);
  return `{ ${entries.map(([key, item]) => `${renderKey(key)}: ${renderValue(item)}`).join(', ')} }`;
}

function renderKey(key: string): string {
  return /^[A-Za-z_]\w*$/u.test(key) ? key : renderValue(key);
}

/** Independent of the machine's language. */
function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { ensureDefinitions } from '../cluster/custom-resource-definitions.ts';
import { isJsonObject, type Json, type JsonObject } from '../../src/injection/json.ts';
import { cacheFolder, downloadModule } from './go-tools.ts';

/** Versions of Kubernetes that manifests are checked against: the oldest that the chart allows, one between, the newest. */
export const KUBERNETES_VERSIONS = ['v1.30.14', 'v1.33.13', 'v1.36.3'] as const;

/** The draft that OpenAPI took its words from: later ones know `exclusiveMinimum` as a number only. */
const DRAFT = 'http://json-schema.org/draft-04/schema#';

/** To be raised when other schemas are written, or from other documents than those of Kubernetes. */
const FORMAT = 2;

/** For kubeconform's `-schema-location`, after a folder of {@link ensureSchemas}: the file of a kind. */
export const SCHEMA_FILE = '{{ .ResourceKind }}{{ .KindSuffix }}.json';

/**
 * Folder with a strict JSON Schema for each kind of a version of Kubernetes, made once from that version's own OpenAPI document; and for
 * each kind of the Prometheus operator and of cert-manager.
 *
 * @throws When a module cannot be downloaded.
 */
export async function ensureSchemas(version: string): Promise<string> {
  const folder = cacheFolder(`schemas-${version}-${FORMAT}`);
  if (await stat(folder).catch(() => undefined)) return folder;
  const partial = `${folder}.${process.pid}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  const source = await downloadModule('k8s.io/kubernetes', version);
  const document = JSON.parse(await readFile(join(source, 'api/openapi-spec/swagger.json'), 'utf8')) as JsonObject;
  const schemas = [...schemasOfApi(document), ...(await schemasOfDefinitions())];
  for (const [name, schema] of schemas) await writeFile(join(partial, name), JSON.stringify(schema));
  await rename(partial, folder).catch(async (cause: unknown) => {
    // Another process was quicker.
    if ((await stat(folder).catch(() => undefined)) === undefined) throw cause;
    await rm(partial, { recursive: true });
  });
  return folder;
}

type Named = readonly [name: string, schema: JsonObject];

/** Each kind's file holds what it refers to, and no more: kubeconform reads it anew for each kind. */
function schemasOfApi({ definitions }: JsonObject): readonly Named[] {
  const all = definitions as Definitions;
  const strict = mapValues(all, (schema, name) => VALUES[name] ?? toStrict(schema as JsonObject)) as Definitions;
  return Object.entries(all).flatMap(([name, schema]) => {
    const types = schema['x-kubernetes-group-version-kind'];
    // Those of several kinds are options of requests.
    if (!Array.isArray(types) || types.length !== 1) return [];
    const { group, version, kind } = types[0] as { group: string; version: string; kind: string };
    const whole = { ...withRequiredType({ $ref: `${REFERENCE}${name}` }), definitions: reachableFrom(name, strict) };
    return [[fileOf(group, version, kind), whole] as const];
  });
}

type Definitions = Readonly<Record<string, JsonObject>>;

const REFERENCE = '#/definitions/';

function reachableFrom(root: string, all: Definitions): JsonObject {
  const found = new Map<string, JsonObject>();
  const pending = [root];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const schema = all[name];
    if (schema === undefined) throw new Error(`the document does not define ${name}`);
    if (found.has(name)) continue;
    found.set(name, schema);
    const references = JSON.stringify(schema).matchAll(/"#\/definitions\/([^"]+)"/g);
    pending.push(...references.map(([, reference = '']) => reference));
  }
  return Object.fromEntries(found);
}

async function schemasOfDefinitions(): Promise<readonly Named[]> {
  const files = await Promise.all((await ensureDefinitions()).map(async (path) => readFile(path, 'utf8')));
  const documents = [...parseAllDocuments(files.join('\n---\n'))];
  const definitions = documents.map((document) => document.toJS() as CustomResourceDefinition | null);
  return definitions.filter((definition) => definition !== null).flatMap(schemasOfDefinition);
}

interface CustomResourceDefinition {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: JsonObject } }[];
  };
}

function schemasOfDefinition({ spec: { group, names, versions } }: CustomResourceDefinition): readonly Named[] {
  return versions.map(({ name, schema }) => [
    fileOf(group, name, names.kind),
    withRequiredType(toStrict(schema.openAPIV3Schema)),
  ]);
}

/** As kubeconform looks for it: the kind, the first word of the group if there is one, the version. */
function fileOf(group: string, version: string, kind: string): string {
  return [kind.toLowerCase(), group.split('.')[0], version].filter((word) => word !== '').join('-') + '.json';
}

function withRequiredType(schema: JsonObject): JsonObject {
  return { $schema: DRAFT, allOf: [schema], required: ['apiVersion', 'kind', 'metadata'] };
}

/** What OpenAPI v2 calls a text or an object, and JSON may write in other ways. */
const VALUES: Readonly<Record<string, JsonObject>> = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': { type: ['string', 'number'] },
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { type: ['string', 'integer'] },
};

/** The same schema, in which an object has the fields that are named, and no other. */
function toStrict(schema: JsonObject): JsonObject {
  if (schema['x-kubernetes-int-or-string'] === true) return { type: ['string', 'integer'] };
  const children = Object.entries(schema).filter(([keyword]) => !DROPPED.has(keyword) && !keyword.startsWith('x-'));
  const strict = Object.fromEntries(
    children.map(([keyword, value]) => [keyword, toStrictValue(keyword, value as Json)]),
  );
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true || 'additionalProperties' in schema;
  // The metadata of a custom resource is that of any object; its definition leaves it empty.
  return 'properties' in schema && !isOpen ? { ...strict, additionalProperties: false } : strict;
}

/** Words for people, and formats that are no concern of JSON Schema. */
const DROPPED: ReadonlySet<string> = new Set(['description', 'format', 'default', 'example']);

function toStrictValue(keyword: string, value: Json): Json {
  if (keyword === 'properties') return mapValues(value as JsonObject, (child) => toStrict(child as JsonObject));
  if ((keyword === 'items' || keyword === 'additionalProperties') && isJsonObject(value)) return toStrict(value);
  // Inside these, a schema repeats a part of the fields: what is strict stands outside.
  return value;
}

function mapValues(object: JsonObject, change: (value: Json, name: string) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value as Json, name)]));
}

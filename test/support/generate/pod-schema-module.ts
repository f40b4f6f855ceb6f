import {
  compareText,
  definitionOf,
  reachableDefinitions,
  sortedFields,
  unexpectedField,
  type KubernetesApi,
  type OpenApiSchema,
} from './open-api.ts';

interface FieldSource {
  readonly type: string;
  readonly definition?: string;
  readonly items?: FieldSource;
  readonly keys?: readonly string[];
  readonly enum?: readonly string[];
}

const ROOT = 'io.k8s.api.core.v1.PodSpec';

/** Definitions that are one value in JSON. */
const SCALARS: ReadonlyMap<string, string> = new Map([
  ['Quantity', 'Quantity'],
  ['IntOrString', 'IntOrString'],
  ['Time', 'string'],
  ['MicroTime', 'string'],
  ['FieldsV1', 'any'],
  ['RawExtension', 'any'],
]);

const HEADER = `// Written by \`npm run generate\` from the OpenAPI document of a real API server. Do not edit.

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

/**
 * The text of `pod-schema.generated.ts`: fields, types, enumerations and merge keys of everything below a PodSpec.
 *
 * @throws When the document says something that the table cannot express.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
 */
export function renderPodSchemaModule({ version, definitions }: KubernetesApi): string {
  const reachable = reachableDefinitions(definitions, ROOT, new Set(SCALARS.keys()));
  const rendered = [...reachable].map(([name, schema]) => renderDefinition(name, schema));
  return `${HEADER.replace('$VERSION', version)}${rendered.join('')}};\n`;
}

function renderDefinition(name: string, schema: OpenApiSchema): string {
  const fields = sortedFields(schema).map(
    ([field, fieldSchema]) => `      ${renderKey(field)}: ${renderValue(readField(fieldSchema, field))},\n`,
  );
  const required = renderValue((schema.required ?? []).toSorted(compareText));
  return `  ${name}: {\n    fields: {\n${fields.join('')}    },\n    required: ${required},\n  },\n`;
}

function readField(schema: OpenApiSchema, name: string): FieldSource {
  const definition = definitionOf(schema);
  if (definition !== undefined) return readDefinition(definition);
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
  throw unexpectedField(schema, name);
}

function readScalar(schema: OpenApiSchema, name: string): FieldSource {
  if (schema.type === undefined || !['string', 'integer', 'number', 'boolean'].includes(schema.type)) {
    throw unexpectedField(schema, name);
  }
  return { type: schema.type, ...(schema.enum === undefined ? {} : { enum: schema.enum.toSorted(compareText) }) };
}

function readDefinition(definition: string): FieldSource {
  const scalar = SCALARS.get(definition);
  return scalar === undefined ? { type: 'object', definition } : { type: scalar };
}

/** The list-map keys of server-side apply are whole (`containerPort`, `protocol`); those of strategic merge are not. */
function keysOf(schema: OpenApiSchema): readonly string[] | undefined {
  const mapKeys = schema['x-kubernetes-list-map-keys'];
  if (mapKeys !== undefined) return mapKeys;
  const mergeKey = schema['x-kubernetes-patch-merge-key'];
  const merges = schema['x-kubernetes-patch-strategy']?.split(',').includes('merge') === true;
  return merges && mergeKey !== undefined ? [mergeKey] : undefined;
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

import type { ApiRequest, ApiResponse } from '../../cluster/api-client.ts';

/** The objects of the core API, as an API server describes them. */
export interface KubernetesApi {
  /** The version of the API server, such as `v1.36.3`. */
  readonly version: string;
  readonly definitions: Definitions;
}

/** Definitions by their full name, such as `io.k8s.api.core.v1.PodSpec`. */
export type Definitions = Readonly<Record<string, OpenApiSchema>>;

/**
 * The part of an OpenAPI v3 schema that is read here.
 *
 * @see https://kubernetes.io/docs/concepts/overview/kubernetes-api/#openapi-v3
 */
export interface OpenApiSchema {
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
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

const REFERENCE_PREFIX = '#/components/schemas/';

/** Reads the core API of a running API server. */
export async function readKubernetesApi(server: {
  request(request: ApiRequest): Promise<ApiResponse>;
}): Promise<KubernetesApi> {
  const read = async (path: string): Promise<unknown> => {
    const { status, body } = await server.request({ path });
    if (status !== 200) throw new Error(`GET ${path} answered ${status}: ${body}`);
    return JSON.parse(body);
  };
  const document = (await read('/openapi/v3/api/v1')) as { components: { schemas: Definitions } };
  const { gitVersion } = (await read('/version')) as { gitVersion: string };
  return { version: gitVersion, definitions: document.components.schemas };
}

/**
 * The definitions that one refers to, itself included, by their short names and in their order; `leaves` are neither
 * listed nor followed.
 *
 * @throws When two definitions share a short name.
 */
export function reachableDefinitions(
  definitions: Definitions,
  root: string,
  leaves: ReadonlySet<string>,
): ReadonlyMap<string, OpenApiSchema> {
  const found = new Map<string, OpenApiSchema>();
  const pending = [root];
  for (let fullName = pending.pop(); fullName !== undefined; fullName = pending.pop()) {
    const schema = definitions[fullName];
    const name = shortNameOf(fullName);
    if (schema === undefined) throw new Error(`the document does not define ${fullName}`);
    if (found.has(name) && found.get(name) !== schema) throw new Error(`two definitions are called ${name}`);
    if (found.has(name) || leaves.has(name)) continue;
    if (schema.properties === undefined) throw new Error(`${name} has no properties`);
    found.set(name, schema);
    pending.push(...Object.values(schema.properties).flatMap(referencesOf));
  }
  return new Map([...found].toSorted(([left], [right]) => compareText(left, right)));
}

function referencesOf(schema: OpenApiSchema): readonly string[] {
  const nested = [...(schema.allOf ?? []), schema.items, schema.additionalProperties];
  const own = schema.$ref === undefined ? [] : [schema.$ref.slice(REFERENCE_PREFIX.length)];
  return [...own, ...nested.flatMap((child) => (child === undefined ? [] : referencesOf(child)))];
}

/** The short name of the definition that a field holds; `undefined` where it holds none. */
export function definitionOf(schema: OpenApiSchema): string | undefined {
  const reference = schema.$ref ?? schema.allOf?.[0]?.$ref;
  return reference === undefined ? undefined : shortNameOf(reference);
}

/** `PodSpec` for `io.k8s.api.core.v1.PodSpec`. */
function shortNameOf(fullName: string): string {
  return fullName.slice(fullName.lastIndexOf('.') + 1);
}

/** A definition's fields by name, in the order of their names. */
export function sortedFields(schema: OpenApiSchema): readonly (readonly [string, OpenApiSchema])[] {
  return Object.entries(schema.properties ?? {}).toSorted(([left], [right]) => compareText(left, right));
}

/** The complaint about a field of a kind that is not known here. */
export function unexpectedField(schema: OpenApiSchema, name: string): Error {
  return new Error(`the field ${name} has a type that is not known: ${JSON.stringify(schema)}`);
}

/** Independent of the machine's language. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

import type { Json, JsonObject } from '../../../src/injection/json.ts';
import type { ChartNode } from './chart-values.ts';

const REFERENCE = '#/definitions/';

/**
 * The JSON Schema of a chart's values: nothing that is not a value may be set. Types of Kubernetes are taken, with all that they refer
 * to, from the schema of a Pod.
 *
 * @throws When the Pod's schema does not define a type that is named.
 * @see https://helm.sh/docs/topics/charts/#schema-files
 */
export function chartJsonSchema(values: readonly ChartNode[], podSchema: JsonObject): JsonObject {
  const properties = propertiesOf(values);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $comment: 'Written by npm run generate, from values.yaml: do not edit.',
    title: 'Values of the chart sidecar-injector',
    type: 'object',
    properties,
    additionalProperties: false,
    definitions: definitionsFor(properties, podSchema['definitions'] as JsonObject),
  };
}

function propertiesOf(nodes: readonly ChartNode[]): JsonObject {
  return Object.fromEntries(nodes.map((node) => [node.name, schemaOf(node)]));
}

function schemaOf(node: ChartNode): JsonObject {
  if (node.kind === 'section') {
    return { type: 'object', properties: propertiesOf(node.children), additionalProperties: false };
  }
  const { description, schema } = node;
  // Beside a reference, draft 7 reads no other word.
  if ('$ref' in schema) return { description, allOf: [schema] };
  return { description, type: typeOf(node.default), ...schema };
}

function typeOf(value: Json): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' ? 'integer' : typeof value;
}

/** Definitions by name, with all that they refer to. */
function definitionsFor(root: Json, all: JsonObject): JsonObject {
  const found = new Map<string, Json>();
  const pending = [...referencesOf(root)];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (found.has(name)) continue;
    const definition = all[name];
    if (definition === undefined) throw new Error(`the schema of a Pod does not define ${name}`);
    found.set(name, definition);
    pending.push(...referencesOf(definition));
  }
  return Object.fromEntries([...found].toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

function referencesOf(value: Json): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    key === '$ref' && typeof child === 'string' ? [child.slice(REFERENCE.length)] : referencesOf(child as Json),
  );
}

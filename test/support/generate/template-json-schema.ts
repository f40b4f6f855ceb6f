import { REFUSED_FIELDS, REFUSED_KEYS } from '../../../src/injection/template/template-fields.ts';
import { DEFINITIONS, DRAFT, toDefinitions, type JsonSchemaObject } from './json-schema.ts';
import type { Definitions, KubernetesApi } from './open-api.ts';
import { TEMPLATE_DIALECT } from './template-dialect.ts';
import { TEMPLATE_LEVEL_FIELDS } from './template-level-fields.ts';

const ROOT = 'io.k8s.api.core.v1.PodSpec';

/**
 * The JSON Schema of a template document, for editors: the fields of a template, and those of a PodSpec that it may set,
 * under `spec` or at the top.
 */
export function templateJsonSchema({ version, definitions }: KubernetesApi): JsonSchemaObject {
  const { Container, PodSpec, ...rest } = toDefinitions(withoutRefusedFields(definitions), ROOT, TEMPLATE_DIALECT);
  if (Container === undefined || PodSpec === undefined) throw new Error('the document has no PodSpec with containers');
  return {
    $schema: DRAFT,
    $comment: `Kubernetes ${version}. Written by npm run generate: do not edit. What is said of a Pod's fields is the first sentence of the Kubernetes API documentation (Apache-2.0).`,
    title: 'Sidecar template',
    type: 'object',
    properties: {
      ...topLevelPodFields(PodSpec),
      ...TEMPLATE_LEVEL_FIELDS,
      metadata: METADATA,
      spec: {
        $ref: `${DEFINITIONS}PodSpec`,
        description: 'Fields of a PodSpec that are merged into the Pod. They may also stand at the top.',
      },
    },
    additionalProperties: false,
    definitions: { ...rest, Container: { ...Container, ...IMAGE_RULE }, PodSpec: withoutExpression(PodSpec) },
  };
}

/** The loader has to know which fields of a PodSpec a template sets: no expression can yield them all. */
function withoutExpression({ properties = {}, additionalProperties = false }: JsonSchemaObject): JsonSchemaObject {
  return { type: 'object', properties, additionalProperties };
}

/** Labels or annotations. */
function metadataMap(description: string): JsonSchemaObject {
  return {
    type: 'object',
    description,
    propertyNames: { not: { type: 'string', pattern: REFUSED_KEYS.source } },
    additionalProperties: { type: 'string' },
  };
}

const METADATA: JsonSchemaObject = {
  type: 'object',
  description: 'Labels and annotations that are added where the Pod lacks them.',
  properties: {
    labels: metadataMap('Labels that are added. Keys that controllers select by are refused.'),
    annotations: metadataMap('Annotations that are added. Keys that controllers read are refused.'),
  },
  additionalProperties: false,
};

/** A container needs an image, but for `"*"`, which stands for the containers of the Pod. */
const IMAGE_RULE: JsonSchemaObject = {
  if: { type: 'object', properties: { name: { const: '*' } }, required: ['name'] },
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
  then: { properties: { image: false } },
  else: { required: ['image'] },
};

function withoutRefusedFields(definitions: Definitions): Definitions {
  const { properties = {}, ...podSpec } = definitions[ROOT] ?? {};
  const allowed = Object.entries(properties).filter(([name]) => !REFUSED_FIELDS.has(name));
  // A template need not have containers.
  return { ...definitions, [ROOT]: { ...podSpec, required: [], properties: Object.fromEntries(allowed) } };
}

/** Refers to the fields of a PodSpec from the top of the document. */
function topLevelPodFields(podSpec: JsonSchemaObject): JsonSchemaObject {
  const fields = Object.keys(podSpec['properties'] as JsonSchemaObject);
  return Object.fromEntries(fields.map((name) => [name, { $ref: `${DEFINITIONS}PodSpec/properties/${name}` }]));
}

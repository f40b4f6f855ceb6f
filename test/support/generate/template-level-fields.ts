import type { JsonSchemaObject } from './json-schema.ts';

/** What a parameter is declared with. */
const PARAM: JsonSchemaObject = {
  type: 'object',
  properties: {
    description: { type: 'string', description: 'What the parameter is for.' },
    type: { enum: ['string', 'integer', 'number', 'boolean'], description: 'The type of its values.' },
    default: {
      type: ['string', 'number', 'boolean'],
      description: 'The value where neither the namespace nor the Pod sets one. Always needed.',
    },
    minimum: { type: 'number', description: 'The least value of a number.' },
    maximum: { type: 'number', description: 'The greatest value of a number.' },
    pattern: { type: 'string', description: 'A regular expression (RE2) that the value has to match.' },
    enum: {
      type: 'array',
      items: { type: ['string', 'number', 'boolean'] },
      minItems: 1,
      description: 'The only values that are taken.',
    },
  },
  additionalProperties: false,
  required: ['type', 'default'],
  allOf: [defaultOf('string'), defaultOf('integer'), defaultOf('number'), defaultOf('boolean')],
};

/** The default of a parameter has its type. */
function defaultOf(type: string): JsonSchemaObject {
  return {
    if: { type: 'object', properties: { type: { const: type } }, required: ['type'] },
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
    then: { properties: { default: { type } } },
  };
}

const PLACE: JsonSchemaObject = { enum: ['first', 'last'], default: 'last' };

/** The fields that a template has beside those of a PodSpec, `spec` and `metadata` excepted. */
export const TEMPLATE_LEVEL_FIELDS: Readonly<Record<string, JsonSchemaObject>> = {
  description: { type: 'string', description: 'What the template is for, in words for people.' },
  default: {
    type: 'boolean',
    default: false,
    description:
      'Whether Pods that ask for injection without naming a template get this one. One template of several says true.',
  },
  when: {
    type: 'string',
    description:
      'A CEL expression over object, namespaceObject, request and params: only where it is true is the template used.',
  },
  params: {
    type: 'object',
    description: 'What a Pod or its namespace may set by annotation. Nothing else can be changed from outside.',
    propertyNames: { type: 'string', pattern: '^[a-z][A-Za-z0-9_]{0,30}$' },
    additionalProperties: PARAM,
  },
  order: {
    type: 'object',
    description: 'Where injected containers stand: before or after those of the Pod.',
    properties: {
      containers: { ...PLACE, description: 'The place of injected containers.' },
      initContainers: {
        enum: ['first', 'last'],
        description: 'The place of injected init containers. Without it: first for native sidecars, last for others.',
      },
    },
    additionalProperties: false,
  },
  native: {
    enum: ['never', 'jobs', 'always'],
    default: 'jobs',
    description: 'Whether containers become native sidecars: never, in Pods that come to an end, or in every Pod.',
  },
  onConflict: {
    enum: ['keep', 'replace', 'reject'],
    default: 'keep',
    description: 'What happens where Pod and template differ: the Pod wins, the template wins, or the Pod is refused.',
  },
  hostNetwork: {
    enum: ['skip', 'allow'],
    default: 'skip',
    description: 'Whether Pods on the network of their node get the template.',
  },
  os: {
    enum: ['linux', 'windows', 'any'],
    default: 'linux',
    description: 'The operating system of the Pods that the template fits.',
  },
  token: {
    enum: ['pod', 'none'],
    default: 'pod',
    description: 'Whether injected containers receive the ServiceAccount token of the Pod.',
  },
};

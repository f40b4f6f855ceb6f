import { DEFINITIONS, DRAFT, toDefinitions, type Dialect, type JsonSchemaObject } from './json-schema.ts';
import { INT32, QUANTITY, TIME } from './leaf-patterns.ts';
import type { KubernetesApi } from './open-api.ts';

const ROOT = 'io.k8s.api.core.v1.Pod';

const LEAVES: ReadonlyMap<string, string> = new Map([
  ['integer', 'Int64'],
  ['integer int32', 'Int32'],
  ['integer int64', 'Int64'],
  ['boolean', 'Boolean'],
]);

const POD_DIALECT: Dialect = {
  leaves: {
    Boolean: { type: 'boolean' },
    FieldsV1: { type: 'object' },
    Int32: { type: 'integer', ...INT32 },
    Int64: { type: 'integer' },
    IntOrString: { type: ['integer', 'string'], ...INT32 },
    // Nobody writes the status of a new Pod: the API server takes it away.
    PodStatus: { type: 'object' },
    Quantity: { type: ['number', 'string'], pattern: QUANTITY },
    Time: { type: 'string', pattern: TIME },
  },
  string: { type: 'string' },
  array: { type: 'array' },
  object: { type: 'object' },
  leafOf: (type, format) => LEAVES.get(format === undefined ? type : `${type} ${format}`),
  // The API server takes the empty string for an absent field.
  choice: (values) => ({ type: 'string', enum: values.includes('') ? values : [...values, ''] }),
  describe: () => ({}),
};

/**
 * The JSON Schema of a Pod, its metadata included, and with its status left open. A field must not be null: to the API
 * server, null is an absent field.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
 */
export function podJsonSchema({ version, definitions }: KubernetesApi): JsonSchemaObject {
  return {
    $schema: DRAFT,
    $comment: `Kubernetes ${version}. Written by npm run generate: do not edit.`,
    title: 'Pod',
    $ref: `${DEFINITIONS}Pod`,
    definitions: toDefinitions(definitions, ROOT, POD_DIALECT),
  };
}

import { POD_SCHEMA, type FieldSchema } from '../pod-schema.generated.ts';
import type { ParameterType } from './parameter.ts';

/** The fields of an object type, each with the CEL name of its type. */
export type TypeFields = Readonly<Record<string, string>>;

/** The CEL type of a parameter. */
export const PARAMETER_TYPES: Readonly<Record<ParameterType, string>> = {
  string: 'string',
  integer: 'int',
  number: 'double',
  boolean: 'bool',
};

const SCALARS: Readonly<Record<Exclude<FieldSchema['type'], 'object' | 'map' | 'list'>, string>> = {
  string: 'string',
  integer: 'int',
  number: 'double',
  boolean: 'bool',
  Quantity: 'dyn',
  IntOrString: 'dyn',
  any: 'dyn',
};

const KIND: TypeFields = { group: 'string', version: 'string', kind: 'string' };
const RESOURCE: TypeFields = { group: 'string', version: 'string', resource: 'string' };

/**
 * What stands around a PodSpec: the Pod, its namespace (of which only the metadata is known) and the request.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
const OWN_TYPES: Readonly<Record<string, TypeFields>> = {
  Pod: { apiVersion: 'string', kind: 'string', metadata: 'ObjectMeta', spec: 'PodSpec', status: 'dyn' },
  Namespace: { apiVersion: 'string', kind: 'string', metadata: 'ObjectMeta' },
  GroupVersionKind: KIND,
  GroupVersionResource: RESOURCE,
  UserInfo: { username: 'string', uid: 'string', groups: 'list<string>', extra: 'map<string, list<string>>' },
  AdmissionRequest: {
    kind: 'GroupVersionKind',
    resource: 'GroupVersionResource',
    subResource: 'string',
    requestKind: 'GroupVersionKind',
    requestResource: 'GroupVersionResource',
    requestSubResource: 'string',
    uid: 'string',
    name: 'string',
    namespace: 'string',
    operation: 'string',
    userInfo: 'UserInfo',
    dryRun: 'bool',
    options: 'dyn',
  },
};

/** The types of the variables that every expression knows. */
export const VARIABLE_TYPES: TypeFields = {
  object: 'Pod',
  namespaceObject: 'Namespace',
  request: 'AdmissionRequest',
};

/** The CEL type of a field of the Pod API. Quantities and int-or-strings are `dyn`: only the Pod tells which they are. */
export function celTypeOf(schema: FieldSchema): string {
  const items = schema.items ?? { type: 'any' };
  if (schema.type === 'object') return schema.definition ?? 'map<string, dyn>';
  if (schema.type === 'map') return `map<string, ${celTypeOf(items)}>`;
  return schema.type === 'list' ? `list<${celTypeOf(items)}>` : SCALARS[schema.type];
}

/** Every object type, by its name. */
export function objectTypes(): Readonly<Record<string, TypeFields>> {
  return { ...fromSchema(), ...OWN_TYPES };
}

function fromSchema(): Readonly<Record<string, TypeFields>> {
  return Object.fromEntries(
    Object.entries(POD_SCHEMA).map(([name, { fields }]) => [
      name,
      Object.fromEntries(Object.entries(fields).map(([field, schema]) => [field, celTypeOf(schema)])),
    ]),
  );
}

/** The fields of an object type; `undefined` where `type` is none. */
export function fieldsOfType(type: string): readonly string[] | undefined {
  if (Object.hasOwn(OWN_TYPES, type)) return Object.keys(OWN_TYPES[type] ?? {});
  return Object.hasOwn(POD_SCHEMA, type) ? Object.keys(POD_SCHEMA[type]?.fields ?? {}) : undefined;
}

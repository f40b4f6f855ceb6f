import { POD_SCHEMA, type FieldSchema } from './pod-schema.generated.ts';

const UNKNOWN: FieldSchema = { type: 'any' };
const fieldsByDefinition = new Map(
  Object.entries(POD_SCHEMA).map(([name, { fields }]) => [
    name,
    new Map(Object.entries(fields).map(([field, schema]) => [field, withEmptyChoice(schema)])),
  ]),
);

/** The API server takes the empty string of an enumeration for an absent field. */
function withEmptyChoice(schema: FieldSchema): FieldSchema {
  return schema.enum === undefined ? schema : { ...schema, enum: [...schema.enum, ''] };
}

/** The schema of one field of a Kubernetes definition such as `Container`; type `any` where the field is not known. */
export function fieldOf(definition: string | undefined, field: string): FieldSchema {
  return (definition === undefined ? undefined : fieldsByDefinition.get(definition)?.get(field)) ?? UNKNOWN;
}

/** The names of all fields of a definition; `undefined` for a definition that is not part of a Pod. */
export function fieldNames(definition: string): readonly string[] | undefined {
  const fields = fieldsByDefinition.get(definition);
  return fields === undefined ? undefined : [...fields.keys()];
}

/** The names of the fields that a definition must have. */
export function requiredFields(definition: string): readonly string[] {
  return POD_SCHEMA[definition]?.required ?? [];
}

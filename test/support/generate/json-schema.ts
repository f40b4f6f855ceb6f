import {
  compareText,
  definitionOf,
  reachableDefinitions,
  sortedFields,
  unexpectedField,
  type Definitions,
  type OpenApiSchema,
} from './open-api.ts';

/**
 * A JSON Schema, draft 7: ajv and editors know it best.
 *
 * @see https://json-schema.org/draft-07/json-schema-validation
 */
export type JsonSchema = boolean | JsonSchemaObject;

/** A JSON Schema that says something. */
export interface JsonSchemaObject {
  readonly [keyword: string]: JsonSchema | JsonSchemaValue;
}

type JsonSchemaValue = string | number | readonly (JsonSchema | JsonSchemaValue)[];

/** How the types of Kubernetes are written: as a Pod has them, or as a template may have them. */
export interface Dialect {
  /** Definitions that are written by hand: those of the types that are one value in JSON, and what is left open. */
  readonly leaves: Readonly<Record<string, JsonSchemaObject>>;
  readonly string: JsonSchemaObject;
  /** Lists and objects: their type, without their content. */
  readonly array: JsonSchemaObject;
  readonly object: JsonSchemaObject;
  /** The name of the leaf for a number or a boolean. */
  readonly leafOf: (type: string, format: string | undefined) => string | undefined;
  readonly choice: (values: readonly string[]) => JsonSchemaObject;
  /** What is said to people about a field. */
  readonly describe: (schema: OpenApiSchema) => JsonSchemaObject;
}

/** Where definitions stand in a schema. */
export const DEFINITIONS = '#/definitions/';

/** The start of every schema that is written here. */
export const DRAFT = 'http://json-schema.org/draft-07/schema#';

/** The definitions that one refers to, as JSON Schemas by their short names. */
export function toDefinitions(
  definitions: Definitions,
  root: string,
  dialect: Dialect,
): Readonly<Record<string, JsonSchemaObject>> {
  const reachable = reachableDefinitions(definitions, root, new Set(Object.keys(dialect.leaves)));
  const objects = [...reachable].map(([name, schema]) => [name, toObject(schema, dialect)] as const);
  return Object.fromEntries([...Object.entries(dialect.leaves), ...objects]);
}

function toObject(schema: OpenApiSchema, dialect: Dialect): JsonSchemaObject {
  const fields = sortedFields(schema).map(([name, field]) => [
    name,
    { ...toField(field, name, dialect), ...dialect.describe(field) },
  ]);
  const required = (schema.required ?? []).toSorted(compareText);
  return {
    ...dialect.object,
    properties: Object.fromEntries(fields) as JsonSchemaObject,
    additionalProperties: false,
    ...(required.length === 0 ? {} : { required }),
  };
}

function toField(schema: OpenApiSchema, name: string, dialect: Dialect): JsonSchemaObject {
  const definition = definitionOf(schema);
  if (definition !== undefined) return { $ref: `${DEFINITIONS}${definition}` };
  if (schema.items !== undefined) return { ...dialect.array, items: toField(schema.items, name, dialect) };
  if (schema.additionalProperties !== undefined) {
    return { ...dialect.object, additionalProperties: toField(schema.additionalProperties, name, dialect) };
  }
  return toScalar(schema, name, dialect);
}

function toScalar(schema: OpenApiSchema, name: string, dialect: Dialect): JsonSchemaObject {
  if (schema.type === undefined) throw unexpectedField(schema, name);
  if (schema.enum !== undefined) return dialect.choice(schema.enum.toSorted(compareText));
  if (schema.type === 'string') return dialect.string;
  const leaf = dialect.leafOf(schema.type, schema.format);
  if (leaf === undefined || dialect.leaves[leaf] === undefined) throw unexpectedField(schema, name);
  return { $ref: `${DEFINITIONS}${leaf}` };
}

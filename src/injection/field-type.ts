import { isJsonObject, quote, type Json } from './json.ts';
import type { FieldSchema } from './pod-schema.generated.ts';
import { parseQuantity } from './quantity.ts';

type FieldType = FieldSchema['type'];

/** What a field of each type takes, in words that follow "must be". */
export const SHAPES: Readonly<Record<FieldType, string>> = {
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  object: 'a mapping',
  map: 'a mapping',
  list: 'a list',
  Quantity: 'a quantity such as 100m or 64Mi',
  IntOrString: 'a whole number or a string',
  any: 'any value',
};

/** What a field takes, in words that follow "must be": the choices of an enumeration, else its type. */
export function describeField(schema: FieldSchema): string {
  const choices = schema.enum?.filter((name) => name !== '').map((name) => quote(name));
  return choices === undefined ? SHAPES[schema.type] : `one of ${choices.join(', ')}`;
}

/** Whether a value is of a field's type; what an object or list holds is not looked at. */
export function hasType(value: Json, type: FieldType): boolean {
  switch (type) {
    case 'string':
    case 'boolean':
    case 'number':
      return typeof value === type;
    case 'integer':
      return Number.isSafeInteger(value);
    case 'IntOrString':
      return typeof value === 'string' || Number.isSafeInteger(value);
    case 'Quantity':
      return parseQuantity(value) !== undefined;
    case 'list':
      return Array.isArray(value);
    case 'object':
    case 'map':
      return isJsonObject(value);
    case 'any':
      return true;
    default:
      return type satisfies never;
  }
}

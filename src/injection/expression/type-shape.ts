import type { ExpressionType } from './check-types.ts';
import { fieldsOfType } from './pod-types.ts';

/** An expression's type, taken apart. */
export type TypeShape =
  | { readonly kind: 'string' | 'int' | 'uint' | 'double' | 'bool' | 'null' | 'dyn' | 'object' | 'other' }
  | { readonly kind: 'list' | 'optional'; readonly element: ExpressionType }
  | { readonly kind: 'map'; readonly key: ExpressionType; readonly element: ExpressionType };

const SCALARS = ['string', 'int', 'uint', 'double', 'bool', 'null', 'dyn'] as const;

/** Takes a type apart. */
export function shapeOf(type: ExpressionType): TypeShape {
  const scalar = SCALARS.find((name) => name === type);
  if (scalar !== undefined) return { kind: scalar };
  const inner = type.slice(type.indexOf('<') + 1, -1);
  if (type.startsWith('list<')) return { kind: 'list', element: inner };
  if (type.startsWith('optional<')) return { kind: 'optional', element: inner };
  if (type.startsWith('map<')) return shapeOfMap(inner);
  return { kind: fieldsOfType(type) === undefined ? 'other' : 'object' };
}

/** The key of a map is a scalar, so the first comma ends it. */
function shapeOfMap(inner: string): TypeShape {
  const comma = inner.indexOf(', ');
  return { kind: 'map', key: inner.slice(0, comma), element: inner.slice(comma + 2) };
}

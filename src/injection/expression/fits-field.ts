import { SHAPES } from '../field-type.ts';
import type { FieldSchema } from '../pod-schema.generated.ts';
import type { ExpressionType } from './check-types.ts';
import { shapeOf, type TypeShape } from './type-shape.ts';

const FITTING: Readonly<Record<FieldSchema['type'], readonly TypeShape['kind'][]>> = {
  string: ['string'],
  integer: ['int', 'uint'],
  number: ['int', 'uint', 'double'],
  boolean: ['bool'],
  object: ['map', 'object'],
  map: ['map', 'object'],
  list: ['list'],
  Quantity: ['string', 'int', 'uint', 'double'],
  IntOrString: ['string', 'int', 'uint'],
  any: ['string', 'int', 'uint', 'double', 'bool', 'map', 'object', 'list'],
};

/** What turns a scalar into what the field takes. */
const CONVERSIONS: Readonly<Partial<Record<FieldSchema['type'], string>>> = {
  string: 'string(…)',
  integer: 'int(…)',
  number: 'double(…)',
  boolean: 'a comparison or bool(…)',
  IntOrString: 'int(…) or string(…)',
};

/**
 * Why a value of this type can never stand in the field; `undefined` where it can, as far as the type tells. Null and an empty
 * optional leave the field out, so they fit everywhere; {@link findValueMisfit} decides the rest for each Pod.
 */
export function describeMisfit(type: ExpressionType, schema: FieldSchema): string | undefined {
  const shape = shapeOf(type);
  if (shape.kind === 'dyn' || shape.kind === 'null') return undefined;
  if (shape.kind === 'optional') return describeMisfit(shape.element, schema);
  if (!FITTING[schema.type].includes(shape.kind)) return describeKind(type, shape, schema);
  return describeInside(shape, schema);
}

function describeKind(type: ExpressionType, shape: TypeShape, schema: FieldSchema): string {
  const conversion = isInterpolable(type) && shape.kind !== 'null' ? CONVERSIONS[schema.type] : undefined;
  return `the expression gives ${type}, the field takes ${SHAPES[schema.type]}${conversion === undefined ? '' : `: write ${conversion}`}`;
}

function describeInside(shape: TypeShape, schema: FieldSchema): string | undefined {
  if (shape.kind === 'map' && shape.key !== 'string' && shape.key !== 'dyn') {
    return `the keys of the map are ${shape.key}, they must be strings`;
  }
  if (schema.items === undefined || (shape.kind !== 'list' && shape.kind !== 'map')) return undefined;
  const misfit = describeMisfit(shape.element, schema.items);
  return misfit === undefined
    ? undefined
    : misfit.replace('the expression gives', 'its elements are').replace('the field takes', 'the field takes for each');
}

const INTERPOLABLE: ReadonlySet<TypeShape['kind']> = new Set(['string', 'int', 'uint', 'double', 'bool', 'dyn']);

/** Whether a value of this type may stand inside a longer string: a scalar, an optional of one, or a type that only the Pod tells. */
export function isInterpolable(type: ExpressionType): boolean {
  const shape = shapeOf(type);
  return shape.kind === 'optional' ? isInterpolable(shape.element) : INTERPOLABLE.has(shape.kind);
}

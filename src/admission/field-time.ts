import { isJsonObject, objectAt, objectsAt, stringAt, type JsonObject } from '../injection/json.ts';

/** When a field was written, and by whom. */
export interface FieldWrite {
  /** RFC 3339. Other fields of the same writer may have been written then, and this one before: it is the latest time. */
  readonly time: string;
  readonly manager: string;
}

/**
 * When a label or annotation was written at the latest, from the record that the API server keeps of who manages which field.
 *
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
export function findWrite(object: JsonObject, fields: 'labels' | 'annotations', key: string): FieldWrite | undefined {
  const writes = objectsAt(objectAt(object, 'metadata'), 'managedFields').flatMap((entry) => {
    const owned = objectAt(objectAt(objectAt(entry, 'fieldsV1'), 'f:metadata'), `f:${fields}`);
    const time = stringAt(entry, 'time');
    return isJsonObject(owned?.[`f:${key}`]) && time !== undefined
      ? [{ time, manager: stringAt(entry, 'manager') ?? '' }]
      : [];
  });
  return writes.toSorted((left, right) => (left.time < right.time ? -1 : 1)).at(0);
}

/** When an object was made; RFC 3339. */
export function creationTime(object: JsonObject | undefined): string | undefined {
  return stringAt(objectAt(object, 'metadata'), 'creationTimestamp');
}

/** Whether one time is surely before another: the API server writes whole seconds. */
export function isBefore(left: string | undefined, right: string | undefined): boolean {
  return left !== undefined && right !== undefined && Date.parse(left) < Date.parse(right);
}

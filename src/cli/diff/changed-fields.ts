import { isJsonObject, isSameJson, ownValue, quote, stringAt, type Json } from '../../injection/json.ts';

/** The paths at which two values differ, down to whole values, entries of lists by their names: `spec.containers[envoy].image`. */
export function findChangedFields(before: Json | undefined, after: Json | undefined, path = ''): readonly string[] {
  if (isSameJson(before, after)) return [];
  if (isJsonObject(before) && isJsonObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => findChangedFields(ownValue(before, key), ownValue(after, key), join(path, key)));
  }
  const [left, right] = [namedElements(before), namedElements(after)];
  if (left === undefined || right === undefined || left.size + right.size === 0) return [path];
  const names = [...new Set([...left.keys(), ...right.keys()])];
  return names.flatMap((name) => findChangedFields(left.get(name), right.get(name), `${path}[${name}]`));
}

/** The elements of a list by name, none for an absent list; `undefined` where one has no name. */
function namedElements(value: Json | undefined): ReadonlyMap<string, Json> | undefined {
  if (value === undefined) return new Map();
  if (!Array.isArray(value)) return undefined;
  const named = (value as readonly Json[]).flatMap((element) => {
    const name = isJsonObject(element) ? stringAt(element, 'name') : undefined;
    return name === undefined ? [] : [[name, element] as const];
  });
  return named.length === value.length ? new Map(named) : undefined;
}

const PLAIN_KEY = /^\w+$/;

function join(path: string, key: string): string {
  if (!PLAIN_KEY.test(key)) return `${path}[${quote(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

import { isJsonObject, isSameJson, ownValue, type Json } from './json.ts';
import { keyValue } from './keyed-list.ts';

/** Names of fields and indices of lists, from the root. */
export type Steps = readonly (string | number)[];

/**
 * Finds where a field path of a status record leads in a Pod: `spec.containers[name="app"].env[name="X"]`, or
 * `spec.tolerations[{"key":"mesh"}]` for an entry that is known by its whole value. A dot may be part of a key, so the keys that
 * are there decide.
 *
 * @returns the steps from the Pod to the value; `undefined` where it is not there
 */
export function resolvePath(value: Json | undefined, path: string): Steps | undefined {
  if (path === '') return value === undefined ? undefined : [];
  if (path.startsWith('[')) return resolveEntry(value, path);
  if (!isJsonObject(value)) return undefined;
  const rest = path.startsWith('.') ? path.slice(1) : path;
  const keys = Object.keys(value).filter(
    (key) => rest.startsWith(key) && ['', '.', '['].includes(rest.charAt(key.length)),
  );
  for (const key of keys.toSorted((left, right) => right.length - left.length)) {
    const steps = resolvePath(ownValue(value, key), rest.slice(key.length));
    if (steps !== undefined) return [key, ...steps];
  }
  return undefined;
}

/** Of several entries with one key the last counts, as in the merge. */
function resolveEntry(value: Json | undefined, path: string): Steps | undefined {
  const length = bracketLength(path);
  if (!Array.isArray(value) || length === undefined) return undefined;
  const isWanted = entryTest(path.slice(1, length - 1));
  const list: readonly Json[] = value;
  const index = list.findLastIndex(isWanted);
  const steps = index < 0 ? undefined : resolvePath(list[index], path.slice(length));
  return steps === undefined ? undefined : [index, ...steps];
}

/** The length of the bracket that a text begins with; brackets inside of JSON texts do not count. */
function bracketLength(path: string): number | undefined {
  let depth = 0;
  for (const { 0: token, index } of path.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth -= 1;
    if (depth === 0) return index + token.length;
  }
  return undefined;
}

const KEY = /(?<name>[A-Za-z]+)=(?<value>"(?:[^"\\]|\\.)*"|[^,]*)(?:,|$)/gy;

function entryTest(selector: string): (entry: Json) => boolean {
  const keys = [...selector.matchAll(KEY)].map(
    ({ groups }) => [groups?.['name'] ?? '', parse(groups?.['value'])] as const,
  );
  if (keys.length > 0)
    return (entry) => isJsonObject(entry) && keys.every(([key, value]) => holds(keyValue(entry, key), value));
  const wanted = parse(selector);
  return (entry) => wanted !== undefined && isSameJson(entry, wanted);
}

function holds(value: Json | undefined, wanted: Json | undefined): boolean {
  return (value ?? null) === wanted;
}

function parse(text = ''): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The value with another one at a place; what is not on the way stays the same object. */
export function withValueAt(root: Json, steps: Steps, value: Json): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (Array.isArray(root) && typeof step === 'number') {
    const list: readonly Json[] = root;
    return list.with(step, withValueAt(list[step] ?? null, rest, value));
  }
  if (!isJsonObject(root)) return root;
  return { ...root, [String(step)]: withValueAt(ownValue(root, String(step)) ?? null, rest, value) };
}

/** The value without what stands at a place that is there. */
export function withoutValueAt(root: Json, steps: Steps): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return root;
  if (Array.isArray(root) && typeof step === 'number') {
    const list: readonly Json[] = root;
    return rest.length === 0 ? list.toSpliced(step, 1) : list.with(step, withoutValueAt(list[step] ?? null, rest));
  }
  if (!isJsonObject(root)) return root;
  const { [String(step)]: child, ...others } = root;
  return rest.length === 0 ? others : { ...root, [String(step)]: withoutValueAt(child ?? null, rest) };
}

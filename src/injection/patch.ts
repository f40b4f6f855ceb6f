import { isJsonObject, isUnset, ownValue, type Json, type JsonObject } from './json.ts';
import type { PatchOperation } from './outcome.ts';

/**
 * The JSON Patch that turns `before` into `after`. Parts that are the same object in both are not looked at, so the cost
 * is that of what changed. `add` for what is new, `replace` for what differs; an object in a list that moved or vanished is
 * the only thing that is removed. Elements of a list are told apart by identity.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6902#section-4
 */
export function diff(before: Json, after: Json): readonly PatchOperation[] {
  const operations: PatchOperation[] = [];
  diffValue('', before, after, operations);
  return operations;
}

function diffValue(path: string, before: Json | undefined, after: Json, operations: PatchOperation[]): void {
  if (before === after) return;
  if (isUnset(before)) operations.push({ op: 'add', path, value: after });
  else if (isList(before) && isList(after)) diffList(path, before, after, operations);
  else if (isJsonObject(before) && isJsonObject(after) && keepsFields(before, after))
    diffObject(path, before, after, operations);
  else operations.push({ op: 'replace', path, value: after });
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function keepsFields(before: JsonObject, after: JsonObject): boolean {
  return Object.keys(before).every((key) => ownValue(after, key) !== undefined);
}

function diffObject(path: string, before: JsonObject, after: JsonObject, operations: PatchOperation[]): void {
  for (const key of Object.keys(after)) {
    const value = ownValue(after, key);
    const old = ownValue(before, key);
    if (value !== undefined && value !== old) diffValue(`${path}/${escapeToken(key)}`, old, value, operations);
  }
}

/** A list of plain values, such as host names, is one value: it is written anew unless values were only put in. */
function diffList(path: string, before: readonly Json[], after: readonly Json[], operations: PatchOperation[]): void {
  if (isSubsequence(before, after)) {
    insertElements(path, before, after, operations);
    return;
  }
  const origins = before.every(isJsonObject) ? findOrigins(before, after) : undefined;
  if (origins !== undefined) walkOrigins(path, before, after, { origins, operations });
  else operations.push({ op: 'replace', path, value: after });
}

function isSubsequence(before: readonly Json[], after: readonly Json[]): boolean {
  let found = 0;
  for (const element of after) if (found < before.length && element === before[found]) found += 1;
  return found === before.length;
}

function insertElements(
  path: string,
  before: readonly Json[],
  after: readonly Json[],
  operations: PatchOperation[],
): void {
  let from = 0;
  for (const [index, element] of after.entries()) {
    if (from < before.length && before[from] === element) from += 1;
    else operations.push({ op: 'add', path: `${path}/${index}`, value: element });
  }
}

/**
 * For each element of `after` the index of the element of `before` that it is, or was: the same object, else the one of its name,
 * else, where neither has a name, the one in whose place it stands. `undefined` where nothing is left of `before`, or where
 * elements changed places.
 */
export function findOrigins(
  before: readonly Json[],
  after: readonly Json[],
): readonly (number | undefined)[] | undefined {
  const indices = new Map(before.map((element, index) => [element, index]));
  const kept = new Set(after.map((element) => indices.get(element)));
  const named = new Map<Json, number>();
  for (const [index, element] of before.entries()) {
    const name = nameOf(element);
    if (name !== undefined && !kept.has(index)) named.set(name, index);
  }
  let next = 0;
  const origins = after.map((element) => {
    const name = nameOf(element);
    const known = indices.get(element) ?? (name === undefined ? undefined : named.get(name));
    const isNameless =
      name === undefined && next < before.length && !kept.has(next) && nameOf(before[next]) === undefined;
    const origin = known ?? (isNameless ? next : undefined);
    if (origin !== undefined) next = origin + 1;
    return origin;
  });
  const used = origins.filter((origin) => origin !== undefined);
  return used.length > 0 && used.every((origin, index) => index === 0 || origin > (used[index - 1] ?? 0))
    ? origins
    : undefined;
}

function nameOf(element: Json | undefined): Json | undefined {
  return isJsonObject(element) ? ownValue(element, 'name') : undefined;
}

interface Walk {
  readonly origins: readonly (number | undefined)[];
  readonly operations: PatchOperation[];
}

/** Walks both lists from the front; `from` is the next element of `before`, `index` where the patched list stands. */
function walkOrigins(
  path: string,
  before: readonly Json[],
  after: readonly Json[],
  { origins, operations }: Walk,
): void {
  let from = 0;
  for (const [index, element] of after.entries()) {
    const origin = origins[index];
    if (origin === undefined) {
      operations.push({ op: 'add', path: `${path}/${index}`, value: element });
      continue;
    }
    for (; from < origin; from += 1) operations.push({ op: 'remove', path: `${path}/${index}` });
    diffValue(`${path}/${index}`, before[origin], element, operations);
    from = origin + 1;
  }
  for (; from < before.length; from += 1) operations.push({ op: 'remove', path: `${path}/${after.length}` });
}

/** A key as a reference token of a JSON Pointer. @see https://www.rfc-editor.org/rfc/rfc6901#section-3 */
export function escapeToken(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

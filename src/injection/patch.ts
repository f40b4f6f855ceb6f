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
  const common = before.every(isJsonObject) ? commonElements(before, after) : new Set<Json>();
  if (common.size > 0) exchangeElements(path, before, after, { common, operations });
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

interface Exchange {
  readonly common: ReadonlySet<Json>;
  readonly operations: PatchOperation[];
}

/**
 * Walks both lists from the front; `from` is the next element of `before`, `index` where the patched list stands. An element
 * that only `before` has gives its place to one that only `after` has.
 */
function exchangeElements(
  path: string,
  before: readonly Json[],
  after: readonly Json[],
  { common, operations }: Exchange,
): void {
  const isGone = (at: number): boolean => at < before.length && !common.has(before[at] ?? null);
  let from = 0;
  for (const [index, element] of after.entries()) {
    for (; common.has(element) && isGone(from); from += 1) operations.push({ op: 'remove', path: `${path}/${index}` });
    if (from < before.length && before[from] === element) from += 1;
    else if (!common.has(element) && isGone(from)) diffValue(`${path}/${index}`, before[from++], element, operations);
    else operations.push({ op: 'add', path: `${path}/${index}`, value: element });
  }
  for (; from < before.length; from += 1) operations.push({ op: 'remove', path: `${path}/${after.length}` });
}

function commonElements(before: readonly Json[], after: readonly Json[]): ReadonlySet<Json> {
  return new Set(before).intersection(new Set(after));
}

/** A key as a reference token of a JSON Pointer. @see https://www.rfc-editor.org/rfc/rfc6901#section-3 */
export function escapeToken(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

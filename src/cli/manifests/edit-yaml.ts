import {
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  visit,
  type Alias,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { isJsonObject, isSameJson, ownValue, type Json, type JsonObject } from '../../injection/json.ts';
import { findOrigins } from '../../injection/patch.ts';
import { insertEntries, removeEntries } from './edit-entries.ts';
import { columnOf, endOf, isEmptyNode, nodeStart } from './extent.ts';
import { layoutOf } from './layout.ts';
import type { Editing, Splice } from './splices.ts';
import { blockText, inlineText } from './yaml-text.ts';

/** A place in a document that holds a value. */
interface Slot {
  readonly node: unknown;
  /** Puts another value there, whatever was there. */
  readonly rewrite: (value: Json) => void;
}

/**
 * The smallest edits of a text that make one of its YAML documents say `after` where it says `before`. What does not change is
 * not touched: comments, order, quotes and indentation stay. Parts that are the same object in both are not looked at.
 */
export function editDocument(text: string, document: Document.Parsed, before: Json, after: Json): readonly Splice[] {
  const editing: Editing = { text, layout: layoutOf(text, document), splices: [], touched: new Set() };
  const root: unknown = document.contents;
  const rewrite = (value: Json): void => replaceNode(editing, root, blockText(value, 0, editing.layout));
  editValue(editing, { node: root, rewrite }, before, after);
  resolveAliases(editing, document);
  return editing.splices;
}

function editValue(editing: Editing, slot: Slot, before: Json | undefined, after: Json): void {
  if (before === after || isSameJson(before, after)) return;
  const { node } = slot;
  const isDone =
    (isMap(node) && isJsonObject(before) && isJsonObject(after) && editMap(editing, node, before, after)) ||
    (isSeq(node) && Array.isArray(before) && Array.isArray(after) && editList(editing, node, before, after));
  if (!isDone) slot.rewrite(after);
}

/** @returns whether it could be done; if not, nothing was done */
function editMap(editing: Editing, map: YAMLMap, before: JsonObject, after: JsonObject): boolean {
  const pairs = new Map(map.items.map((pair, index) => [keyOf(pair), index]));
  const changed = Object.keys(after).filter((key) => ownValue(before, key) !== ownValue(after, key));
  const removed = new Set<number>();
  for (const key of Object.keys(before)) {
    if (ownValue(after, key) !== undefined) continue;
    const index = pairs.get(key);
    if (index === undefined) return false;
    removed.add(index);
  }
  if (map.items.length === removed.size) return false;
  for (const key of changed) {
    const pair = map.items[pairs.get(key) ?? -1];
    if (pair !== undefined) editValue(editing, pairSlot(editing, map, pair), ownValue(before, key), after[key] ?? null);
  }
  const added = changed.filter((key) => !pairs.has(key));
  insertEntries(
    editing,
    map,
    map.items.length - 1,
    added.map((key) => ({ [key]: after[key] ?? null })),
  );
  removeEntries(editing, map, removed);
  return true;
}

function keyOf({ key }: Pair): string {
  return String(isScalar(key) ? key.value : key);
}

/** @returns whether it could be done; if not, nothing was done */
function editList(editing: Editing, list: YAMLSeq, before: readonly Json[], after: readonly Json[]): boolean {
  const origins = findOrigins(before, after);
  if (origins === undefined || before.length !== list.items.length) return false;
  const removed = new Set(before.keys());
  const added = new Map<number, Json[]>();
  let last = -1;
  for (const [index, origin] of origins.entries()) {
    const value = after[index] ?? null;
    if (origin === undefined) {
      added.set(last, [...(added.get(last) ?? []), value]);
      continue;
    }
    removed.delete(origin);
    last = origin;
    editValue(editing, elementSlot(editing, list, origin), before[origin], value);
  }
  for (const [place, values] of added) insertEntries(editing, list, place, values);
  removeEntries(editing, list, removed);
  return true;
}

function elementSlot(editing: Editing, list: YAMLSeq, index: number): Slot {
  const node: unknown = list.items[index];
  const rewrite = (value: Json): void => {
    const column = columnOf(editing.text, nodeStart(node));
    const isInline = list.flow === true || isOnOneLine(node, value);
    replaceNode(editing, node, isInline ? inlineText(value, node) : blockText(value, column, editing.layout));
  };
  return { node, rewrite };
}

function pairSlot(editing: Editing, map: YAMLMap, pair: Pair): Slot {
  const { text, splices, layout } = editing;
  const node = pair.value;
  const rewrite = (value: Json): void => {
    const keyEnd = endOf(text, pair.key);
    if (isEmptyNode(node) && map.flow === true)
      splices.push({ start: keyEnd, end: endOf(text, pair), text: `: ${inlineText(value)}` });
    else if (!isEmptyNode(node) && (map.flow === true || isOnOneLine(node, value)))
      replaceNode(editing, node, inlineText(value, node));
    else {
      const start = nodeStart(pair.key);
      const written = blockText({ [keyOf(pair)]: value }, columnOf(text, start), layout);
      splices.push({ start, end: endOf(text, pair), text: written });
      editing.touched.add(node);
    }
  };
  return { node, rewrite };
}

function replaceNode({ text, splices, touched }: Editing, node: unknown, written: string): void {
  touched.add(node);
  splices.push({ start: nodeStart(node), end: endOf(text, node), text: written });
}

/** Whether a new value can stand in the place of the old one, on the same line. */
function isOnOneLine(node: unknown, value: Json): boolean {
  const isPlain = typeof value !== 'object' || value === null || Object.keys(value).length === 0;
  if (isScalar(node)) return isPlain && node.type?.startsWith('BLOCK') !== true;
  if (isCollection(node)) return node.flow === true && (isPlain || node.items.length > 0);
  return isPlain;
}

/** An alias of something that was edited would change with it: it is replaced by what it stood for. */
function resolveAliases(editing: Editing, document: Document.Parsed): void {
  const own = [...editing.splices];
  visit(document, {
    Alias(_key, alias, path) {
      const source = alias.resolve(document);
      if (source === undefined || !holdsTouched(editing, source)) return;
      if (own.some((splice) => isWithin(nodeStart(alias), splice))) return;
      slotOf(editing, path, alias)?.rewrite(alias.toJS(document) as Json);
    },
  });
}

function slotOf(editing: Editing, path: readonly unknown[], alias: Alias): Slot | undefined {
  const [holder, parent] = [path.at(-2), path.at(-1)];
  if (isPair(parent) && isMap(holder)) return pairSlot(editing, holder, parent);
  return isSeq(parent) ? elementSlot(editing, parent, parent.items.indexOf(alias)) : undefined;
}

function isWithin(start: number, splice: Splice): boolean {
  return start >= splice.start && start < splice.end;
}

function holdsTouched({ touched }: Editing, source: Node): boolean {
  let isFound = false;
  visit(source, (_key, node) => {
    isFound ||= touched.has(node);
    return isFound ? visit.BREAK : undefined;
  });
  return isFound;
}

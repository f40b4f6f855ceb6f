import { isMap } from 'yaml';
import type { Json } from '../../injection/json.ts';
import {
  afterOwnComments,
  beforeOwnComments,
  columnOf,
  extentsOf,
  lineEnd,
  lineStart,
  nodeStart,
  type Collection,
  type Extent,
} from './extent.ts';
import type { Editing } from './splices.ts';
import { blockText, inlineText } from './yaml-text.ts';

/**
 * Puts pairs into a map, or elements into a list, after the one with the index `after`; -1 is before the first. A pair is an
 * object with one field. The collection must not be empty.
 */
export function insertEntries(editing: Editing, collection: Collection, after: number, values: readonly Json[]): void {
  if (values.length === 0) return;
  editing.touched.add(collection);
  if (collection.flow === true) insertInline(editing, collection, after, values);
  else insertLines(editing, collection, after, values);
}

function insertInline(editing: Editing, collection: Collection, after: number, values: readonly Json[]): void {
  const { text, splices } = editing;
  const extents = extentsOf(text, collection);
  const written = values.map((value) => (isMap(collection) ? inlineText(value).slice(1, -1) : inlineText(value)));
  const [first] = extents;
  const previous = extents[after];
  if (first === undefined || previous === undefined) {
    const start = first?.start ?? 0;
    splices.push({ start, end: start, text: written.map((one) => `${one}, `).join('') });
    return;
  }
  const gap = gapBefore(editing, collection, first.start);
  const isLast = after === extents.length - 1;
  const comma = isLast ? (/^\s*,/.exec(text.slice(previous.end))?.[0].length ?? 0) : 0;
  const start = previous.end + comma;
  const parts = comma > 0 ? written.map((one) => `${gap}${one},`) : written.map((one) => `,${gap}${one}`);
  splices.push({ start, end: start, text: parts.join('') });
}

/** A collection in brackets whose first element has a line of its own has one for each. */
function gapBefore({ text, layout }: Editing, collection: Collection, first: number): string {
  const isOnOneLine = lineStart(text, first) === lineStart(text, nodeStart(collection));
  return isOnOneLine ? ' ' : layout.lineBreak + ' '.repeat(columnOf(text, first));
}

function insertLines(editing: Editing, collection: Collection, after: number, values: readonly Json[]): void {
  const { text, splices, layout } = editing;
  const extents = extentsOf(text, collection);
  const first = extents[0]?.start ?? 0;
  const column = columnOf(text, first);
  const margin = ' '.repeat(column);
  const written = values.map((value) => blockText(isMap(collection) ? value : [value], column, { ...layout }));
  if (after < 0 && !startsLine(text, first)) {
    splices.push({ start: first, end: first, text: written.map((one) => one + layout.lineBreak + margin).join('') });
    return;
  }
  const start =
    after < 0
      ? beforeOwnComments(text, first)
      : afterOwnComments(text, lineEnd(text, extents[after]?.end ?? 0), column);
  splices.push({ start, end: start, text: written.map((one) => margin + one + layout.lineBreak).join('') });
}

function startsLine(text: string, place: number): boolean {
  return text.slice(lineStart(text, place), place).trim() === '';
}

/** Takes pairs out of a map, or elements out of a list, of which some must be left. */
export function removeEntries(editing: Editing, collection: Collection, removed: ReadonlySet<number>): void {
  if (removed.size === 0) return;
  editing.touched.add(collection);
  const extents = extentsOf(editing.text, collection);
  const isFlow = collection.flow === true;
  const head = isFlow || !startsLine(editing.text, extents[0]?.start ?? 0) ? cutHead(editing, extents, removed) : 0;
  for (const [index, extent] of extents.entries()) {
    if (index < head || !removed.has(index)) continue;
    if (isFlow) cut(editing, extents[index - 1]?.end ?? 0, extent.end);
    else cutLines(editing, extent);
  }
}

/** What follows the first ones that go takes their place, on the line of whatever is before them. @returns how many go */
function cutHead(editing: Editing, extents: readonly Extent[], removed: ReadonlySet<number>): number {
  const head = extents.findIndex((_, index) => !removed.has(index));
  if (head > 0) cut(editing, extents[0]?.start ?? 0, extents[head]?.start ?? 0);
  return head;
}

function cutLines(editing: Editing, { start, end }: Extent): void {
  cut(editing, lineStart(editing.text, start), lineEnd(editing.text, end));
}

function cut({ splices }: Editing, start: number, end: number): void {
  splices.push({ start, end, text: '' });
}

import { isCollection, isNode, isPair, isScalar, Scalar, type YAMLMap, type YAMLSeq } from 'yaml';

/** A map or a list of a YAML document. */
export type Collection = YAMLMap | YAMLSeq;

/** Where a pair of a map, or an element of a list with its dash, stands in a text. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

/** Where the line begins that a place is in. */
export function lineStart(text: string, place: number): number {
  return text.lastIndexOf('\n', place - 1) + 1;
}

/** Where the next line begins. */
export function lineEnd(text: string, place: number): number {
  const end = text.indexOf('\n', place);
  return end < 0 ? text.length : end + 1;
}

/** How far a place is from the beginning of its line. */
export function columnOf(text: string, place: number): number {
  return place - lineStart(text, place);
}

/** Where each pair or element of a collection stands, without comments around it. */
export function extentsOf(text: string, collection: Collection): readonly Extent[] {
  return collection.items.map((item, index) => ({ start: startOf(collection, index), end: endOf(text, item) }));
}

function startOf(collection: Collection, index: number): number {
  const item: unknown = collection.items[index];
  return dashOf(collection, index) ?? nodeStart(isPair(item) ? item.key : item);
}

function dashOf({ srcToken }: Collection, index: number): number | undefined {
  if (srcToken?.type !== 'block-seq') return undefined;
  return srcToken.items[index]?.start.find(({ type }) => type === 'seq-item-ind')?.offset;
}

/** Where the content of a node begins, after its anchor and tag. */
export function nodeStart(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

/** Where the content of a node or pair ends: neither a comment after it counts, nor blank lines. */
export function endOf(text: string, item: unknown): number {
  if (isPair(item)) return pairEnd(text, item);
  if (isCollection(item) && item.flow !== true) return endOf(text, item.items.at(-1));
  if (isScalar(item) && (item.type === Scalar.BLOCK_LITERAL || item.type === Scalar.BLOCK_FOLDED))
    return blockEnd(text, item);
  return isNode(item) ? (item.range?.[1] ?? 0) : 0;
}

function pairEnd(text: string, pair: { key: unknown; value: unknown; srcToken?: unknown }): number {
  if (!isEmptyNode(pair.value)) return endOf(text, pair.value);
  const keyEnd = endOf(text, pair.key);
  const colon = /^\s*:/.exec(text.slice(keyEnd))?.[0].length;
  return keyEnd + (colon ?? 0);
}

/** Whether nothing is written where a value could be. */
export function isEmptyNode(node: unknown): boolean {
  if (!isNode(node)) return true;
  return isScalar(node) && node.value === null && node.range?.[0] === node.range?.[1];
}

/** The blank lines after a block scalar belong to it only with the indicator `+`. */
function blockEnd(text: string, scalar: Scalar): number {
  const [start, end] = scalar.range ?? [0, 0];
  const source = text.slice(start, end);
  const isKept = /^[|>][-0-9]*\+/.test(source);
  return start + source.replace(isKept ? /\r?\n$/ : /(?:\r?\n[ \t]*)+$/, '').length;
}

/** Behind the comments below a place that are indented deeper than `column`: they belong to what is above them. */
export function afterOwnComments(text: string, place: number, column: number): number {
  let end = place;
  for (let next = place; next < text.length;) {
    const following = lineEnd(text, next);
    const line = text.slice(next, following);
    const indent = /^ *(?=#)/.exec(line)?.[0].length;
    if (indent !== undefined && indent > column) end = following;
    else if (line.trim() !== '') break;
    next = following;
  }
  return end;
}

/** Before the comments above the line of a place: they belong to what is below them. */
export function beforeOwnComments(text: string, place: number): number {
  let start = lineStart(text, place);
  for (let previous = start; previous > 0;) {
    previous = lineStart(text, previous - 1);
    const line = text.slice(previous, start).trim();
    if (!line.startsWith('#')) break;
    start = previous;
  }
  return start;
}

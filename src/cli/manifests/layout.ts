import { isCollection, isMap, isPair, type Document, type Pair } from 'yaml';
import { columnOf, extentsOf, nodeStart } from './extent.ts';

/** How a document is laid out: what is put into it looks the same. */
export interface Layout {
  readonly lineBreak: '\n' | '\r\n';
  /** By how many columns a map is indented below its key. */
  readonly step: number;
  /** Whether the dashes of a list are indented below its key. */
  readonly isListIndented: boolean;
}

/** Reads the layout off the first map and the first list in it. */
export function layoutOf(text: string, document: Document.Parsed): Layout {
  const found: Found = { step: 0, list: 0 };
  look(text, document.contents, found);
  return {
    lineBreak: text.includes('\r\n') ? '\r\n' : '\n',
    step: found.step > 0 ? found.step : 2,
    isListIndented: found.list >= 0,
  };
}

interface Found {
  step: number;
  /** 1 where it is indented, -1 where it is not, 0 while there is none. */
  list: number;
}

function look(text: string, node: unknown, found: Found): void {
  if (!isCollection(node) || node.flow === true || (found.step > 0 && found.list !== 0)) return;
  for (const item of node.items) {
    if (isPair(item)) measure(text, item, found);
    look(text, isPair(item) ? item.value : item, found);
  }
}

function measure(text: string, { key, value }: Pair, found: Found): void {
  if (!isCollection(value) || value.flow === true) return;
  const offset = columnOf(text, extentsOf(text, value)[0]?.start ?? 0) - columnOf(text, nodeStart(key));
  if (isMap(value)) found.step ||= offset;
  else found.list ||= offset > 0 ? 1 : -1;
}

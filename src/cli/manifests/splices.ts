import type { Layout } from './layout.ts';

/** A part of a text that is replaced; empty where something is only put in. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A text that is being edited. */
export interface Editing {
  readonly text: string;
  readonly layout: Layout;
  readonly splices: Splice[];
  /** The nodes that are replaced, or have more or fewer entries. */
  readonly touched: Set<unknown>;
}

/** The text with its parts replaced; those at one place in the order in which they were asked for. `undefined` where two overlap. */
export function applySplices(text: string, splices: readonly Splice[]): string | undefined {
  const inOrder = splices.toSorted((left, right) => left.start - right.start);
  let result = '';
  let place = 0;
  for (const splice of inOrder) {
    if (splice.start < place) return undefined;
    result += text.slice(place, splice.start) + splice.text;
    place = splice.end;
  }
  return result + text.slice(place);
}

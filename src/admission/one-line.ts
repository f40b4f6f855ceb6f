import { escapeControls } from '../injection/json.ts';

/** A text as one line without control characters, at most this long; what was cut off is marked. No character is cut in two. */
export function oneLine(text: string, maxLength: number): string {
  const line = escapeControls(text);
  return line.length > maxLength ? `${line.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : line;
}

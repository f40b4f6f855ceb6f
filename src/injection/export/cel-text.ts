/** Characters that would end a line or cannot be seen, and what CEL takes as the end of a text in quotes. */
const ESCAPED = /["\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** The most characters that a list or map may take on one line. */
const LINE_LENGTH = 110;

/**
 * A text as a CEL literal, whatever it holds, on one line. A half of a surrogate pair is no text to CEL: see {@link isText}.
 *
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#string-and-bytes-values
 */
export function celText(text: string): string {
  return `"${text.replaceAll(ESCAPED, escape)}"`;
}

/** Whether CEL can hold a text: JavaScript's may have halves of surrogate pairs. */
export function isText(text: string): boolean {
  return text.isWellFormed();
}

function escape(character: string): string {
  const short = SHORT_ESCAPES.get(character);
  if (short !== undefined) return short;
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  return hex.length > 4 ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`;
}

/** Items in brackets: on one line where they fit, else one on each. No literal of {@link celText} is broken by the indent. */
export function celList(open: string, items: readonly string[], close: string): string {
  const line = `${open}${items.join(', ')}${close}`;
  if (line.length <= LINE_LENGTH && !line.includes('\n')) return line;
  return `${open}\n${items.map((item) => `  ${item.replaceAll('\n', '\n  ')}`).join(',\n')}\n${close}`;
}

/** Conditions that must all hold; each is put in parentheses where it has an operator that binds less. */
export function allOf(conditions: readonly string[]): string {
  if (conditions.length < 2) return conditions[0] ?? 'true';
  const joined = conditions.map((condition) => (/ \|\| | \? /.test(condition) ? `(${condition})` : condition));
  const line = joined.join(' && ');
  return line.length <= LINE_LENGTH ? line : joined.join(' &&\n');
}

/** A Markdown table. Cells are one line each, with what would end a cell escaped. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [renderLine(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(renderLine)].join('\n');
}

/** A text as code in Markdown; nothing of nothing. */
export function code(text: string): string {
  return text === '' ? '' : `\`${text}\``;
}

function renderLine(cells: readonly string[]): string {
  return `| ${cells.map(escapeCell).join(' | ')} |`.replaceAll('|  |', '| |');
}

function escapeCell(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').replaceAll('|', String.raw`\|`);
}

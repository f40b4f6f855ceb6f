const MAX_LINE_LENGTH = 120;
const INDENT = '  ';

/** JSON for people and for line-by-line comparison: what fits into a line stands in one. */
export function renderJson(value: unknown): string {
  return `${render(value, '', 0)}\n`;
}

function render(value: unknown, indent: string, used: number): string {
  const flat = renderFlat(value);
  if (indent.length + used + flat.length < MAX_LINE_LENGTH || typeof value !== 'object' || value === null) return flat;
  const inner = indent + INDENT;
  const lines = Array.isArray(value)
    ? value.map((element) => `${inner}${render(element, inner, 0)}`)
    : Object.entries(value).map(([key, child]) => {
        const name = `${JSON.stringify(key)}: `;
        return `${inner}${name}${render(child, inner, name.length)}`;
      });
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}

function renderFlat(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(renderFlat).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([key, child]) => `${JSON.stringify(key)}: ${renderFlat(child)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

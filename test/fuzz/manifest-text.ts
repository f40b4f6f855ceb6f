import type { Dice } from './dice.ts';

/** A text that a block of YAML can hold as it is. */
const FITS_BLOCK = /^[A-Za-z#"'[{][\t\n -~\u00A0-\uD7FF]*\n$/;

/** A ConfigMap manifest of templates by key: in blocks as people write them where that is possible, else in quotes. */
export function manifestOf(templates: ReadonlyMap<string, string>, dice: Dice): string {
  const entries = [...templates].map(([key, text]) =>
    FITS_BLOCK.test(text) && !dice.once(5)
      ? `  ${key}: |\n${text.replaceAll(/^(?=.)/gm, '    ')}`
      : `  ${key}: ${JSON.stringify(text)}\n`,
  );
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: envoy-initializer\ndata:\n${entries.join('')}`;
}

import {
  Document,
  isCollection,
  Scalar,
  stringify,
  type CreateNodeOptions,
  type DocumentOptions,
  type SchemaOptions,
  type ToStringOptions,
} from 'yaml';
import type { Json } from '../../injection/json.ts';
import type { Layout } from './layout.ts';

type Options = DocumentOptions & SchemaOptions & CreateNodeOptions & ToStringOptions;

/** A text that a reader of YAML 1.1, such as kubectl, takes for something else is quoted; no line is folded. */
const FOR_KUBECTL: Options = {
  schema: 'core',
  compat: 'yaml-1.1',
  lineWidth: 0,
  flowCollectionPadding: false,
  aliasDuplicateObjects: false,
};

/** A value as lines of YAML; the first one begins at `column` already, and the last one has no line break. */
export function blockText(value: Json, column: number, { lineBreak, step, isListIndented }: Layout): string {
  const text = stringify(value, { ...FOR_KUBECTL, indent: step, indentSeq: isListIndented });
  const lines = text.replace(/\n$/, '').split('\n');
  return lines.map((line, index) => (index === 0 || line === '' ? line : ' '.repeat(column) + line)).join(lineBreak);
}

/** A whole YAML document. */
export function documentText(value: Json): string {
  return stringify(value, { ...FOR_KUBECTL });
}

/** A value as YAML on one line; a text in the quotes of the one that it replaces. */
export function inlineText(value: Json, replaced?: unknown): string {
  const document = new Document(value, FOR_KUBECTL);
  if (isCollection(document.contents)) document.contents.flow = true;
  else if (isQuoted(replaced) && typeof value === 'string' && document.contents instanceof Scalar)
    document.contents.type = replaced.type;
  return document
    .toString({ ...FOR_KUBECTL, blockQuote: false, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER })
    .trimEnd();
}

function isQuoted(node: unknown): node is Scalar & { type: Scalar.Type } {
  return node instanceof Scalar && (node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE);
}

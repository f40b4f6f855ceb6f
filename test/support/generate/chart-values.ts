import { isMap, isScalar, parseDocument, type Node, type Pair, type YAMLMap } from 'yaml';
import type { Json, JsonObject } from '../../../src/injection/json.ts';

/** A value of the chart that has a description. */
export interface ChartValue {
  readonly kind: 'value';
  readonly name: string;
  readonly default: Json;
  readonly description: string;
  /** What the comment says of its type, beyond what the default shows. */
  readonly schema: JsonObject;
}

/** Values under one name. */
export interface ChartSection {
  readonly kind: 'section';
  readonly name: string;
  readonly children: readonly ChartNode[];
}

/** What a name in values.yaml stands for. */
export type ChartNode = ChartValue | ChartSection;

const DESCRIPTION = '-- ';
const SCHEMA = '@schema ';

/**
 * The values of a chart with their comments: a line that begins with `--` describes a value, lines after it go on, a line with
 * `@schema` holds a JSON Schema. A map without a description is a section.
 *
 * @throws When a value has no description, or a comment holds no JSON.
 */
export function parseChartValues(text: string): readonly ChartNode[] {
  const { contents, errors } = parseDocument(text);
  if (errors.length > 0 || !isMap(contents)) throw new Error(`the values cannot be read: ${errors.join('\n')}`);
  return nodesOf(contents, '');
}

type ValuesMap = YAMLMap<Node, Node | null>;

function nodesOf(map: ValuesMap, parent: string): readonly ChartNode[] {
  return map.items.map((pair, index) => nodeOf(pair, index === 0 ? map.commentBefore : undefined, parent));
}

function nodeOf(
  { key, value }: Pair<Node, Node | null>,
  commentOfMap: string | null | undefined,
  parent: string,
): ChartNode {
  const name = isScalar(key) ? String(key.value) : '';
  const path = `${parent}${name}`;
  const { description, schema } = parseComment(key.commentBefore ?? commentOfMap ?? '', path);
  if (description !== '') return { kind: 'value', name, default: toJson(value), description, schema };
  if (!isMap(value) || value.items.length === 0) throw new Error(`the value ${path} has no description`);
  return { kind: 'section', name, children: nodesOf(value as ValuesMap, `${path}.`) };
}

function toJson(node: Node | null): Json {
  return node === null ? null : (node.toJSON() as Json);
}

function parseComment(comment: string, path: string): { readonly description: string; readonly schema: JsonObject } {
  const lines = comment.split('\n').map((line) => line.trim());
  const start = lines.findIndex((line) => line.startsWith(DESCRIPTION));
  if (start === -1) return { description: '', schema: {} };
  const own = lines.slice(start);
  const schema = own.find((line) => line.startsWith(SCHEMA));
  const words = own.filter((line) => !line.startsWith(SCHEMA)).map((line) => line.replace(DESCRIPTION, ''));
  return { description: words.join(' ').trim(), schema: schema === undefined ? {} : parseSchema(schema, path) };
}

function parseSchema(line: string, path: string): JsonObject {
  try {
    return JSON.parse(line.slice(SCHEMA.length)) as JsonObject;
  } catch (cause) {
    throw new Error(`the @schema of ${path} is no JSON`, { cause });
  }
}

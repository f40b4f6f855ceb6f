import { isAlias, isCollection, isMap, isNode, isScalar, isSeq, type Document, type Pair } from 'yaml';
import { quote } from '../json.ts';

/** Something that JSON has no place for, or would lose without a word, and the character where it stands. */
export interface SurveyFinding {
  readonly offset: number;
  readonly message: string;
}

/** What a document holds, before it is turned into a value. */
export interface Survey {
  /** In the order of the document, at most as many as were asked for. */
  readonly findings: readonly SurveyFinding[];
  /** How many values it has, each alias counted as all that it stands for. */
  readonly values: number;
}

const PLAIN_TAGS: ReadonlySet<string> = new Set(['tag:yaml.org,2002:map', 'tag:yaml.org,2002:seq', '!']);

/** Looks once at each node of a document, so the time is in proportion to its text, whatever its aliases stand for. */
export function surveyDocument({ contents }: Document.Parsed, maxFindings: number): Survey {
  const findings: SurveyFinding[] = [];
  const surveyor = new Surveyor((offset, message) => {
    if (findings.length < maxFindings) findings.push({ offset, message });
  });
  const values = surveyor.count(contents);
  return { findings, values };
}

class Surveyor {
  readonly #report: (offset: number, message: string) => void;
  readonly #sizes = new Map<string, number>();

  constructor(report: (offset: number, message: string) => void) {
    this.#report = report;
  }

  /** The number of values that a node stands for. An anchor counts only after its content, so that none holds itself. */
  count(node: unknown): number {
    if (isAlias(node)) return this.#countAlias(node.source, node.range?.[0] ?? 0);
    const size = 1 + this.#countChildren(node);
    if ((isScalar(node) || isCollection(node)) && node.anchor !== undefined) this.#sizes.set(node.anchor, size);
    return size;
  }

  #countAlias(anchor: string, offset: number): number {
    const size = this.#sizes.get(anchor);
    if (size === undefined) this.#report(offset, `the alias ${quote(`*${anchor}`)} has no anchor before it`);
    return size ?? 1;
  }

  #countChildren(node: unknown): number {
    if (isScalar(node)) this.#checkScalar(node.value, node.range?.[0] ?? 0);
    if (isCollection(node) && node.tag !== undefined && !PLAIN_TAGS.has(node.tag)) {
      this.#report(node.range?.[0] ?? 0, `the tag ${quote(node.tag)} is not offered: write a plain mapping or list`);
    }
    let size = 0;
    if (isSeq(node)) for (const item of node.items) size += this.count(item);
    if (isMap(node)) size += this.#countPairs(node.items);
    return size;
  }

  #checkScalar(value: unknown, offset: number): void {
    if (typeof value !== 'object' || value === null) return;
    this.#report(offset, 'tags that make bytes or times are not offered: write a text in quotes');
  }

  #countPairs(pairs: readonly Pair[]): number {
    const seen = new Set<string>();
    let size = 0;
    for (const { key, value } of pairs) {
      this.#checkKey(key, seen);
      size += this.count(key) + this.count(value);
    }
    return size;
  }

  /** As keys of JSON, `1` and `"1"` are the same. A merge key may stand twice. */
  #checkKey(key: unknown, seen: Set<string>): void {
    const offset = isNode(key) ? (key.range?.[0] ?? 0) : 0;
    if (key !== null && !isScalar(key)) {
      this.#report(offset, 'a key must be a plain text');
      return;
    }
    const value: unknown = key?.value ?? '';
    if (typeof value === 'symbol' || typeof value === 'object') return;
    const name = typeof value === 'string' ? value : JSON.stringify(value);
    if (seen.has(name)) this.#report(offset, `the key ${quote(name)} stands twice in this mapping: keep one`);
    seen.add(name);
  }
}

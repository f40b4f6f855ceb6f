import { isMap, isNode, isScalar, LineCounter, type Document, type YAMLError } from 'yaml';
import { escapeControls, type Json } from '../json.ts';
import { MAX_TOKENS, TooLargeText } from './compose-documents.ts';
import { parseKubernetesYaml } from './kubernetes-yaml.ts';
import { formatPath, type FieldPath, type ProblemCode, type TemplateProblem } from './problem.ts';
import { surveyDocument } from './survey-document.ts';

/** The most characters that a template may have. */
export const MAX_TEMPLATE_LENGTH: number = 64 * 1024;

/** How deep lists and maps of a template may nest. */
export const MAX_DEPTH = 32;

/** Of a template with more problems than this the rest is not looked for: each costs time, and nobody reads them. */
export const MAX_PROBLEMS = 100;

/** More values than a template of that length can hold, so that only aliases, each counted as what it stands for, can make them. */
const MAX_VALUES = MAX_TOKENS;

/** More brackets than any readable template leaves open; in texts they need not be closed, so this is far above the depth. */
const MAX_OPEN_BRACKETS = 1000;

/** More lists within lists on one line than any depth allows. */
const NESTED_ON_ONE_LINE = /^[ \t]*(?:[-?][ \t]+){33}/m;

/** A line on which an expression or a condition stands, and no quotes before it. */
const UNQUOTED_EXPRESSION = /^(?:[^"']*\$\{\{|when:\s*[^"'\s])/;

/** What is looked at of a line: more is nobody's to read. */
const MAX_LINE_LENGTH = 1000;

/** A place in a string of a document: `offset` counts its characters from 0. */
export interface PlaceInText {
  readonly text: string;
  readonly offset: number;
}

interface Place {
  readonly path: FieldPath;
  readonly line: number;
  readonly column: number;
}

/** A parsed document that knows where each of its fields stands, and gathers what is wrong with them. */
export class SourceDocument {
  readonly problems: TemplateProblem[] = [];
  readonly #text: string;
  readonly #lines = new LineCounter();
  #document: Document.Parsed | undefined;

  /** The document's value; `undefined` where it cannot be read, with the reasons in {@link problems}. */
  readonly value: Json | undefined;

  constructor(text: string) {
    this.#text = text;
    this.value = text.length > MAX_TEMPLATE_LENGTH ? this.#tooLarge(text.length) : this.#read(text);
  }

  /** Notes a problem at a field: at its name with `at: 'key'`, else at its value. */
  report(code: ProblemCode, path: FieldPath, message: string, at: 'key' | 'value' = 'value'): void {
    if (this.isHopeless) return;
    this.#note(code, message, { path, ...this.#locate(path, at) });
  }

  /**
   * Notes a problem inside a string: at the character itself where the string stands in the document as it is, else where the
   * string begins.
   */
  reportInside(code: ProblemCode, path: FieldPath, message: string, { text, offset }: PlaceInText): void {
    const start = this.#offsetOf(path, false);
    const found = start === undefined || text.includes('\n') ? -1 : this.#text.indexOf(text, start);
    const quoteLength = 1;
    if (start === undefined || found < start || found > start + quoteLength) {
      this.report(code, path, message);
      return;
    }
    const { line, col } = this.#lines.linePos(found + Math.min(offset, text.length));
    this.#note(code, message, { path, line, column: col });
  }

  /** Whether so many problems were found that the rest need not be looked for. */
  get isHopeless(): boolean {
    return this.problems.length >= MAX_PROBLEMS;
  }

  #tooLarge(length: number): undefined {
    this.report('too-large', [], `the template has ${length} characters: at most ${MAX_TEMPLATE_LENGTH} are allowed`);
  }

  #read(text: string): Json | undefined {
    if (nestingOf(text) > MAX_OPEN_BRACKETS || NESTED_ON_ONE_LINE.test(text)) return this.#tooDeep();
    try {
      const [document, ...others] = parseKubernetesYaml(text, this.#lines);
      this.#document = document;
      if (document === undefined) return null;
      for (const other of others.slice(0, 1))
        this.#reportAt(other.range[0], 'a second document: keep one, without ---');
      for (const error of [...document.errors, ...document.warnings].slice(0, MAX_PROBLEMS)) this.#reportYaml(error);
      return this.problems.length > 0 ? undefined : this.#convert(document);
    } catch (error) {
      if (error instanceof RangeError) return this.#tooDeep();
      const isLarge = error instanceof TooLargeText;
      const why = error instanceof Error ? error.message : String(error);
      this.report(isLarge ? 'too-large' : 'yaml-error', [], `the template cannot be read: ${why}`);
      return undefined;
    }
  }

  /** YAML takes an expression without quotes for much else, and says so several times: the one thing to do is said once. */
  #reportYaml({ message, pos: [offset] }: YAMLError): void {
    const { line, col } = this.#lines.linePos(offset);
    const start = offset - col + 1;
    const [found = ''] = this.#text.slice(start, start + MAX_LINE_LENGTH).split('\n', 1);
    if (!UNQUOTED_EXPRESSION.test(found)) this.#reportAt(offset, message);
    else if (!this.problems.some((problem) => problem.line === line))
      this.#reportAt(offset, `${message}: write the expression in quotes`);
  }

  /** The survey knows how much the aliases stand for, so the library need not count them again. */
  #convert(document: Document.Parsed): Json | undefined {
    const { findings, values } = surveyDocument(document, MAX_PROBLEMS);
    for (const { offset, message } of findings) this.#reportAt(offset, message);
    if (values > MAX_VALUES)
      this.report('yaml-error', [], `its aliases stand for more than ${MAX_VALUES} values: write them out`);
    if (this.problems.length > 0) return undefined;
    const value: Json = document.toJS({ maxAliasCount: -1 });
    return depthOf(value, MAX_DEPTH + 1) > MAX_DEPTH ? this.#tooDeep() : value;
  }

  #tooDeep(): undefined {
    this.report('too-deep', [], `the template is nested more than ${MAX_DEPTH} levels deep`);
  }

  #reportAt(offset: number, message: string): void {
    const { line, col } = this.#lines.linePos(offset);
    this.#note('yaml-error', message, { path: [], line: Math.max(line, 1), column: Math.max(col, 1) });
  }

  /** What a template holds may stand in a message, and in the path; nothing in it may break or colour a line. */
  #note(code: ProblemCode, message: string, { path, line, column }: Place): void {
    if (this.isHopeless) return;
    const [said, shown] = [message.replaceAll('\n', ' '), formatPath(path)].map(escapeControls) as [string, string];
    this.problems.push({ code, message: said, path: shown, line, column });
  }

  /** A field that a merge key brought in stands where its nearest ancestor does. */
  #locate(path: FieldPath, at: 'key' | 'value'): { line: number; column: number } {
    for (let length = path.length; length > 0; length -= 1) {
      const offset = this.#offsetOf(path.slice(0, length), at === 'key' && length === path.length);
      if (offset === undefined) continue;
      const { line, col } = this.#lines.linePos(offset);
      return { line, column: col };
    }
    return { line: 1, column: 1 };
  }

  #offsetOf(path: FieldPath, atKey: boolean): number | undefined {
    const parent: unknown =
      path.length === 1 ? this.#document?.contents : this.#document?.getIn(path.slice(0, -1), true);
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)))
      : undefined;
    const value: unknown = pair === undefined ? this.#document?.getIn(path, true) : pair.value;
    return atKey ? startOf(pair?.key) : (startOf(value) ?? startOf(pair?.key));
  }
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

/** An upper bound for the depth of flow collections, found before the parser recurses into them. */
function nestingOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === '[' || character === '{') deepest = Math.max(deepest, (depth += 1));
    else if (character === ']' || character === '}') depth = Math.max(0, depth - 1);
  }
  return deepest;
}

function depthOf(value: Json, limit: number): number {
  if (typeof value !== 'object' || value === null || limit === 0) return 0;
  let deepest = 0;
  for (const child of Object.values(value)) deepest = Math.max(deepest, depthOf(child ?? null, limit - 1));
  return deepest + 1;
}

import { isMap, isScalar, LineCounter, Scalar, type Document } from 'yaml';
import { RETIRED_ANNOTATION } from '../annotations.ts';
import { failure, ok, type Result } from '../../result.ts';
import { splitNames } from '../opt-in.ts';
import { escapeControls } from '../json.ts';
import { composeDocuments } from './compose-documents.ts';
import type { TemplateSource } from './load-templates.ts';
import type { TemplateProblem } from './problem.ts';
import { surveyDocument } from './survey-document.ts';

/** The most characters of a manifest: twice what a ConfigMap holds, for the indentation and what else is in the file. */
const MAX_MANIFEST_LENGTH = 2 * 1024 * 1024;

/** Of a manifest with more problems than this the rest is not told. */
const MAX_PROBLEMS = 100;

/** Where a template's problem stands in the manifest that holds it. Line and column count from 1. */
export type Locate = (
  key: string,
  problem: Pick<TemplateProblem, 'line' | 'column'>,
) => { line: number; column: number };

/** A ConfigMap manifest: its templates, and the way from a place in one of them to a place in the manifest. */
export interface TemplateManifest {
  readonly source: TemplateSource;
  readonly locate: Locate;
}

/**
 * Reads the manifest of a template ConfigMap. Other documents in the same file are passed over; without exactly one
 * ConfigMap, or with a value that is no text, it is refused with the place and what to change.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/configmap/
 */
export function parseManifest(text: string): Result<TemplateManifest, readonly TemplateProblem[]> {
  const lines = new LineCounter();
  const documents = readDocuments(text, lines);
  if (!documents.ok) return documents;
  const [configMap, ...others] = documents.value.filter((document) => document.get('kind') === 'ConfigMap');
  if (configMap === undefined)
    return failure([problemAt(lines, 0, 'no ConfigMap in it: expected kind: ConfigMap with templates under data')]);
  if (others.length > 0)
    return failure([problemAt(lines, others[0]?.range?.[0] ?? 0, 'more than one ConfigMap in it: keep one')]);
  return readConfigMap(configMap, lines, text);
}

function readDocuments(
  text: string,
  lines: LineCounter,
): Result<readonly Document.Parsed[], readonly TemplateProblem[]> {
  if (text.length > MAX_MANIFEST_LENGTH) {
    const message = `the manifest has ${text.length} characters: at most ${MAX_MANIFEST_LENGTH} are allowed`;
    return failure([problemAt(lines, 0, message)]);
  }
  try {
    const documents = composeDocuments(text, lines);
    const errors = documents.flatMap((document) =>
      document.errors.map(({ pos: [offset], message }) => ({ offset, message })),
    );
    const findings = documents.flatMap((document) => surveyDocument(document, MAX_PROBLEMS).findings);
    const problems = (errors.length > 0 ? errors : findings).slice(0, MAX_PROBLEMS);
    if (problems.length > 0) return failure(problems.map(({ offset, message }) => problemAt(lines, offset, message)));
    return ok(documents.filter(({ contents }) => isMap(contents)));
  } catch (error) {
    return failure([
      problemAt(lines, 0, `it cannot be read: ${error instanceof Error ? error.message : String(error)}`),
    ]);
  }
}

function readConfigMap(
  document: Document.Parsed,
  lines: LineCounter,
  text: string,
): Result<TemplateManifest, readonly TemplateProblem[]> {
  const data = document.get('data', true);
  if (!isMap(data) || data.items.length === 0)
    return failure([problemAt(lines, 0, 'the ConfigMap has no data: each key under data is a template')]);
  const scalars = new Map<string, Scalar>();
  const problems: TemplateProblem[] = [];
  for (const { key, value } of data.items) {
    const name = isScalar(key) ? String(key.value) : '';
    if (isScalar(value) && typeof value.value === 'string') scalars.set(name, value);
    else
      problems.push(
        problemAt(
          lines,
          isScalar(key) ? (key.range?.[0] ?? 0) : 0,
          `the value of ${JSON.stringify(name)} must be text: write it as a block, with |`,
        ),
      );
  }
  if (problems.length > 0) return failure(problems);
  const annotation = document.getIn(['metadata', 'annotations', RETIRED_ANNOTATION]);
  const source: TemplateSource = {
    data: new Map([...scalars].map(([key, { value }]) => [key, String(value)])),
    retired: new Set(typeof annotation === 'string' ? splitNames(annotation) : []),
  };
  return ok({ source, locate: (key, place) => locateInScalar(scalars.get(key), place, lines, text) });
}

/** In a literal block the template's first line follows the header, indented; elsewhere only the value's own place is known. */
function locateInScalar(
  scalar: Scalar | undefined,
  place: Pick<TemplateProblem, 'line' | 'column'>,
  lines: LineCounter,
  text: string,
): { line: number; column: number } {
  const start = scalar?.range?.[0] ?? 0;
  const { line, col } = lines.linePos(start);
  if (scalar?.type !== Scalar.BLOCK_LITERAL) return { line: Math.max(line, 1), column: Math.max(col, 1) };
  const body = text.slice(text.indexOf('\n', start) + 1, scalar.range?.[1]);
  const indent = firstIndent(body) - firstIndent(String(scalar.value));
  return withinText({ line: line + place.line, column: indent + place.column }, lines, text);
}

/** The end of a template that is cut short is the end of its last line. */
function withinText(
  { line, column }: { line: number; column: number },
  { lineStarts }: LineCounter,
  text: string,
): { line: number; column: number } {
  const start = lineStarts[line - 1] ?? text.length;
  const end = (lineStarts[line] ?? text.length + 1) - 1;
  const known = Math.min(line, lineStarts.length);
  return line === known ? { line, column: Math.min(column, end - start + 1) } : { line: known, column: 1 };
}

/** How far the first line that is not blank is indented. */
function firstIndent(text: string): number {
  return /^(?:[ \t]*\r?\n)*( *)/.exec(text)?.[1]?.length ?? 0;
}

function problemAt(lines: LineCounter, offset: number, message: string): TemplateProblem {
  const { line, col } = lines.linePos(offset);
  return {
    code: 'yaml-error',
    message: escapeControls(message.replaceAll('\n', ' ')),
    path: '',
    line: Math.max(line, 1),
    column: Math.max(col, 1),
  };
}

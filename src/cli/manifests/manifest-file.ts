import { LineCounter, type Document } from 'yaml';
import { isJsonObject, isSameJson, type Json, type JsonObject } from '../../injection/json.ts';
import { parseKubernetesDocuments } from '../../injection/template/kubernetes-yaml.ts';
import { failure, ok, type Result } from '../../result.ts';
import { editDocument } from './edit-yaml.ts';
import { applySplices, type Splice } from './splices.ts';
import { documentText } from './yaml-text.ts';

/** One document of a manifest. */
export interface ManifestDocument {
  readonly yaml: Document.Parsed;
  /** What it says, as kubectl reads it; `undefined` where it is empty or no object. */
  readonly value: JsonObject | undefined;
  /** The line of its first field, from 1. */
  readonly line: number;
}

/** A manifest as it was read. */
export interface ManifestFile {
  readonly name: string;
  readonly text: string;
  readonly documents: readonly ManifestDocument[];
}

/** One error in a document leads to others: the first ones are told. */
const MAX_ERRORS = 3;

/** Reads all documents of a manifest, YAML or JSON; or what is wrong with them, each as `file:line:column: problem`. */
export function parseManifestFile(name: string, text: string): Result<ManifestFile, readonly string[]> {
  const lines = new LineCounter();
  try {
    const documents = parseKubernetesDocuments(text, lines);
    const problems = documents.flatMap(({ errors }) =>
      errors.slice(0, MAX_ERRORS).map(({ pos, message }) => {
        const { line, col } = lines.linePos(pos[0]);
        return `${name}:${Math.max(line, 1)}:${Math.max(col, 1)}: ${message.replaceAll('\n', ' ')}`;
      }),
    );
    if (problems.length > 0) return failure(problems);
    return ok({ name, text, documents: documents.map((yaml) => readDocument(yaml, lines)) });
  } catch (error) {
    return failure([`${name}:1:1: it cannot be read: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

function readDocument(yaml: Document.Parsed, lines: LineCounter): ManifestDocument {
  const value: unknown = yaml.toJS();
  const { line } = lines.linePos(yaml.contents?.range[0] ?? yaml.range[0]);
  return { yaml, value: isJsonObject(value) ? value : undefined, line: Math.max(line, 1) };
}

/**
 * The text of a manifest in which some documents say something else. The rest stays byte for byte. What was written is read again, so that
 * it never says anything but what is wanted.
 *
 * @returns the text, or what cannot be written into this manifest
 */
export function rewriteManifest(
  file: ManifestFile,
  changes: ReadonlyMap<ManifestDocument, JsonObject>,
): Result<string, string> {
  if (changes.size === 0) return ok(file.text);
  const isEnded = file.text.endsWith('\n');
  const ended = isEnded ? file.text : `${file.text}\n`;
  const splices = [...changes].flatMap(([document, after]) => editsOf(ended, document, after));
  const edited = applySplices(ended, splices);
  const text = isEnded ? edited : edited?.replace(/\r?\n$/, '');
  const wrong = text === undefined ? file.documents[0] : findDifference(file, changes, text);
  if (text !== undefined && wrong === undefined) return ok(text);
  return failure(
    `${file.name}:${wrong?.line ?? 1}: the document cannot be edited in place: write it without the anchors, aliases or merge keys around the Pod`,
  );
}

function editsOf(text: string, { yaml, value }: ManifestDocument, after: JsonObject): readonly Splice[] {
  const [start, end] = yaml.contents?.range ?? [0, 0];
  const json = readJson(text.slice(start, end));
  if (json === undefined) return editDocument(text, yaml, value ?? null, after);
  return [{ start, end, text: jsonText(after, indentOf(text.slice(start, end))) }];
}

function readJson(text: string): unknown {
  try {
    return text.startsWith('{') ? (JSON.parse(text) as unknown) : undefined;
  } catch {
    return undefined;
  }
}

/** What the second line of a JSON text begins with; empty where it is all on one line. */
function indentOf(text: string): string {
  return /^\{\r?\n([ \t]+)/.exec(text)?.[1] ?? '';
}

/** JSON with an indentation of any kind. */
export function jsonText(value: Json, indent: string): string {
  return JSON.stringify(value, null, indent);
}

function findDifference(
  file: ManifestFile,
  changes: ReadonlyMap<ManifestDocument, JsonObject>,
  text: string,
): ManifestDocument | undefined {
  const again = parseManifestFile(file.name, text);
  if (!again.ok || again.value.documents.length !== file.documents.length) return file.documents[0];
  const { documents } = again.value;
  return file.documents.find((document, index) => {
    const wanted = changes.get(document) ?? document.value;
    return !isSameJson(wanted, documents[index]?.value);
  });
}

/** A document of a manifest as a document of its own, in YAML. */
export function yamlText({ documents }: ManifestFile, changes: ReadonlyMap<ManifestDocument, JsonObject>): string {
  return documents
    .flatMap((document) => {
      const value = changes.get(document) ?? document.value;
      return value === undefined ? [] : [documentText(value)];
    })
    .join('---\n');
}

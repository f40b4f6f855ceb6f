import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { LineCounter, type Document } from 'yaml';
import { isJsonObject, objectsAt, stringAt, type Json, type JsonObject } from '../../injection/json.ts';
import { parseKubernetesDocuments } from '../../injection/template/kubernetes-yaml.ts';
import { RefusedError, USAGE_ERROR } from '../refused-error.ts';

interface Place {
  readonly file: string;
  readonly lines: LineCounter;
}

/** An object of a manifest. */
export interface ManifestObject {
  readonly file: string;
  readonly object: JsonObject;
}

const EXTENSION = /\.(?:ya?ml|json)$/i;

/**
 * Reads the objects of manifests: files, folders with all that is in them, and `-` for the standard input. Of a `List` its items.
 *
 * @throws RefusedError where one cannot be read
 */
export async function readObjects(files: readonly string[]): Promise<readonly ManifestObject[]> {
  const objects: ManifestObject[] = [];
  for (const file of files) for (const path of await listFiles(file)) objects.push(...(await readManifest(path)));
  return objects;
}

async function listFiles(path: string): Promise<readonly string[]> {
  if (path === '-') return [path];
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && EXTENSION.test(entry.name));
    return files.map(({ parentPath, name }) => join(parentPath, name)).toSorted();
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function readManifest(file: string): Promise<readonly ManifestObject[]> {
  try {
    const text = await (file === '-' ? readAll(process.stdin) : readFile(file, 'utf8'));
    const lines = new LineCounter();
    const documents = parseKubernetesDocuments(text, lines);
    return documents.flatMap((document) => readDocument(document, { file, lines }));
  } catch (error) {
    throw unreadable(file, error);
  }
}

function readDocument(document: Document.Parsed, { file, lines }: Place): readonly ManifestObject[] {
  const [problem] = document.errors;
  if (problem !== undefined) {
    const { line, col } = lines.linePos(problem.pos[0]);
    throw new RefusedError(`${file}:${line}:${col}: ${problem.message}`, USAGE_ERROR);
  }
  const value = document.toJS() as Json;
  return isJsonObject(value) ? flatten(value).map((object) => ({ file, object })) : [];
}

function flatten(object: JsonObject): readonly JsonObject[] {
  const isList = (stringAt(object, 'kind') ?? '').endsWith('List') && Array.isArray(object['items']);
  return isList ? objectsAt(object, 'items').flatMap(flatten) : [object];
}

function unreadable(path: string, error: unknown): RefusedError {
  if (error instanceof RefusedError) return error;
  return new RefusedError(`${path}: ${error instanceof Error ? error.message : String(error)}`, USAGE_ERROR);
}

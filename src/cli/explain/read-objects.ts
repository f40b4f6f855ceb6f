import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { LineCounter } from 'yaml';
import { isJsonObject, objectsAt, stringAt, type Json, type JsonObject } from '../../injection/json.ts';
import { parseKubernetesYaml } from '../../injection/template/kubernetes-yaml.ts';
import { RefusedError, USAGE_ERROR } from '../refused-error.ts';

/** An object of a manifest. */
export interface ManifestObject {
  readonly file: string;
  readonly object: JsonObject;
}

const EXTENSION = /\.(?:ya?ml|json)$/i;
const SEPARATOR = /^---(?=\s|$)/m;

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
    return text.split(SEPARATOR).flatMap((part, index) => parsePart(part, `${file}, document ${index + 1}`, file));
  } catch (error) {
    throw unreadable(file, error);
  }
}

function parsePart(part: string, place: string, file: string): readonly ManifestObject[] {
  const document = parseKubernetesYaml(part, new LineCounter());
  const [problem] = document.errors;
  if (problem !== undefined) throw new RefusedError(`${place}: ${problem.message}`, USAGE_ERROR);
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

import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RefusedError, USAGE_ERROR } from '../refused-error.ts';

/** A manifest's text, and what to call it. */
export interface Source {
  readonly name: string;
  readonly text: string;
  /** Whether it was found in a folder, rather than named. */
  readonly isFound: boolean;
}

/** How manifests are read. */
export interface ReadOptions {
  readonly isRecursive: boolean;
  readonly readIn: () => Promise<Uint8Array>;
}

const EXTENSIONS = /\.(?:ya?ml|json)$/;

/**
 * Reads manifests as kubectl does: a file whatever its name, of a folder the files with a known extension, `-` the standard
 * input.
 *
 * @throws RefusedError where one cannot be read, or a folder has none
 */
export async function readSources(names: readonly string[], options: ReadOptions): Promise<readonly Source[]> {
  if (names.filter((name) => name === '-').length > 1)
    throw new RefusedError('the standard input can be read only once: name - once', USAGE_ERROR);
  const sources: Source[] = [];
  for (const name of names) sources.push(...(await readSource(name, options)));
  return sources;
}

async function readSource(name: string, options: ReadOptions): Promise<readonly Source[]> {
  if (name === '-') return [{ name: 'stdin', text: decode('stdin', await options.readIn()), isFound: false }];
  const files = await attempt(name, async () =>
    (await stat(name)).isDirectory() ? listFolder(name, options) : [name],
  );
  if (files.length === 0)
    throw new RefusedError(
      `${name}: no file with the extension .yaml, .yml or .json in it${options.isRecursive ? '' : '; -R looks into its folders too'}`,
    );
  const sources: Source[] = [];
  for (const file of files) {
    const content = await attempt(file, async () => readFile(file));
    sources.push({ name: file, text: decode(file, content), isFound: file !== name });
  }
  return sources;
}

async function listFolder(folder: string, { isRecursive }: ReadOptions): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: isRecursive });
  return entries
    .filter((entry) => !entry.isDirectory() && EXTENSIONS.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

async function attempt<Value>(name: string, read: () => Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    throw new RefusedError(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Text that is no UTF-8 could not be written back as it was. */
function decode(name: string, content: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    throw new RefusedError(`${name}: the text is not UTF-8`);
  }
}

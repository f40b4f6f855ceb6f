import { readFile } from 'node:fs/promises';
import type { LoadedTemplates } from '../injection/template/load-templates.ts';
import { parseManifest, type Locate } from '../injection/template/manifest.ts';
import { wholeProblem, type TemplateProblem } from '../injection/template/problem.ts';
import { watchFile } from '../watch-file.ts';
import type { TemplateStore } from '../webhook/template-store.ts';

/** One problem of a template file: line and column are those of the file. */
export interface FileProblem extends TemplateProblem {
  /** The ConfigMap's key; empty for what concerns the whole file. */
  readonly key: string;
}

/** What came of reading a template file. */
export interface FileReport {
  readonly file: string;
  readonly problems: readonly FileProblem[];
  /** What a person should know of templates that are good. */
  readonly warnings: readonly FileProblem[];
  readonly loaded: LoadedTemplates;
}

/**
 * Reads the manifest of a template ConfigMap into the store. What is broken in it leaves the last good version in force.
 *
 * @throws Error where the file cannot be read
 */
export async function loadTemplateFile(file: string, store: TemplateStore): Promise<FileReport> {
  const manifest = parseManifest(await readFile(file, 'utf8'));
  if (!manifest.ok) return failed(file, manifest.error, store);
  const { source, locate } = manifest.value;
  const loaded = store.update(source);
  return { file, problems: inFile(loaded.problems, locate), warnings: inFile(loaded.warnings, locate), loaded };
}

function failed(file: string, problems: readonly TemplateProblem[], store: TemplateStore): FileReport {
  const loaded = store.refuse(problems);
  return { file, problems: problems.map((problem) => ({ ...problem, key: '' })), warnings: [], loaded };
}

function inFile(problems: LoadedTemplates['problems'], locate: Locate): readonly FileProblem[] {
  return [...problems].flatMap(([key, list]) => list.map((problem) => ({ ...problem, ...locate(key, problem), key })));
}

/**
 * Loads the file again after each change of it, and reports what came of it.
 *
 * @returns ends the watch
 */
export function watchTemplateFile(
  file: string,
  store: TemplateStore,
  onReport: (report: FileReport) => void,
): () => void {
  const reload = async (): Promise<void> => {
    try {
      onReport(await loadTemplateFile(file, store));
    } catch (error) {
      const message = `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
      onReport(failed(file, [wholeProblem('yaml-error', message)], store));
    }
  };
  return watchFile(file, () => void reload());
}

/** A problem as compilers write it: `file:line:column: key: path: what to change`. */
export function formatProblem(file: string, { line, column, key, path, message }: FileProblem): string {
  return `${file}:${line}:${column}: ${[key, path, message].filter((part) => part !== '').join(': ')}`;
}

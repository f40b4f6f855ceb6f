import { readFile } from 'node:fs/promises';
import type { LoadedTemplates } from '../injection/template/load-templates.ts';
import { parseManifest, type Locate } from '../injection/template/manifest.ts';
import type { TemplateProblem } from '../injection/template/problem.ts';
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
  readonly loaded: LoadedTemplates;
}

/**
 * Reads the manifest of a template ConfigMap into the store. What is broken in it leaves the last good version in force.
 *
 * @throws Error where the file cannot be read
 */
export async function loadTemplateFile(file: string, store: TemplateStore): Promise<FileReport> {
  const manifest = parseManifest(await readFile(file, 'utf8'));
  if (!manifest.ok)
    return { file, problems: manifest.error.map((problem) => ({ ...problem, key: '' })), loaded: store.current };
  const loaded = store.update(manifest.value.source);
  return { file, problems: locateProblems(loaded, manifest.value.locate), loaded };
}

function locateProblems(loaded: LoadedTemplates, locate: Locate): readonly FileProblem[] {
  return [...loaded.problems].flatMap(([key, problems]) =>
    problems.map((problem) => ({ ...problem, ...locate(key, problem), key })),
  );
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
      onReport({
        file,
        problems: [{ key: '', code: 'yaml-error', message, path: '', line: 1, column: 1 }],
        loaded: store.current,
      });
    }
  };
  return watchFile(file, () => void reload());
}

/** A problem as compilers write it: `file:line:column: key: path: what to change`. */
export function formatProblem(file: string, { line, column, key, path, message }: FileProblem): string {
  return `${file}:${line}:${column}: ${[key, path, message].filter((part) => part !== '').join(': ')}`;
}

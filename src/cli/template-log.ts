import type { Logger } from 'pino';
import type { LoadedTemplates } from '../injection/template/load-templates.ts';
import type { FileProblem } from './template-file.ts';

/** What came of a version of the template ConfigMap: where it was read, what is wrong with it, what is in force now. */
export interface TemplateReport {
  readonly place: string;
  readonly problems: readonly FileProblem[];
  /** What a person should know of templates that are good. */
  readonly warnings: readonly FileProblem[];
  readonly loaded: LoadedTemplates;
}

/** Writes one log line for each problem and each warning, and one for what is in force. */
export function logTemplates(log: Logger, { place, problems, warnings, loaded }: TemplateReport): void {
  for (const { key, line, column, path, message } of problems) {
    log.error({ source: place, key, line, column, path, problem: message }, 'template refused');
  }
  for (const { key, line, column, path, message } of warnings) {
    log.warn({ source: place, key, line, column, path, warning: message }, 'template in force with a warning');
  }
  const templates = [...loaded.set.templates.values()].map(({ name, revision }) => ({ name, revision }));
  log.info({ source: place, templates, stale: [...loaded.stale] }, 'templates in force');
}

import type { Logger } from 'pino';
import type { LoadedTemplates } from '../injection/template/load-templates.ts';
import type { FileProblem } from './template-file.ts';

/** What came of a version of the template ConfigMap: where it was read, what is wrong with it, what is in force now. */
export interface TemplateReport {
  readonly place: string;
  readonly problems: readonly FileProblem[];
  readonly loaded: LoadedTemplates;
}

/** Writes one log line for each problem, and one for what is in force. */
export function logTemplates(log: Logger, { place, problems, loaded }: TemplateReport): void {
  for (const { key, line, column, path, message } of problems) {
    log.error({ source: place, key, line, column, path, problem: message }, 'template refused');
  }
  const templates = [...loaded.set.templates.values()].map(({ name, revision }) => ({ name, revision }));
  log.info({ source: place, templates, stale: [...loaded.stale] }, 'templates in force');
}

import type { Logger } from 'pino';
import { INJECTION_LABEL } from '../injection/annotations.ts';
import type { Settings } from '../settings.ts';
import type { NamespaceScope } from '../webhook/mutate-route.ts';
import type { TemplateStore } from '../webhook/template-store.ts';
import { followCluster, type FollowedTemplates } from './cluster.ts';
import { RefusedError } from './refused-error.ts';
import { formatProblem, loadTemplateFile, watchTemplateFile, type FileReport } from './template-file.ts';
import { logTemplates } from './template-log.ts';

/** What the templates are read into, and who hears of it. */
export interface TemplateSink {
  readonly store: TemplateStore;
  readonly log: Logger;
  /** Manifest that is read where nothing else is asked for. */
  readonly exampleFile: string;
  readonly say: (text: string) => void;
}

/**
 * Fills the store from the place that the settings name, and keeps following it.
 *
 * @throws RefusedError where a file cannot be read, or no cluster is known
 */
export async function followTemplates(settings: Settings, sink: TemplateSink): Promise<FollowedTemplates> {
  const { templates: location } = settings;
  if (location.from === 'cluster') return followCluster(location.cluster, sink.store, sink.log);
  const file = location.from === 'file' ? location.file : sink.exampleFile;
  const report = (result: FileReport): void => reportFile(result, sink, settings.isStandalone);
  try {
    report(await loadTemplateFile(file, sink.store));
  } catch (error) {
    throw new RefusedError(`--template-file ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const stop = watchTemplateFile(file, sink.store, report);
  return { scope: scopeWithoutCluster(settings), checks: [], defineMetrics: () => undefined, stop: async () => stop() };
}

/** Without a cluster to ask, its version is not known. */
function hasNativeSidecars(): boolean {
  return true;
}

/** Without a cluster to ask, every namespace counts as the flag says. */
function scopeWithoutCluster({ isStandalone, namespaceLabel }: Settings): NamespaceScope {
  if (!isStandalone) return { enabledEntries: new Set(['enabled']), findNamespace: () => undefined, hasNativeSidecars };
  const labels = namespaceLabel === 'none' ? {} : { [INJECTION_LABEL]: namespaceLabel };
  return {
    enabledEntries: new Set(namespaceLabel === 'enabled' ? ['enabled', 'requested'] : []),
    findNamespace: () => ({ labels, annotations: {} }),
    hasNativeSidecars,
  };
}

function reportFile(report: FileReport, { log, say }: TemplateSink, isStandalone: boolean): void {
  const { file, problems, loaded } = report;
  logTemplates(log, { ...report, place: file });
  if (!isStandalone || problems.length === 0) return;
  const inForce = [...loaded.set.templates.values()].map(({ name, revision }) => `${name} ${revision}`).join(', ');
  say(
    [
      ...problems.map((problem) => formatProblem(file, problem)),
      `in force: ${inForce === '' ? 'no template' : inForce}`,
      '',
    ].join('\n'),
  );
}

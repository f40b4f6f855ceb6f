import type { Logger } from 'pino';
import type { ObjectReference, TellEvent } from '../admission/event.ts';
import { missingConfigMapEvent, templateEvents } from '../admission/template-events.ts';
import type { TemplateProblem } from '../injection/template/problem.ts';
import type { TemplateConfigMap } from '../kubernetes/template-informer.ts';
import type { TemplateStore } from '../webhook/template-store.ts';
import type { FileProblem } from './template-file.ts';
import { logTemplates } from './template-log.ts';

/** Where the template ConfigMap is, what it is read into, and who hears of it. */
export interface TemplateConfigMapSink {
  readonly namespace: string;
  readonly name: string;
  readonly store: TemplateStore;
  readonly log: Logger;
  readonly tellEvent: TellEvent;
}

/** What takes over each version of the template ConfigMap, with a log line and an Event for what a person should know of it. */
export function takeOverTemplates(sink: TemplateConfigMapSink): (configMap: TemplateConfigMap) => void {
  const { namespace, name, store, log, tellEvent } = sink;
  const place = `${namespace}/${name}`;
  let about: ObjectReference = { apiVersion: 'v1', kind: 'ConfigMap', namespace, name };
  return (configMap) => {
    if (configMap.state !== 'present') {
      const { reason } = configMap;
      log.error({ configMap: place, reason }, 'template ConfigMap missing: the last good templates stay');
      tellEvent(missingConfigMapEvent(about, store.current));
      return;
    }
    const { problems, uid } = configMap;
    about = { ...about, uid };
    const before = store.current;
    const after = store.update(configMap.source);
    const all = withKeys([...problems, ...after.problems]);
    logTemplates(log, { place, problems: all, warnings: withKeys([...after.warnings]), loaded: after });
    for (const event of templateEvents({ configMap: about, before, after, problems })) tellEvent(event);
  };
}

function withKeys(problems: readonly (readonly [string, readonly TemplateProblem[]])[]): readonly FileProblem[] {
  return problems.flatMap(([key, list]) => list.map((problem) => ({ ...problem, key })));
}

import { quote } from '../injection/json.ts';
import type { LoadedTemplates } from '../injection/template/load-templates.ts';
import type { TemplateProblem } from '../injection/template/problem.ts';
import { eventMessage, type EventReason, type InjectorEvent, type ObjectReference } from './event.ts';

/** A new version of the template ConfigMap that was taken over, as far as it could be. */
export interface TemplateUpdate {
  readonly configMap: ObjectReference;
  readonly before: LoadedTemplates;
  readonly after: LoadedTemplates;
  /** By key: what of the ConfigMap is no template at all. */
  readonly problems: ReadonlyMap<string, readonly TemplateProblem[]>;
}

/** What is to be told of a ConfigMap: each key that is refused, with what is in force instead, and each that is good again. */
export function templateEvents({ configMap, before, after, problems }: TemplateUpdate): readonly InjectorEvent[] {
  const event = (reason: EventReason, message: string): InjectorEvent => ({
    about: configMap,
    type: reason === 'TemplateRecovered' ? 'Normal' : 'Warning',
    reason,
    action: 'LoadTemplates',
    message: eventMessage(message),
  });
  const refused = [...problems, ...after.problems].map(([key, list]) => {
    const revision = after.stale.has(key) ? after.byKey.get(key)?.revision : undefined;
    const said = describeProblems(key, list);
    if (revision === undefined) return event('TemplateRefused', `not in force: ${said}`);
    return event('LastGoodTemplateKept', `the last good version, revision ${revision}, stays in force: ${said}`);
  });
  const recovered = [...before.problems.keys()].filter((key) => !after.problems.has(key));
  return [...refused, ...recovered.map((key) => event('TemplateRecovered', describeRecovery(key, after)))];
}

/** What is to be told when there is no template ConfigMap, or no more. */
export function missingConfigMapEvent(configMap: ObjectReference, { byKey }: LoadedTemplates): InjectorEvent {
  const place = `the ConfigMap ${configMap.namespace}/${configMap.name}`;
  const message =
    byKey.size === 0
      ? `there is no template: ${place} does not exist`
      : `${place} is gone: its last good templates stay in force`;
  return { about: configMap, type: 'Warning', reason: 'ConfigMapMissing', action: 'LoadTemplates', message };
}

function describeProblems(key: string, [first, ...others]: readonly TemplateProblem[]): string {
  if (first === undefined) return key;
  const more = others.length === 0 ? '' : `; and ${others.length} more`;
  return `${describeProblem(key, first)}${more}`;
}

function describeProblem(key: string, { path, line, column, message }: TemplateProblem): string {
  const place = key === '' ? '' : `${key}:${line}:${column}: `;
  return `${place}${path === '' ? '' : `${path}: `}${isAboutVariable(path) ? 'is not valid; the log of the injector says why' : message}`;
}

/** A message may quote the value, and Events are read by many. */
function isAboutVariable(path: string): boolean {
  return /\.env(?:\[\d+\](?:\.value)?)?$/.test(path);
}

function describeRecovery(key: string, { byKey, set }: LoadedTemplates): string {
  if (key === '') return `it is clear again which template is the default: ${quote(set.defaultName ?? 'none')}`;
  const template = byKey.get(key);
  if (template === undefined) return `${key}: is not there any more, and no version of it is in force`;
  return `${key}: template ${quote(template.name)} is in force again as it stands, revision ${template.revision}`;
}

import { DEFAULTS } from '../server-defaults.ts';
import { hasResources, type ExportedDocument } from './exported-document.ts';

/** In what a policy differs from the webhook, for this template: one sentence each, the most important first. */
export function listDifferences(document: ExportedDocument, hasExpressions: boolean): readonly string[] {
  const { containers, initContainers, fields } = document;
  const all = [...containers, ...initContainers];
  const lines: readonly (readonly [boolean, string])[] = [
    [
      true,
      'What the webhook refuses (an annotation that cannot be understood, an unknown template, a volume of the same name with other content), goes without the sidecar and without a word. `export --guard` refuses it.',
    ],
    [
      all.length > 0,
      'A Pod that has a container of one of these names is left alone, whatever that container is; one with the image "auto" is not filled in.',
    ],
    [
      all.some(({ value }) => hasResources(value)),
      'A Pod with resources of its own (spec.resources) goes without, even where they would suffice.',
    ],
    [true, 'An annotation for a parameter that the template does not have means nothing.'],
    [
      true,
      'With other policies it runs in no order that could be relied on: containers of several templates stand in any order.',
    ],
    [hasExpressions, 'An expression may see what other policies have added, containers too.'],
    [
      [...fields.keys()].some((field) => DEFAULTS.has(field)),
      'A default of the API server counts as written by the user if the record of `kubectl apply` has a field of that name anywhere.',
    ],
    [
      true,
      'There is no record on the Pod (annotation sidecar-injector.dev/status, label sidecar-injector.dev/injected), no warning, no Event, no log line and no metric.',
    ],
  ];
  return lines.filter(([holds]) => holds).map(([, line]) => line);
}

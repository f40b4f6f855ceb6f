import type { Outcome } from '../../injection/outcome.ts';
import { nameOfKey } from '../../injection/template/parse-template.ts';
import type { TemplateProblem } from '../../injection/template/problem.ts';
import type { OfflineTemplates } from '../offline-templates.ts';
import { formatProblem } from '../template-file.ts';
import type { Paint } from '../terminal.ts';

/** What is said of broken templates, and whether one of them was asked for. */
export interface BrokenTemplates {
  readonly text: string;
  readonly isAskedFor: boolean;
}

/** What is wrong with the templates: an error where a Pod asks for one that is broken, else a warning. */
export function describeBroken(
  templates: OfflineTemplates,
  outcomes: readonly Outcome[],
  paint: Paint,
): BrokenTemplates {
  const asked = new Set(
    outcomes.flatMap(({ verdicts }) =>
      verdicts.filter(({ decision }) => decision.reason === 'template-unavailable').map(({ template }) => template),
    ),
  );
  const lines = [...templates.loaded.problems].flatMap(([key, problems]) => {
    const isError = key === '' ? asked.has('default') : asked.has(nameOfKey(key));
    const word = isError ? paint('bad', 'error') : paint('note', 'warning');
    return problems.map((problem) => `${describeTemplateProblem(templates, key, problem)} (${word})\n`);
  });
  return { text: lines.join(''), isAskedFor: asked.size > 0 };
}

/** A problem with its place: `file:line:column: key: path: message`, or `key:line:column: path: message` in a cluster. */
export function describeTemplateProblem(
  { place, locate }: OfflineTemplates,
  key: string,
  problem: TemplateProblem,
): string {
  if (locate !== undefined) return formatProblem(place, { ...problem, ...locate(key, problem), key });
  return formatProblem(key === '' ? place : key, { ...problem, key: '' });
}

import type { Outcome } from '../../injection/outcome.ts';
import { nameOfKey } from '../../injection/template/parse-template.ts';
import type { TemplateProblem } from '../../injection/template/problem.ts';
import type { OfflineTemplates } from '../offline-templates.ts';
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
    return problems.map((problem) => {
      const { place, what } = locateProblem(templates, key, problem);
      return `${place}: ${word}: ${what}\n`;
    });
  });
  return { text: lines.join(''), isAskedFor: asked.size > 0 };
}

interface LocatedProblem {
  readonly place: string;
  readonly what: string;
}

/** Where a problem stands and what it is: in a file the key is a part of what it is, in a cluster of where. */
function locateProblem({ place, locate }: OfflineTemplates, key: string, problem: TemplateProblem): LocatedProblem {
  const { line, column } = locate === undefined ? problem : locate(key, problem);
  const file = locate === undefined && key !== '' ? key : place;
  const parts = [locate === undefined ? '' : key, problem.path, problem.message];
  return { place: `${file}:${line}:${column}`, what: parts.filter((part) => part !== '').join(': ') };
}

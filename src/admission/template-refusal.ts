import { escapeControls } from '../injection/json.ts';
import type { TemplateProblem } from '../injection/template/problem.ts';
import type { RefusalStatus } from './response.ts';

/** One thing that is wrong with a template ConfigMap. */
export interface ConfigMapProblem extends TemplateProblem {
  /** The ConfigMap's key; empty for what concerns all of them. */
  readonly key: string;
}

/** More than a person mends in one go; what is left out is counted. */
const MAX_SHOWN = 20;

/** A path and a message are a line or two of a terminal. */
const MAX_LINE_LENGTH = 400;

const UNPROCESSABLE = 422;

/**
 * The refusal of a ConfigMap with these problems. Its message holds a line for each problem and stands alone; the same lines
 * are its causes, because kubectl shows those for this reason, and `kubectl edit` writes them above the object.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/
 */
export function refuseTemplates(name: string, problems: readonly ConfigMapProblem[]): RefusalStatus {
  const shown = problems.slice(0, MAX_SHOWN).map((problem) => causeOf(placeOf(problem), textOf(problem)));
  const left = problems.length - shown.length;
  const more = left === 0 ? [] : [causeOf(`and ${left} more`, 'mend these, and the next ones are shown')];
  const causes = [...shown, ...more];
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  const lines = causes.map(({ field, message }) => `${field}: ${message}`);
  return {
    code: UNPROCESSABLE,
    reason: 'Invalid',
    message: [`the templates have ${count}, so the ConfigMap stays as it is:`, ...lines].join('\n'),
    details: { kind: 'ConfigMap', name, causes },
  };
}

type Cause = NonNullable<RefusalStatus['details']>['causes'][number];

function causeOf(field: string, message: string): Cause {
  return { reason: 'FieldValueInvalid', field, message };
}

/** A problem in one line: where it stands, and what to change. */
export function describeProblem(problem: ConfigMapProblem): string {
  return `${placeOf(problem)}: ${textOf(problem)}`;
}

/** `key:line:column`; what stands nowhere in a document has no line. */
function placeOf({ key, code, line, column }: ConfigMapProblem): string {
  if (key === '') return 'data';
  return code === 'key-missing' ? key : `${key}:${line}:${column}`;
}

function textOf({ path, message }: ConfigMapProblem): string {
  const text = escapeControls(path === '' ? message : `${path}: ${message}`);
  return text.length > MAX_LINE_LENGTH ? `${text.slice(0, MAX_LINE_LENGTH - 1)}…` : text;
}

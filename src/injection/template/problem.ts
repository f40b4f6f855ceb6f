/** What is wrong with a template, as a closed set of codes. */
export const PROBLEM_CODES = [
  'yaml-error',
  'too-large',
  'too-deep',
  'unknown-field',
  'wrong-type',
  'missing-field',
  'refused-field',
  'unsupported',
  'invalid-expression',
  'invalid-parameter',
  'invalid-value',
  'invalid-name',
  'duplicate',
  'undefined-volume',
  'dry-run-failed',
  'sample-failed',
  'same-container',
  'no-default',
  'key-missing',
  'pod-security',
  'no-request',
  'not-guaranteed',
  'receives-token',
] as const;

/** One of {@link PROBLEM_CODES}. */
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** One thing that is wrong with a template, and what to change. Line and column count from 1. */
export interface TemplateProblem {
  readonly code: ProblemCode;
  readonly message: string;
  /** Field path in the template's document, such as `spec.containers[0].image`; empty for the document itself. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** Where in a document a thing stands: names of fields and indices of lists from the root. */
export type FieldPath = readonly (string | number)[];

/** A problem of a template as a whole. */
export function wholeProblem(code: ProblemCode, message: string): TemplateProblem {
  return { code, message, path: '', line: 1, column: 1 };
}

/** A field path as Kubernetes writes it. */
export function formatPath(path: FieldPath): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`),
    '',
  );
}

import { isJsonObject, objectAt, objectsAt, ownValue, quote, stringAt, type JsonObject } from '../../injection/json.ts';
import type { Check, Verdict } from './explanation.ts';

/** Labels that a selector is held against; of those that could not be read only some may be known. */
export interface SelectedLabels {
  readonly known: JsonObject;
  /** Whether a label that is not in `known` is absent. */
  readonly isComplete: boolean;
}

/** One requirement of a selector. */
interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

/**
 * Holds a label selector against labels, requirement by requirement. A selector that is absent or empty selects everything.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export function checkSelector(about: string, selector: JsonObject | undefined, labels: SelectedLabels): Check {
  const requirements = requirementsOf(selector);
  if (requirements.length === 0) return { about, saw: 'none: it selects everything', verdict: 'ok' };
  const parts = requirements.map((requirement) => checkRequirement(requirement, labels));
  const verdict = worst(parts.map((part) => part.verdict));
  const [first] = requirements;
  if (parts.length === 1 && first !== undefined) {
    return { about, saw: `${describe(first)}: ${parts[0]?.saw ?? ''}`, verdict };
  }
  const failing = parts.filter((part) => part.verdict === 'stops').length;
  const saw = failing === 0 ? `${parts.length} requirements` : `${failing} of ${parts.length} requirements do not hold`;
  return { about, saw, verdict, parts };
}

/** What several checks come to: one that stops decides, then one that cannot be told. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('stops')) return 'stops';
  return verdicts.includes('unknown') ? 'unknown' : 'ok';
}

function requirementsOf(selector: JsonObject | undefined): readonly Requirement[] {
  const labels = Object.entries(objectAt(selector, 'matchLabels') ?? {}).map(([key, value]) => ({
    key,
    operator: 'In',
    values: typeof value === 'string' ? [value] : [],
  }));
  const expressions = objectsAt(selector, 'matchExpressions').map((expression) => ({
    key: stringAt(expression, 'key') ?? '',
    operator: stringAt(expression, 'operator') ?? '',
    values: listOfTexts(expression, 'values'),
  }));
  return [...labels, ...expressions];
}

function listOfTexts(object: JsonObject, key: string): readonly string[] {
  const list = ownValue(object, key);
  return Array.isArray(list) ? list.filter((value) => typeof value === 'string') : [];
}

function describe({ key, operator, values }: Requirement): string {
  return values.length === 0 ? `${key} ${operator}` : `${key} ${operator} [${values.join(', ')}]`;
}

function checkRequirement(requirement: Requirement, { known, isComplete }: SelectedLabels): Check {
  const about = describe(requirement);
  const value = stringAt(isJsonObject(known) ? known : undefined, requirement.key);
  if (value === undefined && !isComplete) return { about, saw: 'the labels could not be read', verdict: 'unknown' };
  const saw = value === undefined ? 'the label is absent' : `it is ${quote(value)}`;
  return { about, saw, verdict: holds(requirement, value) };
}

function holds({ operator, values }: Requirement, value: string | undefined): Verdict {
  const isIn = value !== undefined && values.includes(value);
  switch (operator) {
    case 'In':
      return isIn ? 'ok' : 'stops';
    case 'NotIn':
      return isIn ? 'stops' : 'ok';
    case 'Exists':
      return value === undefined ? 'stops' : 'ok';
    case 'DoesNotExist':
      return value === undefined ? 'ok' : 'stops';
    default:
      return 'unknown';
  }
}

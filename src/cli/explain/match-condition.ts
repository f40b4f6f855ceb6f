import { EvaluationBudget } from '../../injection/expression/budget.ts';
import { ExpressionCompiler, type Expression } from '../../injection/expression/expression.ts';
import { objectsAt, quote, stringAt, type JsonObject } from '../../injection/json.ts';
import type { Check } from './explanation.ts';
import { worst } from './selector.ts';

/** What the conditions of a webhook are evaluated on. */
export interface ConditionScope {
  readonly object: JsonObject;
  readonly request: JsonObject;
  readonly namespaceObject: JsonObject;
}

/** Parts of a request that only the API server knows, at the moment of the creation. */
const UNKNOWN_OF_REQUEST = /\brequest\s*(?:\[|\.\s*\??\s*(?:userInfo|options|uid|dryRun|name)\b)/;

/**
 * Evaluates the `matchConditions` of a webhook on a Pod, each with what it came to. What the engine of the templates does not
 * offer, or what depends on who sends the request, is not evaluated, and is said so.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#matching-requests-matchconditions
 */
export function checkConditions(entry: JsonObject, scope: ConditionScope): Check {
  const about = 'matchConditions';
  const conditions = objectsAt(entry, 'matchConditions');
  if (conditions.length === 0) return { about, saw: 'none', verdict: 'ok' };
  const parts = conditions.map((condition) => checkCondition(condition, scope));
  const stopping = parts.filter(({ verdict }) => verdict === 'stops').map(({ about: name }) => name);
  const saw = stopping.length === 0 ? `${parts.length} conditions` : `not true: ${stopping.join(', ')}`;
  return { about, saw, verdict: worst(parts.map(({ verdict }) => verdict)), parts };
}

function checkCondition(condition: JsonObject, scope: ConditionScope): Check {
  const about = stringAt(condition, 'name') ?? '';
  const source = stringAt(condition, 'expression') ?? '';
  const shown = source.replaceAll(/\s+/g, ' ').trim();
  const compiled = new ExpressionCompiler(new Map()).compile(source);
  if (!compiled.ok) return { about, saw: `not evaluated: ${compiled.error.message}: ${shown}`, verdict: 'unknown' };
  if (dependsOnSender(compiled.value))
    return { about, saw: `not evaluated: it depends on who sends the request: ${shown}`, verdict: 'unknown' };
  const value = compiled.value.evaluate({ ...scope, params: {} }, new EvaluationBudget());
  if (!value.ok)
    return { about, saw: `it fails, and then failurePolicy decides: ${value.error}: ${shown}`, verdict: 'stops' };
  return { about, saw: `it is ${quote(value.value)}: ${shown}`, verdict: value.value === true ? 'ok' : 'stops' };
}

function dependsOnSender({ variables, source }: Expression): boolean {
  return variables.has('request') && UNKNOWN_OF_REQUEST.test(source);
}

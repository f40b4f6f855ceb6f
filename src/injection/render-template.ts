import { failure, ok, type Result } from '../result.ts';
import type { EvaluationBudget } from './expression/budget.ts';
import type { ExpressionScope } from './expression/expression.ts';
import { quote, type Json, type JsonObject } from './json.ts';
import type { NamespaceFacts } from './requested-templates.ts';
import type { ParameterReader, Parameters } from './resolve-parameters.ts';
import type { RenderContext } from './template/rendering.ts';
import type { Overlay, Template } from './template/template.ts';

/** What the expressions of a template see of a review. */
export interface ReviewFacts {
  /** The Pod as it came, without what other templates add to it in this review. */
  readonly object: JsonObject;
  /** The same Pod without the containers that templates bring: what it was before any review. */
  readonly bare: JsonObject;
  readonly namespace: NamespaceFacts;
  /** The admission request. */
  readonly request: JsonObject;
  /** Reads what the annotations say of a template's parameters. */
  readonly parameters: ParameterReader;
  /** What all expressions of the review may cost together. */
  readonly budget: EvaluationBudget;
}

/** Why a template is not rendered for a Pod: rows 11 to 13 of the decision table. */
export interface Obstacle {
  readonly reason: 'condition-false' | 'expression-failed' | 'invalid-parameter';
  /** In one line, after the template's name. */
  readonly why: string;
}

/**
 * Makes the overlay of a template for one Pod: the condition is judged, parameters are read, and each expression is replaced by
 * its value. A template without any of these has one overlay for all Pods.
 *
 * The condition is asked of the Pod as it came. Values are those for the Pod without the containers of templates, so that a
 * later review of the same Pod comes to the same ones.
 */
export function renderTemplate(template: Template, facts: ReviewFacts): Result<Overlay, Obstacle> {
  const params = facts.parameters.read(template);
  const refused = judgeCondition(template, facts, params);
  if (refused !== undefined) return failure(refused);
  if (!params.ok) return failure({ reason: 'invalid-parameter', why: params.error });
  const { rendering } = template;
  if ('overlay' in rendering) return ok(rendering.overlay);
  const context: RenderContext = {
    scope: scopeOf(facts, facts.bare, params.value),
    budget: facts.budget,
    failure: undefined,
  };
  const overlay = rendering.render(context);
  return context.failure === undefined
    ? ok(overlay)
    : failure({ reason: 'expression-failed', why: `the expression at ${context.failure}` });
}

/**
 * A condition that reads parameters is judged only when these are valid. Where it fails on a Pod that is reviewed again, it may
 * be for a container of ours: the first review did not refuse the Pod, so this one asks of the Pod without.
 */
function judgeCondition(
  { when }: Template,
  facts: ReviewFacts,
  params: Result<Parameters, string>,
): Obstacle | undefined {
  if (when === undefined || (!params.ok && when.variables.has('params'))) return undefined;
  const judge = (object: JsonObject): Result<Json | undefined, string> =>
    when.evaluate(scopeOf(facts, object, params.ok ? params.value : {}), facts.budget);
  const asItCame = judge(facts.object);
  const result = asItCame.ok || facts.bare === facts.object ? asItCame : judge(facts.bare);
  if (!result.ok) return { reason: 'expression-failed', why: `its condition failed: ${result.error}` };
  if (result.value === true) return undefined;
  if (result.value === false)
    return { reason: 'condition-false', why: `its condition is false: ${quote(when.source)}` };
  return { reason: 'expression-failed', why: `its condition gave ${quote(result.value)}, neither true nor false` };
}

function scopeOf({ namespace, request }: ReviewFacts, object: JsonObject, params: Parameters): ExpressionScope {
  const { name, labels, annotations } = namespace;
  return { object, namespaceObject: { metadata: { name, labels, annotations } }, request, params };
}

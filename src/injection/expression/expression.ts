import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import type { Json } from '../json.ts';
import { failure, ok, type Result } from '../../result.ts';
import { BudgetExhausted, type EvaluationBudget } from './budget.ts';
import { checkTypes, type ExpressionType } from './check-types.ts';
import { createCheckingEnvironment } from './checking-environment.ts';
import { compileNode } from './compile-node.ts';
import { describeCelError } from './describe-cel-error.ts';
import { countNodes } from './facts.ts';
import type { Evaluate, ExpressionScope, Frame } from './frame.ts';
import { inspect } from './inspect.ts';
import { MAX_SOURCE_LENGTH } from './limits.ts';
import type { ParameterType } from './parameter.ts';
import { problemAt, shortenSource, type ExpressionProblem } from './problem.ts';
import { toResult } from './result-json.ts';
import { EvaluationFailure } from './value.ts';

export type { ExpressionType } from './check-types.ts';
export type { ExpressionScope } from './frame.ts';
export type { ParameterType, ParameterValue } from './parameter.ts';
export type { ExpressionProblem } from './problem.ts';

/** A compiled expression. */
export interface Expression {
  readonly source: string;
  /** What the checker knows of the value before there is a Pod. */
  readonly type: ExpressionType;
  /** The parameters that it reads. */
  readonly params: ReadonlySet<string>;
  /** Which of `object`, `namespaceObject`, `request` and `params` it reads. */
  readonly variables: ReadonlySet<string>;
  /**
   * The value as JSON; `undefined` where it is null or an empty optional, so that the field is left out. The error is one line: the
   * source, shortened, and what was missing. Never throws, and takes no more than the budget allows, whatever the Pod holds.
   */
  readonly evaluate: (scope: ExpressionScope, budget: EvaluationBudget) => Result<Json | undefined, string>;
}

/**
 * Compiles the expressions of one template: CEL as in Kubernetes' admission policies, without what has no bound. Types are checked
 * against the Pod API, so a misspelt field is a problem at once.
 *
 * @see https://kubernetes.io/docs/reference/using-api/cel/
 */
export class ExpressionCompiler {
  readonly #params: ReadonlyMap<string, ParameterType>;
  #environment: Environment | undefined;

  /** @param params - the parameters that the template declares. */
  constructor(params: ReadonlyMap<string, ParameterType>) {
    this.#params = params;
  }

  /** Parses, inspects and checks an expression, without the `${{ }}` around it. The first problem is given. */
  compile(source: string): Result<Expression, ExpressionProblem> {
    if (source.length > MAX_SOURCE_LENGTH) {
      return failure(problemAt(MAX_SOURCE_LENGTH, `an expression has at most ${MAX_SOURCE_LENGTH} characters`));
    }
    this.#environment ??= createCheckingEnvironment(this.#params);
    const ast = parse(this.#environment, source);
    if (!ast.ok) return ast;
    const facts = inspect(ast.value, source, [...this.#params.keys()]);
    if (!facts.ok) return facts;
    const type = checkTypes(this.#environment, source, facts.value.presenceTests);
    if (!type.ok) return type;
    const { params, variables } = facts.value;
    const run = compileNode(ast.value, facts.value);
    return ok({
      source,
      type: type.value,
      params,
      variables,
      evaluate: evaluateWith(run, source, countNodes(ast.value)),
    });
  }
}

function parse(environment: Environment, source: string): Result<ASTNode, ExpressionProblem> {
  try {
    return ok(environment.parse(source).ast);
  } catch (error) {
    return failure(describeCelError(error, source));
  }
}

/** @param units - the size of the expression, which every evaluation costs. */
function evaluateWith(run: Evaluate, source: string, units: number): Expression['evaluate'] {
  const name = shortenSource(source);
  return (scope, budget) => {
    const frame: Frame = { scope, budget, item: null };
    try {
      budget.charge(units);
      return ok(toResult(run(frame), budget));
    } catch (error) {
      return failure(`${name}: ${describeFailure(error)}`);
    }
  };
}

function describeFailure(error: unknown): string {
  if (error instanceof EvaluationFailure) return error.message;
  if (error instanceof BudgetExhausted) return 'takes too long for this Pod';
  // Whatever else a Pod may bring about, such as a text longer than JavaScript allows, is no reason to fail the review.
  return error instanceof RangeError ? 'is too large for this Pod' : 'cannot be evaluated for this Pod';
}

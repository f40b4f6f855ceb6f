import type { Json, JsonObject } from '../../../src/injection/json.ts';
import { EvaluationBudget } from '../../../src/injection/expression/budget.ts';
import {
  ExpressionCompiler,
  type Expression,
  type ExpressionScope,
  type ParameterType,
} from '../../../src/injection/expression/expression.ts';
import type { Result } from '../../../src/result.ts';

const PARAMS: readonly (readonly [string, ParameterType])[] = [
  ['image', 'string'],
  ['concurrency', 'integer'],
  ['share', 'number'],
  ['debug', 'boolean'],
];

/** Declares the four parameters that the tests use. */
export const compiler: ExpressionCompiler = new ExpressionCompiler(new Map(PARAMS));

const POD: JsonObject = {
  metadata: { name: 'web-1', labels: { app: 'web' }, annotations: { list: 'a,b,,c' }, creationTimestamp: null },
  spec: {
    containers: [
      { name: 'app', image: 'shop/web:1', ports: [{ containerPort: 8080 }], resources: { limits: { cpu: 0.5 } } },
      { name: 'log', image: 'shop/log:2' },
    ],
  },
};

/** A scope around a Pod; the usual one has two containers. */
export function scopeOf(object: JsonObject = POD): ExpressionScope {
  return {
    object,
    namespaceObject: { metadata: { name: 'shop', labels: { tier: 'gold' } } },
    request: { namespace: 'shop', operation: 'CREATE', dryRun: false },
    params: { image: 'envoy:1', concurrency: 2n, share: 2, debug: false },
  };
}

/** Compiles an expression that is right. */
export function compileRight(source: string): Expression {
  const compiled = compiler.compile(source);
  if (!compiled.ok) throw new Error(`${source}: ${compiled.error.message}`);
  return compiled.value;
}

/** Compiles an expression and evaluates it once. */
export function evaluateOnce(source: string, object?: JsonObject): Result<Json | undefined, string> {
  return compileRight(source).evaluate(scopeOf(object), new EvaluationBudget());
}

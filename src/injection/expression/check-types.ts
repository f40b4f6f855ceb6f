import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import { failure, ok, type Result } from '../../result.ts';
import { PRESENCE_TEST } from './checking-environment.ts';
import { describeCelError } from './describe-cel-error.ts';
import { childrenOf } from './facts.ts';
import { fieldsOfType } from './pod-types.ts';
import { problemAt, suggest, type ExpressionProblem } from './problem.ts';
import { staticTypeOf } from './static-type.ts';

/**
 * The type of an expression's value: `string`, `int`, `double`, `bool`, `null`, `dyn` where only the Pod tells, `list<…>`,
 * `map<…, …>`, `optional<…>` or the name of an object of the Pod API such as `Container`.
 */
export type ExpressionType = string;

/** Checks the types of an expression that has been inspected, and gives the type of its value. */
export function checkTypes(
  environment: Environment,
  source: string,
  presenceTests: readonly number[],
): Result<ExpressionType, ExpressionProblem> {
  const parsed = environment.parse(hidePresenceTests(source, presenceTests));
  const { valid, type, error } = parsed.check();
  if (!valid) return failure(describeCelError(error, source));
  const problem = findUnknownOptionalField(parsed.ast);
  return problem === undefined ? ok(normalizeType(type ?? 'dyn')) : failure(problem);
}

function hidePresenceTests(source: string, offsets: readonly number[]): string {
  const pieces = offsets
    .toSorted((left, right) => left - right)
    .map((offset, index, sorted) => PRESENCE_TEST + source.slice(offset + PRESENCE_TEST.length, sorted[index + 1]));
  return source.slice(0, Math.min(...offsets, source.length)) + pieces.join('');
}

/** The library takes any field after `.?`, even one that the type does not have. */
function findUnknownOptionalField(node: ASTNode): ExpressionProblem | undefined {
  for (const child of childrenOf(node)) {
    const problem = findUnknownOptionalField(child);
    if (problem !== undefined) return problem;
  }
  const access = accessOf(node);
  const type = access === undefined ? undefined : staticTypeOf(access.owner);
  const known = type === undefined ? undefined : fieldsOfType(type.replace(/^optional<(.*)>$/, '$1'));
  if (access === undefined || known === undefined || known.includes(access.field)) return undefined;
  return problemAt(access.offset, describeUnknownField(access.owner, access.field, known));
}

function accessOf(node: ASTNode): { owner: ASTNode; field: string; offset: number } | undefined {
  if (node.op === '.' || node.op === '.?') return { owner: node.args[0], field: node.args[1], offset: node.pos };
  if (node.op !== '[]' && node.op !== '[?]') return undefined;
  const [owner, key] = node.args;
  return key.op === 'value' && typeof key.args === 'string' ? { owner, field: key.args, offset: key.start } : undefined;
}

function describeUnknownField(owner: ASTNode, field: string, known: readonly string[]): string {
  return `${owner.input.slice(owner.start, owner.end)} has no field "${field}"${suggest(field, known)}`;
}

/** The checker shortens `list<dyn>` and writes `T` for the element of `[]`. */
function normalizeType(type: string): ExpressionType {
  if (type === 'list') return 'list<dyn>';
  return type === 'map' ? 'map<dyn, dyn>' : type.replaceAll(/\b[A-Z]\b/g, 'dyn').replaceAll(/\bdyn<\w+>/g, 'dyn');
}

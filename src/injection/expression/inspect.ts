import type { ASTNode } from '@marcbachmann/cel-js';
import { failure, ok, type Result } from '../../result.ts';
import { MAX_INT } from './arithmetic.ts';
import { childrenOf, VARIABLES, visitAll, type Facts, type Surroundings } from './facts.ts';
import { inspectCall } from './inspect-call.ts';
import { problemAt, suggest, type ExpressionProblem } from './problem.ts';

/**
 * Finds what the language offered here leaves out of CEL: other names, other functions, comprehensions within comprehensions,
 * patterns that are not known beforehand. Types are not looked at.
 */
export function inspect(ast: ASTNode, source: string, declared: readonly string[]): Result<Facts, ExpressionProblem> {
  const facts: Facts = { params: new Set(), variables: new Set(), presenceTests: [], patterns: new Map() };
  const problem = inspectNode(ast, { source, declared, facts, visit: inspectNode });
  return problem === undefined ? ok(facts) : failure(problem);
}

function inspectNode(node: ASTNode, around: Surroundings): ExpressionProblem | undefined {
  if (node.op === 'value') return inspectLiteral(node);
  if (node.op === 'id') return inspectName(node.args, node.start, around);
  if (node.op === 'call' || node.op === 'rcall') return inspectCall(node, around);
  if (node.op === '.') return isParams(node.args[0]) ? inspectParam(node, around) : inspectNode(node.args[0], around);
  return visitAll(childrenOf(node), around);
}

function inspectLiteral(node: ASTNode & { op: 'value' }): ExpressionProblem | undefined {
  const value = node.args;
  if (value instanceof Uint8Array) return problemAt(node.start, 'bytes are not offered: write a text without the b');
  if (typeof value === 'object' && value !== null) {
    return problemAt(node.start, 'unsigned numbers are not offered: write the number without the u');
  }
  if (typeof value === 'bigint' && value > MAX_INT)
    return problemAt(node.start, 'the number does not fit into 64 bits');
  return undefined;
}

function inspectName(name: string, offset: number, around: Surroundings): ExpressionProblem | undefined {
  if (name === around.iteration) return undefined;
  if (name === 'params') return problemAt(offset, 'write params.NAME: params cannot stand alone');
  if (VARIABLES.includes(name)) {
    around.facts.variables.add(name);
    return undefined;
  }
  if (name === 'optional') return problemAt(offset, 'write optional.of(…) or optional.none()');
  const known = around.iteration === undefined ? '' : `${around.iteration}, `;
  return problemAt(
    offset,
    `unknown name "${name}": an expression knows ${known}object, namespaceObject, request and params`,
  );
}

function isParams(node: ASTNode): boolean {
  return node.op === 'id' && node.args === 'params';
}

function inspectParam(node: ASTNode & { op: '.' }, around: Surroundings): ExpressionProblem | undefined {
  const [owner, name] = node.args;
  if (around.iteration === 'params') return inspectNode(owner, around);
  if (!around.declared.includes(name)) {
    const names =
      around.declared.length === 0 ? 'the template declares none' : `declared are ${around.declared.join(', ')}`;
    return problemAt(node.pos, `unknown parameter "${name}"${suggest(name, around.declared) || `: ${names}`}`);
  }
  around.facts.variables.add('params');
  around.facts.params.add(name);
  return undefined;
}

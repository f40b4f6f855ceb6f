import type { ASTNode } from '@marcbachmann/cel-js';
import type { ExpressionProblem } from './problem.ts';
import type { Pattern } from './re2.ts';

/** The names that an expression knows, as in Kubernetes' admission policies. */
export const VARIABLES: readonly string[] = ['object', 'namespaceObject', 'request', 'params'];

/** What an expression is made of. */
export interface Facts {
  readonly params: Set<string>;
  readonly variables: Set<string>;
  /** Where each `has(` begins. */
  readonly presenceTests: number[];
  /** The compiled pattern of each `matches`. */
  readonly patterns: Map<ASTNode, Pattern>;
}

/** What a walk through an expression knows at a node. */
export interface Surroundings {
  readonly source: string;
  /** The parameters declared. */
  readonly declared: readonly string[];
  /** The variable of the comprehension around the node. */
  readonly iteration?: string;
  readonly facts: Facts;
  /** Walks on: the first problem at or below a node. */
  readonly visit: (node: ASTNode, around: Surroundings) => ExpressionProblem | undefined;
}

/** The first problem among nodes. */
export function visitAll(nodes: readonly ASTNode[], around: Surroundings): ExpressionProblem | undefined {
  for (const node of nodes) {
    const problem = around.visit(node, around);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** The nodes right below a node. */
export function childrenOf(node: ASTNode): readonly ASTNode[] {
  if (node.op === 'value' || node.op === 'id') return [];
  if (node.op === '.' || node.op === '.?') return [node.args[0]];
  if (node.op === '!_' || node.op === '-_') return [node.args];
  if (node.op === 'call') return node.args[1];
  if (node.op === 'rcall') return [node.args[1], ...node.args[2]];
  if (node.op === 'map') return node.args.flat();
  return node.args;
}

/** How many nodes a part of an expression has. */
export function countNodes(node: ASTNode): number {
  return childrenOf(node).reduce((sum, child) => sum + countNodes(child), 1);
}

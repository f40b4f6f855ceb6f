import type { ASTNode } from '@marcbachmann/cel-js';

/**
 * The type that the checker found for a node; `undefined` where it has not looked at it. The library keeps it on the node without
 * declaring it, so this is the one place that reads it: messages lose a proposal where it is gone, nothing else.
 */
export function staticTypeOf(node: unknown): string | undefined {
  const type = (node as ASTNode & { checkedType?: { name?: unknown } }).checkedType?.name;
  return typeof type === 'string' ? type : undefined;
}

import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import { childrenOf } from '../expression/facts.ts';
import { problemAt, type ExpressionProblem } from '../expression/problem.ts';
import { failure, ok, type Result } from '../../result.ts';

/** What a policy knows of a namespace that our own expressions know too. */
const NAMESPACE_FIELDS = ['name', 'labels', 'annotations'] as const;

/** What functions give whose name is a type: the JavaScript type of a literal of that type. */
const CONVERSIONS: ReadonlyMap<string, string> = new Map([
  ['string', 'string'],
  ['int', 'bigint'],
  ['double', 'number'],
  ['bool', 'boolean'],
  ['dyn', 'dyn'],
]);

/** The variable of a policy that stands for a parameter. */
export function parameterVariable(name: string): string {
  return `param_${name}`;
}

/**
 * Writes an expression of a template for an admission policy: parameters become variables. The error says what the API server's
 * CEL does not take.
 *
 * @see https://kubernetes.io/docs/reference/using-api/cel/
 */
export function translateExpression(source: string, environment: Environment): Result<string, ExpressionProblem> {
  const { ast } = environment.parse(source);
  const nodes = [...allNodes(ast)];
  const problem = nodes.map((node) => findUnportable(node)).find((found) => found !== undefined);
  return problem === undefined ? replaceParameters(source, nodes) : failure(problem);
}

function* allNodes(node: ASTNode): Generator<ASTNode> {
  yield node;
  for (const child of childrenOf(node)) yield* allNodes(child);
}

function findUnportable(node: ASTNode): ExpressionProblem | undefined {
  const access = accessOf(node);
  if (access !== undefined) return findUnknownField(access, node);
  if (node.op === 'list') return findMixture(node.args);
  return node.op === 'map' ? findMixture(node.args.map(([, value]) => value)) : undefined;
}

interface Access {
  readonly owner: ASTNode;
  readonly field: string;
}

function accessOf(node: ASTNode): Access | undefined {
  if (node.op === '.' || node.op === '.?') return { owner: node.args[0], field: node.args[1] };
  if (node.op !== '[]' && node.op !== '[?]') return undefined;
  const [owner, key] = node.args;
  return key.op === 'value' && typeof key.args === 'string' ? { owner, field: key.args } : undefined;
}

function findUnknownField({ owner, field }: Access, node: ASTNode): ExpressionProblem | undefined {
  if (isNamed(owner, 'request') && field === 'uid')
    return problemAt(node.pos, 'a policy does not know the uid of a request');
  if (isNamed(owner, 'namespaceObject') && field !== 'metadata')
    return problemAt(node.pos, `a policy knows only the metadata of namespaceObject, not ${JSON.stringify(field)}`);
  const outer = accessOf(owner);
  const isMetadata = outer !== undefined && isNamed(outer.owner, 'namespaceObject') && outer.field === 'metadata';
  if (!isMetadata || NAMESPACE_FIELDS.some((known) => known === field)) return undefined;
  return problemAt(node.pos, `of a namespace only ${NAMESPACE_FIELDS.join(', ')} can be read, not ${field}`);
}

function isNamed(node: ASTNode, name: string): boolean {
  return node.op === 'id' && node.args === name;
}

/** The API server takes only lists and maps of one type. What is not known here it judges when the policy is applied. */
function findMixture(elements: readonly ASTNode[]): ExpressionProblem | undefined {
  const [first, ...others] = elements;
  const type = first === undefined ? undefined : kindOf(first);
  const odd = others.find((element) => {
    const other = kindOf(element);
    return type !== undefined && other !== undefined && other !== type;
  });
  if (odd === undefined) return undefined;
  return problemAt(odd.start, 'the API server takes literals of one type only: put each element into dyn(…)');
}

/** The type that the API server knows of a part of an expression: fields of the Pod have none until there is a Pod. */
function kindOf(node: ASTNode): string | undefined {
  if (node.op === 'value') return node.args === null ? 'null' : typeof node.args;
  if (node.op === 'call') return CONVERSIONS.get(node.args[0]);
  return isFieldOfPod(node) ? 'dyn' : undefined;
}

function isFieldOfPod(node: ASTNode): boolean {
  if (node.op === 'id') return node.args === 'object';
  return (node.op === '.' || node.op === '[]') && isFieldOfPod(node.args[0]);
}

/** Where a parameter's name does not stand right behind `params.`, no part of the text can be exchanged safely. */
function replaceParameters(source: string, nodes: readonly ASTNode[]): Result<string, ExpressionProblem> {
  const reads = nodes
    .flatMap((node) => (node.op === '.' && isNamed(node.args[0], 'params') ? [{ node, name: node.args[1] }] : []))
    .toSorted((left, right) => right.node.start - left.node.start);
  let text = source;
  for (const { node, name } of reads) {
    if (!/^params\s*\.\s*\w+$/.test(source.slice(node.start, node.end)))
      return failure(problemAt(node.start, `write params.${name}, without parentheses`));
    text = `${text.slice(0, node.start)}variables.${parameterVariable(name)}${text.slice(node.end)}`;
  }
  return ok(text);
}

import type { ASTNode } from '@marcbachmann/cel-js';
import { VARIABLES, visitAll, type Surroundings } from './facts.ts';
import { ADVICE, COMPREHENSIONS, FUNCTIONS, METHODS, SPECIAL_METHODS } from './functions.ts';
import { problemAt, suggest, type ExpressionProblem } from './problem.ts';
import { compilePattern } from './re2.ts';

type Call = ASTNode & { op: 'call' };
type MethodCall = ASTNode & { op: 'rcall' };

const FUNCTION_KEYS = [...Object.keys(FUNCTIONS), 'has/1'];
const METHOD_KEYS = [...Object.keys(METHODS), ...SPECIAL_METHODS];
const OPTIONAL_KEYS = ['none/0', 'of/1'];

/** The first problem of a call: only functions with a known bound may be called. */
export function inspectCall(node: Call | MethodCall, around: Surroundings): ExpressionProblem | undefined {
  return node.op === 'call' ? inspectFunction(node, around) : inspectMethod(node, around);
}

function inspectFunction(node: Call, around: Surroundings): ExpressionProblem | undefined {
  const [name, args] = node.args;
  if (!FUNCTION_KEYS.includes(`${name}/${args.length}`)) {
    const what = METHOD_KEYS.some((key) => key.startsWith(`${name}/`))
      ? `: write it as a method, x.${name}(…)`
      : undefined;
    return problemAt(node.start, describeUnknown(name, args.length, FUNCTION_KEYS, what));
  }
  if (name === 'has') {
    if (args[0]?.op !== '.') return problemAt(node.start, 'has() takes a field, as in has(object.spec.nodeName)');
    around.facts.presenceTests.push(node.start);
  }
  return visitAll(args, around);
}

function inspectMethod(node: MethodCall, around: Surroundings): ExpressionProblem | undefined {
  const [name, receiver, args] = node.args;
  const key = `${name}/${args.length}`;
  const offset = around.source.indexOf(name, receiver.end);
  if (isId(receiver, 'optional') && around.iteration !== 'optional') {
    return OPTIONAL_KEYS.includes(key)
      ? visitAll(args, around)
      : problemAt(offset, describeUnknown(name, args.length, OPTIONAL_KEYS));
  }
  if (isId(receiver, 'cel')) return problemAt(offset, describeUnknown(name, args.length, []));
  if (!METHOD_KEYS.includes(key)) return problemAt(offset, describeUnknown(name, args.length, METHOD_KEYS));
  if (COMPREHENSIONS.includes(key)) return inspectComprehension(node, offset, around);
  return name === 'matches' ? inspectMatches(node, around) : visitAll([receiver, ...args], around);
}

function isId(node: ASTNode, name: string): boolean {
  return node.op === 'id' && node.args === name;
}

function describeUnknown(name: string, count: number, keys: readonly string[], advice?: string): string {
  const counts = keys.filter((key) => key.startsWith(`${name}/`)).map((key) => key.slice(name.length + 1));
  if (counts.length > 0) return `${name}() takes ${counts.join(' or ')} ${plural(counts)}, not ${count}`;
  const known = Object.hasOwn(ADVICE, name) ? `: ${ADVICE[name]}` : undefined;
  const names = [...new Set(keys.map((key) => key.slice(0, key.indexOf('/'))))];
  return `there is no function "${name}"${advice ?? known ?? suggest(name, names)}`;
}

function plural(counts: readonly string[]): string {
  return counts.join() === '1' ? 'argument' : 'arguments';
}

function inspectComprehension(node: MethodCall, offset: number, around: Surroundings): ExpressionProblem | undefined {
  const [name, receiver, [variable, ...body]] = node.args;
  if (around.iteration !== undefined) {
    return problemAt(offset, `${name}() inside another comprehension is not offered: it could take too long`);
  }
  if (variable?.op !== 'id')
    return problemAt(variable?.start ?? offset, `${name}() needs a name first, as in ${name}(c, …)`);
  if (VARIABLES.includes(variable.args) || variable.args === 'optional') {
    return problemAt(variable.start, `"${variable.args}" is taken: choose another name for the elements`);
  }
  return around.visit(receiver, around) ?? visitAll(body, { ...around, iteration: variable.args });
}

function inspectMatches(node: MethodCall, around: Surroundings): ExpressionProblem | undefined {
  const [, receiver, [pattern]] = node.args;
  if (pattern?.op !== 'value' || typeof pattern.args !== 'string') {
    return problemAt(pattern?.start ?? node.start, 'the pattern of matches() must be a text in quotes');
  }
  const compiled = compilePattern(pattern.args);
  if (!compiled.ok) return problemAt(pattern.start, compiled.error);
  around.facts.patterns.set(node, compiled.value);
  return around.visit(receiver, around);
}

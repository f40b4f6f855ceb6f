import type { ASTNode } from '@marcbachmann/cel-js';
import { calculate, negate } from './arithmetic.ts';
import { compare, isEqual, isIn } from './compare.ts';
import { compileCall, compileMethod } from './compile-call.ts';
import { compileField, compileIndex, compileOptional, type Compile } from './compile-access.ts';
import { compileChoice, compileLogic, invert } from './compile-logic.ts';
import type { Facts } from './facts.ts';
import { readParameter, readVariable, type Evaluate, type Frame } from './frame.ts';
import { Double, EvaluationFailure, isMapKey, typeName, type MapKey, type Value } from './value.ts';

type Binary = (left: Value, right: Value, frame: Frame) => Value;
type BinaryNode = Extract<ASTNode, { op: keyof typeof BINARY }>;

/** What every operator on two values does. */
const BINARY = {
  '==': (left, right, { budget }) => isEqual(left, right, budget),
  '!=': (left, right, { budget }) => !isEqual(left, right, budget),
  '<': (left, right, { budget }) => compare(left, right, budget) < 0,
  '<=': (left, right, { budget }) => compare(left, right, budget) <= 0,
  '>': (left, right, { budget }) => compare(left, right, budget) > 0,
  '>=': (left, right, { budget }) => compare(left, right, budget) >= 0,
  in: (left, right, { budget }) => isIn(left, right, budget),
  '+': (left, right, { budget }) => calculate('+', left, right, budget),
  '-': (left, right, { budget }) => calculate('-', left, right, budget),
  '*': (left, right, { budget }) => calculate('*', left, right, budget),
  '/': (left, right, { budget }) => calculate('/', left, right, budget),
  '%': (left, right, { budget }) => calculate('%', left, right, budget),
} satisfies Record<string, Binary>;

/**
 * Turns an expression that has been inspected into a function. The library's own evaluator is not used: it neither counts what it
 * does nor can be stopped, and it takes every number of a Pod for a double.
 *
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#evaluation
 */
export function compileNode(node: ASTNode, facts: Facts): Evaluate {
  const compile: Compile = (child) => compileNode(child, facts);
  if (node.op === 'value') return compileLiteral(node);
  if (node.op === 'id') return readVariable(node.args);
  if (node.op === '.') return compileSelection(node, compile);
  if (node.op === '.?') return compileOptional(compile(node.args[0]), () => node.args[1]);
  if (node.op === '[]') return compileIndex(compile(node.args[0]), compile(node.args[1]));
  if (node.op === '[?]') return compileOptional(compile(node.args[0]), compile(node.args[1]));
  if (node.op === 'call') return compileCall(node, compile);
  if (node.op === 'rcall') return compileMethod(node, compile, facts.patterns);
  return compileOperator(node, compile);
}

type OperatorNode = Exclude<ASTNode, { op: 'value' | 'id' | '.' | '.?' | '[]' | '[?]' | 'call' | 'rcall' }>;

function compileOperator(node: OperatorNode, compile: Compile): Evaluate {
  if (node.op === 'list') return compileList(node.args.map(compile));
  if (node.op === 'map') return compileMap(node.args.map(([key, value]) => [compile(key), compile(value)]));
  if (node.op === '?:') return compileChoice(compile(node.args[0]), compile(node.args[1]), compile(node.args[2]));
  if (node.op === '&&') return compileLogic(compile(node.args[0]), compile(node.args[1]), false);
  if (node.op === '||') return compileLogic(compile(node.args[0]), compile(node.args[1]), true);
  if (node.op === '!_') return applyTo(compile(node.args), invert);
  if (node.op === '-_') return applyTo(compile(node.args), negate);
  return compileBinary(node, compile);
}

function compileLiteral(node: ASTNode & { op: 'value' }): Evaluate {
  const value = typeof node.args === 'number' ? new Double(node.args) : (node.args as Value);
  return () => value;
}

function compileSelection(node: ASTNode & { op: '.' }, compile: Compile): Evaluate {
  const [owner, name] = node.args;
  return owner.op === 'id' && owner.args === 'params' ? readParameter(name) : compileField(compile(owner), name);
}

function compileBinary(node: BinaryNode, compile: Compile): Evaluate {
  const [left, right] = [compile(node.args[0]), compile(node.args[1])];
  const operate: Binary = BINARY[node.op];
  return (frame) => operate(left(frame), right(frame), frame);
}

function applyTo(operand: Evaluate, operate: (value: Value) => Value): Evaluate {
  return (frame) => operate(operand(frame));
}

function compileList(elements: readonly Evaluate[]): Evaluate {
  return (frame) => elements.map((element) => element(frame));
}

function compileMap(entries: readonly (readonly [Evaluate, Evaluate])[]): Evaluate {
  return (frame) => new Map<MapKey, Value>(entries.map(([key, value]) => [asKey(key(frame)), value(frame)]));
}

function asKey(value: Value): MapKey {
  if (isMapKey(value)) return value;
  throw new EvaluationFailure(`a map's key must be a string, an int or a bool, not a ${typeName(value)}`);
}

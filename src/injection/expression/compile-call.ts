import type { ASTNode } from '@marcbachmann/cel-js';
import { compileAlternative, compilePresence, type Compile } from './compile-access.ts';
import { compileComprehension } from './compile-comprehension.ts';
import type { Evaluate } from './frame.ts';
import { COMPREHENSIONS, FUNCTIONS, METHODS } from './functions.ts';
import { UNITS_PER_RE2_STEP } from './limits.ts';
import type { Pattern } from './re2.ts';
import type { Run } from './text-functions.ts';
import { EvaluationFailure, NONE, Optional, typeName } from './value.ts';

/** A call of a function. */
export function compileCall(node: ASTNode & { op: 'call' }, compile: Compile): Evaluate {
  const [name, args] = node.args;
  const [field] = args;
  if (name === 'has' && field?.op === '.') return compilePresence(field, compile);
  return compileRun(FUNCTIONS[`${name}/${args.length}`], args.map(compile));
}

/** A call of a method or macro. */
export function compileMethod(
  node: ASTNode & { op: 'rcall' },
  compile: Compile,
  patterns: ReadonlyMap<ASTNode, Pattern>,
): Evaluate {
  const [name, receiver, args] = node.args;
  const key = `${name}/${args.length}`;
  const pattern = patterns.get(node);
  const [argument] = args;
  if (COMPREHENSIONS.includes(key)) return compileComprehension(node, compile);
  if (key === 'none/0') return () => NONE;
  if (pattern !== undefined) return compileMatches(compile(receiver), pattern);
  if (argument !== undefined && key === 'of/1') return compileOf(compile(argument));
  if (argument !== undefined && (name === 'or' || name === 'orValue')) {
    return compileAlternative(compile(receiver), compile(argument), name === 'orValue');
  }
  return compileRun(METHODS[key], [receiver, ...args].map(compile));
}

function compileRun(run: Run | undefined, args: readonly Evaluate[]): Evaluate {
  if (run === undefined) throw new Error('a call passed the inspection that has no function');
  const [first, second] = args;
  if (first !== undefined && args.length === 1) return (frame) => run([first(frame)], frame.budget);
  if (first !== undefined && second !== undefined && args.length === 2) {
    return (frame) => run([first(frame), second(frame)], frame.budget);
  }
  return (frame) =>
    run(
      args.map((argument) => argument(frame)),
      frame.budget,
    );
}

function compileOf(argument: Evaluate): Evaluate {
  return (frame) => new Optional(argument(frame));
}

function compileMatches(receiver: Evaluate, pattern: Pattern): Evaluate {
  return (frame) => {
    const text = receiver(frame);
    if (typeof text !== 'string') throw new EvaluationFailure(`matches() needs a string, not a ${typeName(text)}`);
    frame.budget.charge(1 + text.length * pattern.size * UNITS_PER_RE2_STEP);
    return pattern.test(text);
  };
}

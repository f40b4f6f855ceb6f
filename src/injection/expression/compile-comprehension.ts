import type { ASTNode } from '@marcbachmann/cel-js';
import { keysOf } from './compare.ts';
import type { Compile } from './compile-access.ts';
import { attempt } from './compile-logic.ts';
import { countNodes } from './facts.ts';
import { asBool, type Evaluate, type Frame } from './frame.ts';
import { MAX_ELEMENTS } from './limits.ts';
import { EvaluationFailure, fromElement, isList, isMapping, typeName, type Element, type Value } from './value.ts';

type Loop = (elements: readonly Element[], frame: Frame) => Value;

/**
 * A macro that goes through a list or the keys of a map. Each element is charged with the size of the macro's body.
 *
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#macros
 */
export function compileComprehension(node: ASTNode & { op: 'rcall' }, compile: Compile): Evaluate {
  const [name, receiver, [, ...body]] = node.args;
  const range = compile(receiver);
  const units = body.reduce((sum, part) => sum + countNodes(part), 1);
  const loop = loopOf(name, body.map(compile));
  return (frame) => {
    const elements = elementsOf(range(frame), frame);
    if (elements.length > MAX_ELEMENTS) {
      throw new EvaluationFailure(
        `${name}() goes through at most ${MAX_ELEMENTS} elements, there are ${elements.length}`,
      );
    }
    frame.budget.charge(elements.length * units);
    return loop(elements, frame);
  };
}

function elementsOf(value: Value, { budget }: Frame): readonly Element[] {
  if (isList(value)) return value;
  if (isMapping(value)) return keysOf(value, budget);
  throw new EvaluationFailure(`a list or a map is needed, not a ${typeName(value)}`);
}

function loopOf(name: string, [first = noBody, second]: readonly Evaluate[]): Loop {
  switch (name) {
    case 'all':
      return (elements, frame) => decide(elements, first, frame, false);
    case 'exists':
      return (elements, frame) => decide(elements, first, frame, true);
    case 'exists_one':
      return (elements, frame) => select(elements, first, frame).length === 1;
    case 'filter':
      return (elements, frame) => select(elements, first, frame);
    default:
      return second === undefined
        ? (elements, frame) => transform(elements, first, frame)
        : (elements, frame) => transform(select(elements, first, frame), second, frame);
  }
}

function noBody(): never {
  throw new EvaluationFailure('the macro has no body');
}

/** Whether an element gives `decisive`; an error counts only where no element does. */
function decide(elements: readonly Element[], condition: Evaluate, frame: Frame, decisive: boolean): boolean {
  let error: EvaluationFailure | undefined;
  for (const element of elements) {
    frame.item = fromElement(element);
    const outcome = attempt(condition, frame);
    if (outcome === decisive) return decisive;
    if (outcome instanceof EvaluationFailure) error ??= outcome;
  }
  if (error !== undefined) throw error;
  return !decisive;
}

function select(elements: readonly Element[], condition: Evaluate, frame: Frame): readonly Element[] {
  return elements.filter((element) => {
    frame.item = fromElement(element);
    return asBool(condition(frame));
  });
}

function transform(elements: readonly Element[], change: Evaluate, frame: Frame): readonly Value[] {
  return elements.map((element) => {
    frame.item = fromElement(element);
    return change(frame);
  });
}

import type { ASTNode } from '@marcbachmann/cel-js';
import { chargeKey } from './compare.ts';
import { readParameter, type Evaluate } from './frame.ts';
import { elementAt, EvaluationFailure, missingKey, NONE, Optional, type Value } from './value.ts';

/** Compiles a node of any kind. */
export type Compile = (node: ASTNode) => Evaluate;

/** `owner.name`, which fails where there is no such field. On an optional it gives an optional again. */
export function compileField(owner: Evaluate, name: string): Evaluate {
  return (frame) => {
    const container = owner(frame);
    if (container instanceof Optional) return optionalElement(container, name);
    const value = elementAt(container, name);
    if (value === undefined) throw missingKey(name);
    return value;
  };
}

/** `owner[key]`, of a list or a map. */
export function compileIndex(owner: Evaluate, key: Evaluate): Evaluate {
  return (frame) => {
    const container = owner(frame);
    const at = key(frame);
    chargeKey(at, frame.budget);
    if (container instanceof Optional) return optionalElement(container, at);
    const value = elementAt(container, at);
    if (value === undefined) throw missingKey(at);
    return value;
  };
}

/** `owner.?name` and `owner[?key]`: an optional, empty where there is no such field or it is null. */
export function compileOptional(owner: Evaluate, key: Evaluate): Evaluate {
  return (frame) => {
    const container = owner(frame);
    const at = key(frame);
    chargeKey(at, frame.budget);
    return optionalElement(container instanceof Optional ? container : new Optional(container), at);
  };
}

function optionalElement({ value: container }: Optional, key: Value): Optional {
  if (container === undefined || container === null) return NONE;
  const value = elementAt(container, key);
  // The API server takes a null field for an absent one.
  return value === undefined || value === null ? NONE : new Optional(value);
}

/** `has(owner.name)`: whether the field is there and not null. */
export function compilePresence(field: ASTNode & { op: '.' }, compile: Compile): Evaluate {
  const [owner, name] = field.args;
  if (owner.op === 'id' && owner.args === 'params') {
    const read = readParameter(name);
    return (frame) => read(frame) !== null;
  }
  const container = compile(owner);
  return (frame) => {
    const value = container(frame);
    return optionalElement(value instanceof Optional ? value : new Optional(value), name) !== NONE;
  };
}

/** `optional.or(other)` and `optional.orValue(other)`; the other side is evaluated only where it is needed. */
export function compileAlternative(receiver: Evaluate, other: Evaluate, unwrap: boolean): Evaluate {
  return (frame) => {
    const first = receiver(frame);
    if (!(first instanceof Optional)) throw new EvaluationFailure('an optional is needed before or() and orValue()');
    if (first.value === undefined) return other(frame);
    return unwrap ? first.value : first;
  };
}

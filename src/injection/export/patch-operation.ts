import { escapeToken } from '../patch.ts';
import { celList, celText } from './cel-text.ts';

/** One operation of a policy's JSON Patch. */
export interface CelOperation {
  readonly op: 'add' | 'replace';
  /** The path, in CEL. */
  readonly path: string;
  /** The value, in CEL. */
  readonly value: string;
  /** Under which condition it is done; always where absent. */
  readonly when?: string | undefined;
}

/** A JSON Pointer to a place in the Pod, in CEL. @see https://www.rfc-editor.org/rfc/rfc6901 */
export function celPointer(tokens: readonly (string | number)[]): string {
  return celText(tokens.map((token) => `/${escapeToken(String(token))}`).join(''));
}

/**
 * The expression of a JSON Patch: a list that leaves out the operations whose condition does not hold. Nothing else than one
 * expression changes all or nothing of a Pod.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/
 */
export function celPatch(operations: readonly CelOperation[]): string {
  const items = operations.map(({ op, path, value, when }) => {
    const patch = `JSONPatch{op: ${celText(op)}, path: ${path}, value: ${value}}`;
    return when === undefined ? patch : `?${when} ? optional.of(${patch}) : optional.none()`;
  });
  return celList('[', items, ']');
}

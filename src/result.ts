/** What a step that can fail in an expected way gives back: a value, or what is wrong with the input. */
export type Result<Value, Failure> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Failure };

/** A success that carries `value`. */
export function ok<Value>(value: Value): Result<Value, never> {
  return { ok: true, value };
}

/** A failure that carries what is wrong. */
export function failure<Failure>(error: Failure): Result<never, Failure> {
  return { ok: false, error };
}

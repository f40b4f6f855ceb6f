import type { JsonObject } from './json.ts';
import type { Decision, Outcome, TemplateVerdict, Warning } from './outcome.ts';

/** An outcome whose injected Pod is made when it is asked for: a review needs only the patch. */
export class InjectedOutcome implements Outcome {
  readonly decision: Decision;
  readonly verdicts: readonly TemplateVerdict[];
  readonly patch: Outcome['patch'];
  readonly warnings: readonly Warning[];
  readonly trace: Outcome['trace'];
  readonly #makePod: () => JsonObject;
  #pod: JsonObject | undefined;

  constructor({ decision, verdicts, patch, warnings, trace }: Omit<Outcome, 'pod'>, makePod: () => JsonObject) {
    this.decision = decision;
    this.verdicts = verdicts;
    this.patch = patch;
    this.warnings = warnings;
    this.trace = trace;
    this.#makePod = makePod;
  }

  get pod(): JsonObject {
    this.#pod ??= this.#makePod();
    return this.#pod;
  }
}

/** The outcome with more warnings. Its Pod is still made only when it is asked for, which a copy of its fields would lack. */
export function withWarnings(outcome: Outcome, more: readonly Warning[]): Outcome {
  return new InjectedOutcome({ ...outcome, warnings: [...outcome.warnings, ...more] }, () => outcome.pod);
}

import { INJECTION_LABEL } from '../../injection/annotations.ts';
import { objectAt, quote, stringAt, type JsonObject } from '../../injection/json.ts';
import { findNearestName } from '../../injection/template/nearest-name.ts';

/** A value of the namespace's label that means nothing. */
export interface MeaninglessLabel {
  readonly value: string;
  /** The value that was probably meant. */
  readonly meant: 'enabled' | 'disabled';
}

const WORDS_FOR_ENABLED = /^(?:true|yes|y|t|on|1|enable|inject|injected)$/i;
const WORDS_FOR_DISABLED = /^(?:false|no|n|f|off|0|disable|none)$/i;

/** The value of a namespace's injection label where it is neither `enabled` nor `disabled`. */
export function findMeaninglessLabel(namespace: JsonObject | undefined): MeaninglessLabel | undefined {
  const value = stringAt(objectAt(objectAt(namespace, 'metadata'), 'labels'), INJECTION_LABEL);
  if (value === undefined || value === 'enabled' || value === 'disabled') return undefined;
  if (WORDS_FOR_ENABLED.test(value)) return { value, meant: 'enabled' };
  if (WORDS_FOR_DISABLED.test(value)) return { value, meant: 'disabled' };
  return { value, meant: findNearestName(value, ['enabled', 'disabled']) === 'disabled' ? 'disabled' : 'enabled' };
}

/** One line that says what to write instead. */
export function describeMeaninglessLabel({ value, meant }: MeaninglessLabel): string {
  return `${INJECTION_LABEL} is ${quote(value)}, which means nothing: write ${quote(meant)}`;
}

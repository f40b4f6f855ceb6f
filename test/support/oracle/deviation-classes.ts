import type { Comparison, DeviationClass } from './deviation-class.ts';
import type { Difference } from './differences.ts';
import { ENTRY_CLASSES } from './entry-classes.ts';
import { VALUE_CLASSES } from './value-classes.ts';

/** Every way in which a place of our merge may differ from Go's; the first that holds names a difference. */
const PLACE_CLASSES: readonly DeviationClass[] = [...VALUE_CLASSES, ...ENTRY_CLASSES];

/** Why a whole template is left out where Go merges it: judged in `compare-merges.ts`. */
const REFUSAL_CLASSES = ['own-container', 'mounted-volume', 'does-not-fit'] as const;

/** The names of all classes, each with a row in docs/merge.md. */
export const CLASS_NAMES: readonly string[] = [...PLACE_CLASSES.map(({ name }) => name), ...REFUSAL_CLASSES];

/** The class of a difference; `undefined` where it has none and so is a fault. */
export function classOf(difference: Difference, comparison: Comparison): string | undefined {
  return PLACE_CLASSES.find(({ holds }) => holds[comparison]?.(difference) === true)?.name;
}

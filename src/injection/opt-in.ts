import { CLASSIC_PREFIX, INJECT_ANNOTATION } from './annotations.ts';
import { quote, stringAt, type JsonObject } from './json.ts';

/** What the annotation `sidecar-injector.dev/inject` of a Pod asks for. */
export type InjectAnnotation =
  | { readonly kind: 'absent' | 'true' | 'false' }
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'invalid'; readonly message: string };

/** What a Pod asks for, as it stands in its annotations. */
export interface OptIn {
  readonly inject: InjectAnnotation;
  /** Template names with the classic annotation `"true"`. */
  readonly classicAdded: readonly string[];
  /** Template names with the classic annotation `"false"`. */
  readonly classicRemoved: readonly string[];
  /** Classic annotations with another value, which mean nothing. */
  readonly classicIgnored: readonly string[];
}

const MAX_NAME_LENGTH = 30;
const DNS_LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

/** Words that people write for `"true"` and `"false"`: no template may have such a name. */
const BOOLEAN_WORDS: ReadonlySet<string> = new Set(
  'true false yes no on off y n t f 1 0 enable enabled disable disabled'.split(' '),
);

/**
 * Whether a template may have this name: a DNS label of at most 30 characters, neither a word for true or false nor `config`,
 * the key of the classic layout.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names
 */
export function isTemplateName(name: string): boolean {
  return name.length <= MAX_NAME_LENGTH && DNS_LABEL.test(name) && !BOOLEAN_WORDS.has(name) && name !== 'config';
}

/** Reads what a Pod's annotations ask for. */
export function readOptIn(annotations: JsonObject | undefined): OptIn {
  const inject = parseInjectAnnotation(stringAt(annotations, INJECT_ANNOTATION));
  const classic = Object.keys(annotations ?? {}).filter((key) => key.startsWith(CLASSIC_PREFIX));
  if (classic.length === 0) return { inject, classicAdded: [], classicRemoved: [], classicIgnored: [] };
  const namesWhere = (isWanted: (value: string | undefined) => boolean): readonly string[] =>
    classic.filter((key) => isWanted(stringAt(annotations, key))).map((key) => key.slice(CLASSIC_PREFIX.length));
  return {
    inject,
    classicAdded: namesWhere((value) => value === 'true'),
    classicRemoved: namesWhere((value) => value === 'false'),
    classicIgnored: namesWhere((value) => value !== 'true' && value !== 'false'),
  };
}

/** Whether the Pod asks for injection, whatever its namespace says. */
export function asks({ inject, classicAdded }: OptIn): boolean {
  return inject.kind === 'true' || inject.kind === 'names' || classicAdded.length > 0;
}

/** Reads the value of `sidecar-injector.dev/inject`; `undefined` is an annotation that is not there. */
export function parseInjectAnnotation(value: string | undefined): InjectAnnotation {
  if (value === undefined) return { kind: 'absent' };
  if (value === 'true' || value === 'false') return { kind: value };
  const names = splitNames(value);
  const malformed = names.find((name) => !isTemplateName(name));
  return malformed === undefined
    ? { kind: 'names', names }
    : { kind: 'invalid', message: explainInvalid(value, malformed) };
}

/** Splits names separated by commas: blanks trimmed, each name once, in the order they stand. */
export function splitNames(value: string): readonly string[] {
  return [...new Set(value.split(',').map((name) => name.trim()))];
}

function explainInvalid(value: string, malformed: string): string {
  const lower = malformed.toLowerCase();
  const meant = /^(true|yes|on|y|t|1|enabled?)$/.test(lower) ? 'true' : 'false';
  const hint = BOOLEAN_WORDS.has(lower) ? `; write "${meant}"` : '';
  return (
    `annotation ${INJECT_ANNOTATION} has the value ${quote(value)}${hint}: ` +
    'valid are "true", "false", or template names separated by commas, such as "envoy"'
  );
}

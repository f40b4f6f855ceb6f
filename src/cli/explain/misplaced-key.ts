import {
  CLASSIC_PREFIX,
  INJECT_ANNOTATION,
  INJECTED_LABEL,
  INJECTION_LABEL,
  OVERRIDES_ANNOTATION,
  PREFIX,
  STATUS_ANNOTATION,
  TEMPLATES_ANNOTATION,
} from '../../injection/annotations.ts';
import { objectAt, quote, type JsonObject } from '../../injection/json.ts';
import { parseInjectAnnotation } from '../../injection/opt-in.ts';
import { findNearestName } from '../../injection/template/nearest-name.ts';

/** An object whose labels and annotations were looked at. */
export interface Seat {
  readonly kind: 'pod' | 'workload' | 'namespace';
  /** `Deployment shop/web`, `the Pod template`. */
  readonly title: string;
  readonly object: JsonObject;
}

/** A key that looks as if it were meant for the injector, and does nothing where it stands. */
export interface MisplacedKey {
  readonly seat: Seat;
  readonly as: 'annotation' | 'label';
  readonly key: string;
  readonly value: string;
  /** `typo`: another key; `place`: the right key elsewhere; `foreign`: another product's. */
  readonly fault: 'typo' | 'place' | 'foreign';
  /** The key that was probably meant. */
  readonly meant: string;
}

type Fields = 'labels' | 'annotations';

/** What the injector reads or writes, by object. */
const KNOWN: Readonly<Record<Seat['kind'], Readonly<Record<Fields, readonly string[]>>>> = {
  pod: { labels: [INJECTED_LABEL], annotations: [INJECT_ANNOTATION, STATUS_ANNOTATION, OVERRIDES_ANNOTATION] },
  workload: { labels: [], annotations: [] },
  namespace: { labels: [INJECTION_LABEL], annotations: [TEMPLATES_ANNOTATION] },
};

const PREFIXES = [PREFIX.slice(0, -1), CLASSIC_PREFIX.slice(0, -1)];

/** What a person may have meant by a name after the prefix. */
const WORDS = ['inject', 'injection', 'templates', 'overrides', 'injected', 'status'];

/** A prefix that is longer is not compared: it takes time with the product of the lengths. */
const MAX_KEY_LENGTH = 128;

/** The labels and annotations of an object that were probably meant for the injector, and that it does not read there. */
export function findMisplacedKeys(seat: Seat): readonly MisplacedKey[] {
  return (['annotations', 'labels'] as const).flatMap((fields) =>
    Object.entries(objectAt(objectAt(seat.object, 'metadata'), fields) ?? {}).flatMap(([key, value]) => {
      const found = judgeKey(key, seat.kind, fields);
      const as = fields === 'labels' ? 'label' : 'annotation';
      return found === undefined
        ? []
        : [{ ...found, seat, as, key, value: typeof value === 'string' ? value : '' } as const];
    }),
  );
}

/** One line that says what is wrong with a key. */
export function describeMisplacedKey({ seat, as, key, fault, meant, value }: MisplacedKey): string {
  const where = `${as} ${key}: ${quote(value)} of ${seat.title}`;
  if (fault === 'foreign') return `${where} is not read by this injector, whose key is ${meant}`;
  if (fault === 'typo') return `${where} is not known: did you mean ${meant}?`;
  return `${where} means nothing there: ${meant} is read ${placeOf(meant)}`;
}

/** The value that a key is to have when it is put right. */
export function valueFor({ meant, value }: MisplacedKey): string {
  if (meant === INJECTION_LABEL) return value === 'disabled' || value === 'false' ? 'disabled' : 'enabled';
  const { kind } = parseInjectAnnotation(value);
  return meant === INJECT_ANNOTATION && kind === 'invalid' ? 'true' : value;
}

function placeOf(key: string): string {
  if (key === INJECTION_LABEL) return 'as a label of the namespace';
  return key === TEMPLATES_ANNOTATION
    ? 'as an annotation of the namespace'
    : 'as an annotation of the Pod or its template';
}

type Judgement = Pick<MisplacedKey, 'fault' | 'meant'>;

function judgeKey(key: string, kind: Seat['kind'], fields: Fields): Judgement | undefined {
  if (key.length > MAX_KEY_LENGTH || KNOWN[kind][fields].includes(key)) return undefined;
  const slash = key.indexOf('/');
  const [prefix, name] = [key.slice(0, Math.max(slash, 0)), key.slice(slash + 1)];
  if (prefix === PREFIXES[0]) return judgeOwn(name, kind, fields);
  if (prefix === PREFIXES[1]) {
    return kind === 'pod' && fields === 'annotations' ? undefined : { fault: 'place', meant: key };
  }
  return judgeForeign(prefix, name, kind);
}

/** Under our own prefix nothing else means anything; names with a dot are parameters, which the decision itself judges. */
function judgeOwn(name: string, kind: Seat['kind'], fields: Fields): Judgement | undefined {
  if (name.includes('.'))
    return kind === 'workload' || fields === 'labels' ? { fault: 'place', meant: `${PREFIX}${name}` } : undefined;
  if (kind === 'workload' && (name === 'injected' || name === 'status')) return undefined;
  const isWord = WORDS.includes(name);
  const nearest = isWord ? name : findNearestName(name, WORDS);
  return { fault: isWord ? 'place' : 'typo', meant: meantBy(nearest ?? '', kind) };
}

function judgeForeign(prefix: string, name: string, kind: Seat['kind']): Judgement | undefined {
  const nearest = findNearestName(prefix, PREFIXES) ?? (prefix.includes('sidecar-injector') ? PREFIXES[0] : undefined);
  if (nearest === PREFIXES[1]) return { fault: 'typo', meant: `${CLASSIC_PREFIX}${name}` };
  const word = findNearestName(name, WORDS);
  if (nearest !== undefined && word !== undefined) return { fault: 'typo', meant: meantBy(word, kind) };
  const isExact = /^inject(?:ion|ed)?$/i.test(name);
  if (!isExact) return undefined;
  return { fault: prefix === '' ? 'typo' : 'foreign', meant: meantBy(name.toLowerCase(), kind) };
}

/** On a namespace, whatever is near to inject means its label; elsewhere, the annotation of the Pod. */
function meantBy(word: string, kind: Seat['kind']): string {
  if (word === 'templates') return TEMPLATES_ANNOTATION;
  if (word === 'overrides') return OVERRIDES_ANNOTATION;
  return kind === 'namespace' ? INJECTION_LABEL : INJECT_ANNOTATION;
}

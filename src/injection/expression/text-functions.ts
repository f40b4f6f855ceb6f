import type { EvaluationBudget } from './budget.ts';
import { countCharacters, sliceCharacters, splitCharacters, toCharacterIndex, toUnitIndex } from './code-points.ts';
import { EvaluationFailure, fromElement, isList, typeName, type Value } from './value.ts';

/** What a function of an expression does with its arguments; a method's receiver is the first. */
export type Run = (args: readonly Value[], budget: EvaluationBudget) => Value;

/**
 * The methods of texts, each with the number of its arguments, as Kubernetes offers them; each is charged before it works.
 *
 * @see https://kubernetes.io/docs/reference/using-api/cel/
 */
export const TEXT_METHODS: Readonly<Record<string, Run>> = {
  'startsWith/1': (args, budget) => look(args, budget, (text, part) => text.startsWith(part)),
  'endsWith/1': (args, budget) => look(args, budget, (text, part) => text.endsWith(part)),
  'contains/1': (args, budget) => look(args, budget, (text, part) => text.includes(part)),
  'indexOf/1': findFirst,
  'indexOf/2': findFirst,
  'lastIndexOf/1': findLast,
  'lastIndexOf/2': findLast,
  'charAt/1': charAt,
  'substring/1': (args, budget) => sliceCharacters(textOf(args, 0), intOf(args, 1), undefined, budget),
  'substring/2': (args, budget) => sliceCharacters(textOf(args, 0), intOf(args, 1), intOf(args, 2), budget),
  'lowerAscii/0': (args, budget) => changeAscii(textOf(args, 0), budget, (text) => text.toLowerCase()),
  'upperAscii/0': (args, budget) => changeAscii(textOf(args, 0), budget, (text) => text.toUpperCase()),
  'trim/0': (args, budget) => trim(textOf(args, 0), budget),
  'replace/2': replace,
  'replace/3': replace,
  'split/1': (args, budget) => splitText(textOf(args, 0), textOf(args, 1), -1n, budget),
  'split/2': (args, budget) => splitText(textOf(args, 0), textOf(args, 1), intOf(args, 2), budget),
  'join/0': (args, budget) => joinTexts(args[0] ?? null, '', budget),
  'join/1': (args, budget) => joinTexts(args[0] ?? null, textOf(args, 1), budget),
};

function textOf(args: readonly Value[], index: number): string {
  const value = args[index] ?? null;
  if (typeof value === 'string') return value;
  throw new EvaluationFailure(`a string is needed, not a ${typeName(value)}`);
}

function intOf(args: readonly Value[], index: number): bigint {
  const value = args[index] ?? null;
  if (typeof value === 'bigint') return value;
  throw new EvaluationFailure(`an int is needed, not a ${typeName(value)}`);
}

function look(
  args: readonly Value[],
  budget: EvaluationBudget,
  test: (text: string, part: string) => boolean,
): boolean {
  const [text, part] = [textOf(args, 0), textOf(args, 1)];
  budget.chargeSearch(text, part);
  return test(text, part);
}

function findFirst(args: readonly Value[], budget: EvaluationBudget): bigint {
  const [text, part] = [textOf(args, 0), textOf(args, 1)];
  const from = args.length > 2 ? toUnitIndex(text, intOf(args, 2), budget) : 0;
  budget.chargeSearch(text, part);
  return toCharacterIndex(text, text.indexOf(part, from), budget);
}

function findLast(args: readonly Value[], budget: EvaluationBudget): bigint {
  const [text, part] = [textOf(args, 0), textOf(args, 1)];
  const from = args.length > 2 ? toUnitIndex(text, intOf(args, 2), budget) : text.length;
  budget.chargeSearch(text, part);
  return toCharacterIndex(text, text.lastIndexOf(part, from), budget);
}

/** One character; the empty text right after the last, as in Kubernetes. */
function charAt(args: readonly Value[], budget: EvaluationBudget): string {
  const [text, index] = [textOf(args, 0), intOf(args, 1)];
  const isEnd = index === BigInt(countCharacters(text, budget));
  return sliceCharacters(text, index, isEnd ? index : index + 1n, budget);
}

const NOT_ASCII = /[^\0-\x7F]+/;

function changeAscii(text: string, budget: EvaluationBudget, change: (ascii: string) => string): string {
  budget.chargeText(text.length);
  if (!NOT_ASCII.test(text)) return change(text);
  return splitCharacters(text, budget)
    .map((character) => (NOT_ASCII.test(character) ? character : change(character)))
    .join('');
}

function trim(text: string, budget: EvaluationBudget): string {
  budget.chargeText(text.length);
  return text.trim();
}

function replace(args: readonly Value[], budget: EvaluationBudget): string {
  const [text, part, replacement] = [textOf(args, 0), textOf(args, 1), textOf(args, 2)];
  if (part === '') throw new EvaluationFailure('replace() needs a text to look for');
  const limit = args.length > 3 ? intOf(args, 3) : -1n;
  if (limit === 0n) return text;
  return joinTexts(splitText(text, part, limit < 0n ? limit : limit + 1n, budget), replacement, budget);
}

/** Finding one more piece and keeping it takes up to 200 ns. */
const UNITS_PER_PIECE = 4;

/** At most `limit` pieces, the last with the rest; all where `limit` is negative. */
function splitText(text: string, separator: string, limit: bigint, budget: EvaluationBudget): readonly string[] {
  if (limit === 0n) return [];
  budget.chargeSearch(text, separator);
  const characters = separator === '' ? splitCharacters(text, budget) : undefined;
  if (characters !== undefined && limit < 0n) return characters;
  if (characters !== undefined) {
    const last = characters.slice(Number(limit) - 1).join('');
    return [...characters.slice(0, Number(limit) - 1), ...(last === '' ? [] : [last])];
  }
  return collectPieces(text, separator, limit < 0n ? Number.POSITIVE_INFINITY : Number(limit), budget);
}

function collectPieces(text: string, separator: string, limit: number, budget: EvaluationBudget): readonly string[] {
  const pieces: string[] = [];
  let start = 0;
  for (let next = text.indexOf(separator); next !== -1; next = text.indexOf(separator, start)) {
    if (pieces.length + 1 >= limit) break;
    budget.charge(UNITS_PER_PIECE);
    pieces.push(text.slice(start, next));
    start = next + separator.length;
  }
  return [...pieces, text.slice(start)];
}

function joinTexts(value: Value, separator: string, budget: EvaluationBudget): string {
  if (!isList(value)) throw new EvaluationFailure(`join() needs a list, not a ${typeName(value)}`);
  const texts: string[] = [];
  for (const element of value) {
    const text = fromElement(element);
    if (typeof text !== 'string')
      throw new EvaluationFailure(`join() needs a list of strings, not of ${typeName(text)}`);
    budget.chargeText(text.length + separator.length);
    texts.push(text);
  }
  return texts.join(separator);
}

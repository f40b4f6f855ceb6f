import { SIZE_KILLERS, STRUCTURE_KILLERS } from '../support/template-killers.ts';
import type { Dice } from './dice.ts';

const ODD_CHARACTERS = [
  ...Array.from('{}[],:&*!|>\'"%@`#?-=<~$\\/ \n\t\r\0'),
  '\uFEFF',
  '\u2028',
  '\u0085',
  '\u202E',
  '\u001B',
  '\u007F',
  'é',
  '😀',
  '${{',
  '}}',
  '---\n',
  '...\n',
];
const ODD_VALUES = [
  '',
  '~',
  'null',
  'true',
  'yes',
  '1',
  '-1',
  '1.5',
  '1e999',
  '.inf',
  '0x1F',
  '0o17',
  '1_0',
  '99999999999999999999',
  '""',
  "''",
  '[]',
  '{}',
  '[[]]',
  '{a: {b: c}}',
  '[1, a, null]',
  '2026-01-01',
  '!!binary AAAA',
  '!!set {a, b}',
  '!!omap [a: 1]',
  '!!timestamp 2026-01-01',
  '!!str 1',
  '!x y',
  '*a',
  '&a x',
  '|',
  '>-',
  '"*"',
  'auto',
  '__proto__',
  '{__proto__: {polluted: yes}}',
  '"\\u0000"',
  '"\\u001b[31m"',
  '${{ params.nope }}',
  '"${{ object.metadata.name }}"',
  '"${{ object.spec.containers }}"',
  '"${{ 1 / 0 }}"',
  '"${{ object.metadata.labels.missing }}"',
  "\"${{ 'a'.matches('(a') }}\"",
  '"${{ object.metdata }}"',
  '"${{"',
];

type Mutation = (text: string, dice: Dice) => string;

function lines(change: (all: string[], at: number, dice: Dice) => void): Mutation {
  return (text, dice) => {
    const all = text.split('\n');
    change(all, dice.below(all.length), dice);
    return all.join('\n');
  };
}

/** Changes the value in a line, if it has one. */
function values(change: (value: string, dice: Dice) => string): Mutation {
  return lines((all, at, dice) => {
    const from = all.findIndex((line, index) => index >= at && /: \S/.test(line));
    const line = all[from];
    if (line === undefined) return;
    const start = line.indexOf(': ') + 2;
    all[from] = line.slice(0, start) + change(line.slice(start), dice);
  });
}

function flip(text: string, dice: Dice): string {
  const at = dice.below(text.length + 1);
  return text.slice(0, at) + dice.pick(ODD_CHARACTERS) + text.slice(at + dice.below(3));
}

function misspell(text: string, dice: Dice): string {
  // Bounded, and from the start of a word only: of a huge value each letter would be one to begin at.
  const names = [...text.matchAll(/(?<![A-Za-z])[A-Za-z]{1,64}(?=:)/g)];
  if (names.length === 0) return text;
  const { index, 0: name } = dice.pick(names);
  const at = dice.below(name.length);
  const wrong = dice.pick([
    name.slice(0, at) + name.slice(at + 1),
    name.slice(0, at) + (name[at] ?? '') + name.slice(at),
    name.toUpperCase(),
    '__proto__',
    'constructor',
  ]);
  return text.slice(0, index) + wrong + text.slice(index + name.length);
}

function breakExpression(text: string, dice: Dice): string {
  const found = [...text.matchAll(/\$\{\{.*?\}\}|when: .*/g)];
  if (found.length === 0) return `${text}when: "object.${dice.pick(['spec', 'nope', 'metadata.name ==', '(('])}"\n`;
  const { index, 0: expression } = dice.pick(found);
  const at = 3 + dice.below(expression.length - 3);
  const put = dice.pick(['(', ')', '.', '+ 1', '"', "'", ' ', 'x', '[0]', '{', '== null', '.matches("(")', '\\', '..']);
  return text.slice(0, index + at) + put + text.slice(index + at + dice.below(4));
}

function deepen(value: string, dice: Dice): string {
  const depth = dice.pick([2, 20, 33, 400, 2_000]);
  return dice.once(2)
    ? `${'['.repeat(depth)}${value}${']'.repeat(depth - dice.below(2))}`
    : `${'{a: '.repeat(depth)}${value}${'}'.repeat(depth)}`;
}

function bomb(text: string, dice: Dice): string {
  const levels = dice.pick([2, 4, 9]);
  const parts = dice.times(levels, (level) => `a${level + 1}: &a${level + 1} [${`*a${level}, `.repeat(9)}]\n`);
  return `a0: &a0 [x]\n${parts.join('')}${text}`;
}

/** Ways to spoil a text, by name. Some leave it as good as it was. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  flip,
  'flip several': (text, dice) => dice.times(5, () => 0).reduce<string>((changed) => flip(changed, dice), text),
  'drop a line': lines((all, at) => void all.splice(at, 1)),
  'double a line': lines((all, at) => void all.splice(at, 0, all[at] ?? '')),
  'move a line': lines((all, at, dice) => void all.splice(dice.below(all.length), 0, ...all.splice(at, 1))),
  'indent a line': lines((all, at, dice) => void (all[at] = `${' '.repeat(1 + dice.below(4))}${all[at] ?? ''}`)),
  'unindent a line': lines((all, at) => void (all[at] = (all[at] ?? '').replace(/^ {1,2}/, ''))),
  'indent by a tab': lines((all, at) => void (all[at] = `\t${all[at] ?? ''}`)),
  'another value': values((_, dice) => dice.pick(ODD_VALUES)),
  'a value as a text': values((value) => JSON.stringify(value)),
  'a value as a list': values((value) => `[${value}]`),
  'a huge value': values((value, dice) => value + 'x'.repeat(dice.pick([300, 5_000, 70_000]))),
  'a deep value': values(deepen),
  'values exchanged': (text, dice) => {
    const found = [...text.matchAll(/(?<=: )\S.*$/gm)].map(([value]) => value);
    return found.length === 0 ? text : values(() => dice.pick(found))(text, dice);
  },
  misspell,
  'break an expression': breakExpression,
  'an undeclared parameter': (text, dice) =>
    text.replace(/params\.\w+/, `params.${dice.pick(['nope', 'Image', '_', 'x1'])}`),
  'no parameters': (text) => text.replace(/^params:$/m, 'parms:'),
  'an alias bomb': bomb,
  'a merge key': lines((all, at, dice) => void all.splice(at, 0, dice.pick(['<<: {a: 1}', '<<: *a', '  <<: [1]']))),
  'a byte order mark': (text) => `\uFEFF${text}`,
  'line ends of another system': (text, dice) => text.replaceAll('\n', dice.pick(['\r\n', '\r', '\n\n', '\u2028'])),
  'a second document': (text) => `${text}---\n${text}`,
  truncate: (text, dice) => text.slice(0, dice.below(text.length)),
  'a killer': (_, dice) => dice.pick(Object.values({ ...STRUCTURE_KILLERS, ...SIZE_KILLERS })),
  'a new image': (text, dice) => text.replace(/image: .*/, `image: other:${dice.below(1_000)}`),
  nothing: (text) => text,
};

const NAMES = Object.keys(MUTATIONS);

/** One to three mutations of a text; killers seldom, since they are the same each time. */
export function mutate(text: string, dice: Dice): { readonly text: string; readonly how: string } {
  const count = dice.pick([1, 1, 1, 2, 3]);
  const names = dice.times(count, () => pickName(dice));
  return {
    text: names.reduce((changed, name) => MUTATIONS[name]?.(changed, dice) ?? changed, text),
    how: names.join(', '),
  };
}

function pickName(dice: Dice): string {
  const name = dice.pick(NAMES);
  return name === 'a killer' && !dice.once(3) ? 'flip' : name;
}

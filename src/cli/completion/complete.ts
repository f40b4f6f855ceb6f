import type { Argument, Command, Option } from 'commander';
import { KIND_WORDS } from '../explain/kinds.ts';

/** A word that may stand where the cursor is. */
export interface Candidate {
  readonly value: string;
  readonly description: string;
}

/** What may stand where the cursor is. */
export interface Completion {
  readonly candidates: readonly Candidate[];
  /** One of the numbers of cobra, which kubectl understands. */
  readonly directive: number;
}

/**
 * What a shell is to do beside the candidates; numbers may be added.
 *
 * @see https://github.com/spf13/cobra/blob/v1.8.1/completions.go
 */
export const DIRECTIVE = { files: 0, noSpace: 2, noFiles: 4, folders: 16 } as const;

/** How far the words before the cursor lead. */
interface Place {
  readonly command: Command;
  /** The flag whose value comes next. */
  readonly awaiting: Option | undefined;
  /** How many arguments of the command are there. */
  readonly argumentCount: number;
  /** Whether `--` was written, after which nothing is a flag. */
  readonly isAfterDashes: boolean;
}

/**
 * Completes a command line from the tree of commands: names of commands, flags, and the values that flags and arguments may have.
 *
 * @param words the words after the program's name, the last of them being written; `--flag`, `=`, `value` may be three, as in bash
 */
export function complete(program: Command, words: readonly string[]): Completion {
  const joined = joinAssignments(words);
  const current = joined.at(-1) ?? '';
  const place = walk(program, joined.slice(0, -1));
  if (place.awaiting !== undefined) return completeValue(place.awaiting, current);
  if (!place.isAfterDashes && current.startsWith('--') && current.includes('=')) {
    const [name, value] = splitAssignment(current);
    const option = findOption(place.command, name);
    return option === undefined ? NOTHING : completeValue(option, value);
  }
  if (!place.isAfterDashes && current.startsWith('-')) return completeFlag(place.command, current);
  return completeArgument(place, current);
}

const NOTHING: Completion = { candidates: [], directive: DIRECTIVE.noFiles };

function joinAssignments(words: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const [index, word] of words.entries()) {
    const last = joined.at(-1) ?? '';
    const isAssigning = last.startsWith('--') && ((word === '=' && !last.includes('=')) || words[index - 1] === '=');
    if (isAssigning) joined[joined.length - 1] = last + word;
    else joined.push(word);
  }
  return joined;
}

function splitAssignment(word: string): readonly [string, string] {
  const at = word.indexOf('=');
  return [word.slice(0, at), word.slice(at + 1)];
}

function walk(program: Command, words: readonly string[]): Place {
  let place: Place = { command: program, awaiting: undefined, argumentCount: 0, isAfterDashes: false };
  for (const word of words) place = step(place, word);
  return place;
}

function step(place: Place, word: string): Place {
  const { command, awaiting, argumentCount, isAfterDashes } = place;
  if (awaiting !== undefined) return { ...place, awaiting: undefined };
  if (isAfterDashes || !word.startsWith('-') || word === '-') {
    const next = argumentCount === 0 ? command.commands.find((one) => one.name() === word) : undefined;
    return next === undefined ? { ...place, argumentCount: argumentCount + 1 } : { ...place, command: next };
  }
  if (word === '--') return { ...place, isAfterDashes: true };
  const option = findOption(command, word);
  return option !== undefined && takesValue(option) ? { ...place, awaiting: option } : place;
}

function findOption(command: Command, word: string): Option | undefined {
  return command.options.find(({ long, short }) => long === word || short === word);
}

function takesValue({ required, optional }: Option): boolean {
  return required || optional;
}

/** Flags for files are told by the name of their value. */
function completeValue({ argChoices, flags }: Option, current: string): Completion {
  if (argChoices !== undefined) return choose(argChoices.map(plain), current);
  if (/<file(?:\.\.\.)?>/.test(flags)) return { candidates: [], directive: DIRECTIVE.files };
  return flags.includes('<folder>') ? { candidates: [], directive: DIRECTIVE.folders } : NOTHING;
}

function completeFlag(command: Command, current: string): Completion {
  const help = { value: '--help', description: 'display help for command' };
  const flags = command.options
    .filter(({ hidden }) => !hidden)
    .flatMap(({ long, short, description }) =>
      [long, short].flatMap((value) => (value === undefined || value === null ? [] : [{ value, description }])),
    );
  return choose([...flags, help], current);
}

function completeArgument({ command, argumentCount }: Place, current: string): Completion {
  if (command.commands.length > 0 && argumentCount === 0) {
    const visible = command.createHelp().visibleCommands(command);
    return choose(
      visible.map((one) => ({ value: one.name(), description: one.description() })),
      current,
    );
  }
  const declared = command.registeredArguments[argumentCount] ?? variadic(command);
  if (declared === undefined) return NOTHING;
  if (declared.argChoices !== undefined) return choose(declared.argChoices.map(plain), current);
  if (declared.name() !== 'pod') return { candidates: [], directive: DIRECTIVE.files };
  const kinds = choose(
    KIND_WORDS.map((kind) => plain(`${kind}/`)),
    current,
  );
  return { ...kinds, directive: DIRECTIVE.noFiles + DIRECTIVE.noSpace };
}

function variadic({ registeredArguments }: Command): Argument | undefined {
  return registeredArguments.at(-1)?.variadic === true ? registeredArguments.at(-1) : undefined;
}

function plain(value: string): Candidate {
  return { value, description: '' };
}

function choose(candidates: readonly Candidate[], current: string): Completion {
  return { candidates: candidates.filter(({ value }) => value.startsWith(current)), directive: DIRECTIVE.noFiles };
}

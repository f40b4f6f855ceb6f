import { Option } from 'commander';
import { RefusedError, USAGE_ERROR } from '../refused-error.ts';
import { COLOR_CHOICES, type ColorChoice } from '../terminal.ts';

/** What commands that read manifests need of the process around them. */
export interface ManifestContext {
  readonly say: (text: string) => void;
  readonly writeOut: (text: string) => void;
  /** Reads all of the standard input; that of the process where it is left out. */
  readonly readIn?: () => Promise<Uint8Array>;
}

/** Which manifests a command reads, and how it writes. */
export interface ManifestFlags {
  readonly filename?: readonly string[];
  readonly recursive?: boolean;
  readonly color: ColorChoice;
}

/** Which manifests a command reads. */
export const FILE_OPTIONS: readonly Option[] = [
  new Option(
    '-f, --filename <file...>',
    'manifests: files, folders (*.yaml, *.yml, *.json), or - for the standard input',
  ),
  new Option('-R, --recursive', 'folders with all folders in them'),
];

/** When the report is coloured. */
export const COLOR_OPTION: Option = new Option('--color <when>', 'colours in the report; NO_COLOR turns them off')
  .choices(COLOR_CHOICES)
  .default('auto');

/** The files that are named, by flag or as arguments. @throws RefusedError where there is none */
export function namedFiles(files: readonly string[], { filename = [] }: ManifestFlags): readonly string[] {
  const named = [...filename, ...files];
  if (named.length === 0)
    throw new RefusedError('no manifest: name files or folders with -f, or - for the standard input', USAGE_ERROR);
  return named;
}

/** The standard input of a command. */
export async function readStandardInput({ readIn }: ManifestContext): Promise<Uint8Array> {
  if (readIn !== undefined) return readIn();
  const { buffer } = await import('node:stream/consumers');
  return buffer(process.stdin);
}

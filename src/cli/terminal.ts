import { styleText } from 'node:util';

/** What colours mean here. */
export type Tone = 'good' | 'bad' | 'note' | 'strong' | 'faint';

/** Puts a text into a colour, or leaves it as it is. */
export type Paint = (tone: Tone, text: string) => string;

/** When colours are used: `auto` is on a terminal only. */
export const COLOR_CHOICES = ['auto', 'always', 'never'] as const;

/** One of {@link COLOR_CHOICES}. */
export type ColorChoice = (typeof COLOR_CHOICES)[number];

const STYLES = { good: 'green', bad: 'red', note: 'yellow', strong: 'bold', faint: 'dim' } as const;

/** The output that is to be coloured. */
export interface Output {
  readonly isTTY?: boolean;
}

/**
 * Colours for one output. `NO_COLOR` turns them off where nothing else was asked for.
 *
 * @see https://no-color.org
 */
export function choosePaint(
  choice: ColorChoice,
  output: Output,
  environment: Readonly<Record<string, string | undefined>>,
): Paint {
  const isWanted = (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb' && output.isTTY === true;
  const isOn = choice === 'always' || (choice === 'auto' && isWanted);
  return (tone, text) => (isOn ? styleText(STYLES[tone], text, { validateStream: false }) : text);
}

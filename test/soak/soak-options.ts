import { parseArgs } from 'node:util';

/** How a soak runs. */
export interface SoakOptions {
  readonly help: boolean;
  readonly minutes: number;
  /** Pods created each second. */
  readonly rate: number;
  /** Where the graph goes; `.svg`. */
  readonly graph: string;
  /** Where the samples go, one JSON object a line; nowhere when left out. */
  readonly samples: string | undefined;
}

/** The text of `--help`. */
export const HELP: string = `usage: npm run test:soak -- [options]

Runs the injector on a real control plane under a steady load of Pod creations, while its templates change every 10 s, its
serving certificate is renewed every 60 s and its CA every 5 minutes, and watches memory, heap, file descriptors, sockets and
timers. Prints a table and draws a graph. Needs Go, once, for the control plane.

  --minutes N     how long to watch (default: 20)
  --rate N        Pods created each second, by dry run (default: 50)
  --graph FILE    where the graph goes, as SVG (default: soak.svg)
  --samples FILE  where the samples go, one JSON object a line
  --help          this text

Exit code: 0 nothing grew and nothing was lost, 1 something did or was, 2 wrong usage.
`;

/**
 * Reads the arguments of a soak.
 *
 * @throws Error that says what is wrong with them
 */
export function parseSoakOptions(args: readonly string[]): SoakOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', default: false },
      minutes: { type: 'string', default: '20' },
      rate: { type: 'string', default: '50' },
      graph: { type: 'string', default: 'soak.svg' },
      samples: { type: 'string' },
    },
  });
  const { help, graph, samples } = values;
  return { help, graph, samples, minutes: positive('minutes', values.minutes), rate: positive('rate', values.rate) };
}

function positive(flag: string, text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 10_000)) throw new Error(`--${flag} ${text}: write a number above 0, at most 10000`);
  return value;
}

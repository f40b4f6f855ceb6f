import { parseArgs } from 'node:util';
import { previousRelease } from '../support/changelog.ts';
import type { Scale } from './scenario.ts';

/** What a run is asked for. */
export interface FaultOptions {
  readonly action: 'run' | 'list' | 'help';
  readonly scale: Scale;
  readonly seed: number;
  /** Names of scenarios; all when empty. */
  readonly only: readonly string[];
  readonly previousCommit: string;
}

const LARGEST_SEED = 2 ** 31;

/** The text of `--help`. */
export const HELP: string = `usage: npm run test:faults -- [options]

Breaks a cluster in every way of the table, two API servers on one etcd and two replicas of the injector, while Pods are
created, and measures what is lost. Prints a Markdown table: failure mode, goal, measured, verdict. Needs Linux and Go.

  --quick             fewer repetitions and shorter waits, and not what takes long or needs the machine to itself, unless
                      --only asks for it: at most 12 minutes
  --seed N            repeats the random choices of a run that printed N (default: another one each time)
  --only NAME,...     only these scenarios
  --previous COMMIT   the commit that the upgrade starts from (default: that of the previous
                      release in CHANGELOG.md)
  --list              the names of all scenarios
  --help              this text

Exits 0 when every goal is reached, 1 when one is missed, 2 on wrong usage.
`;

/**
 * Parses the arguments.
 *
 * @param names of the scenarios that there are
 * @throws Error that says what is wrong with them
 */
export function parseFaultOptions(args: readonly string[], names: readonly string[]): FaultOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      seed: { type: 'string', default: String(Math.floor(Math.random() * LARGEST_SEED)) },
      only: { type: 'string', default: '' },
      previous: { type: 'string', default: previousRelease().commit },
    },
  });
  if (!/^\d{1,10}$/u.test(values.seed)) throw new Error(`--seed: ${values.seed} is no whole number`);
  const only = values.only.split(',').filter((name) => name !== '');
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`--only: there is no scenario ${unknown}; --list names all`);
  return {
    action: values.help ? 'help' : values.list ? 'list' : 'run',
    scale: values.quick ? 'quick' : 'full',
    seed: Number(values.seed),
    only,
    previousCommit: values.previous,
  };
}

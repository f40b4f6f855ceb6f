import { Command, InvalidArgumentError, Option } from 'commander';
import { COVERAGE_STATES, type CoverageState } from '../../admission/coverage-states.ts';
import { COLOR_OPTION, INSTALLATION_OPTIONS } from '../explain/installation-flags.ts';
import { exitWithAnswer } from '../refused-error.ts';
import type { StatusFlags, StatusOutput } from './status.ts';

/** `status`. What it does is loaded when it runs. */
export function statusCommand(output: StatusOutput, parent: Command): Command {
  const command = new Command('status')
    .description('Count the Pods that should have a sidecar, and name those that lack it.')
    .addHelpText('after', DETAILS)
    .copyInheritedSettings(parent);
  for (const option of STATUS_OPTIONS) command.addOption(option);
  return command.action(async (flags: StatusFlags) => {
    const { status } = await import('./status.ts');
    await exitWithAnswer(() => status(flags, output));
  });
}

const DEFAULT_SHOWN: readonly CoverageState[] = ['lost', 'missing'];

function parseStates(text: string): readonly CoverageState[] {
  const names = text.split(',').map((name) => name.trim());
  const states = COVERAGE_STATES.filter((state) => names.includes(state));
  const unknown = names.find((name) => !states.some((state) => state === name));
  if (unknown !== undefined) throw new InvalidArgumentError(`Allowed are ${COVERAGE_STATES.join(', ')}.`);
  return states;
}

const STATUS_OPTIONS = [
  new Option(
    '-n, --namespace <name>',
    'the namespace whose Pods are counted (default: that of the kubeconfig’s context)',
  ),
  new Option('-A, --all-namespaces', 'the Pods of all namespaces').conflicts('namespace'),
  new Option('-l, --selector <labels>', 'only the Pods with these labels'),
  new Option('--show <states>', 'name the Pods in these states, separated by commas')
    .argParser(parseStates)
    .default(DEFAULT_SHOWN, DEFAULT_SHOWN.join(',')),
  new Option('--progress', 'say on stderr how far the reading is (default: on a terminal)'),
  new Option('-o, --output <format>', 'form of the output').choices(['table', 'json', 'name']).default('table'),
  COLOR_OPTION,
  ...INSTALLATION_OPTIONS.filter(({ long }) => long !== '--service'),
];

const DETAILS = `
States: lost (was injected, and the container is gone), missing (should have been injected when it was created), outdated (has an older
revision of a template), older (was created before its namespace, or it itself, asked, or before the templates were there), covered,
not-due (is to have none), unknown (asks for a template that has no good version). What is there is told by content, what was there first by the times that the API server keeps. Pods are read
page by page. Nothing is written to the cluster.

Exit code: 0 no Pod is missing or lost, 1 some are, or that cannot be told, 2 wrong usage or trouble.

Examples:
  sidecar-injector status -A
  sidecar-injector status -n shop --show missing,lost,outdated
  sidecar-injector status -A -o name
`;

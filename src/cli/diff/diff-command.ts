import { Command, InvalidArgumentError, Option } from 'commander';
import {
  COLOR_OPTION,
  FILENAME_OPTION,
  INSTALLATION_OPTIONS,
  NAMESPACE_LABEL_OPTION,
} from '../explain/installation-flags.ts';
import { exitWithAnswer } from '../refused-error.ts';
import type { DiffFlags, DiffOutput } from './diff.ts';

/** `diff`. What it does is loaded when it runs. */
export function diffCommand(output: DiffOutput, parent: Command): Command {
  const command = new Command('diff')
    .description('Show what other templates would make of the Pods of a cluster or of manifests.')
    .addHelpText('after', DETAILS)
    .copyInheritedSettings(parent);
  for (const option of DIFF_OPTIONS) command.addOption(option);
  return command.action(async (flags: DiffFlags) => {
    const { diff } = await import('./diff.ts');
    await exitWithAnswer(() => diff(flags, output));
  });
}

const DEFAULT_LIMIT = 20;

function parseLimit(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

const DIFF_OPTIONS = [
  new Option('--template-file <file>', 'manifest of the candidate ConfigMap').makeOptionMandatory(),
  new Option('--against <file>', 'manifest of what is in force (default: the ConfigMap of the cluster)'),
  FILENAME_OPTION,
  new Option(
    '-n, --namespace <name>',
    'only the Pods of this namespace (default: all); with -f, that of objects without one',
  ),
  new Option('-l, --selector <labels>', 'only the Pods of the cluster with these labels'),
  NAMESPACE_LABEL_OPTION,
  new Option('--limit <count>', 'at most so many distinct changes as text; 0 for all')
    .argParser(parseLimit)
    .default(DEFAULT_LIMIT),
  new Option('--progress', 'say on stderr how far the reading is (default: on a terminal)'),
  new Option('-o, --output <format>', 'form of the output').choices(['text', 'json', 'name']).default('text'),
  COLOR_OPTION,
  ...INSTALLATION_OPTIONS,
];

const DETAILS = `
Each Pod is given to the templates in force and to the candidate, as it was before injection, and what both would add is compared.
Live Pods lose what their record says was added, as by uninject. The record itself is not compared: it changes with each comment.
Pods that have ended are left out. Nothing is written to the cluster.

Exit code: 0 no difference, 1 differences, 2 wrong usage or trouble (as diff; kubectl diff has 2 and above for trouble).

Examples:
  sidecar-injector diff --template-file sidecars.yaml
  sidecar-injector diff --template-file sidecars.yaml -n shop -l app=web -o name
  sidecar-injector diff --template-file sidecars.yaml --against deployed.yaml -f manifests/
`;

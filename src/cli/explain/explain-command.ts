import { Command, Option } from 'commander';
import { flag } from '../flag.ts';
import { exitWithAnswer } from '../refused-error.ts';
import type { ExplainFlags } from './explain.ts';
import { COLOR_OPTION, FILENAME_OPTION, INSTALLATION_OPTIONS, NAMESPACE_LABEL_OPTION } from './installation-flags.ts';

/** `explain`. What it does is loaded when it runs. */
export function explainCommand(writeOut: (text: string) => void, parent: Command): Command {
  const command = new Command('explain')
    .description('Say why a Pod is injected or not, row by row, and what to change.')
    .argument('[pod]', 'POD or KIND/NAME, of the cluster')
    .addHelpText('after', DETAILS)
    .copyInheritedSettings(parent);
  for (const option of EXPLAIN_OPTIONS) command.addOption(option);
  return command.action(async (argument: string | undefined, flags: ExplainFlags) => {
    const { explain } = await import('./explain.ts');
    await exitWithAnswer(() => explain(argument, flags, writeOut));
  });
}

const EXPLAIN_OPTIONS = [
  new Option('-n, --namespace <name>', 'the Pod’s namespace (default: that of the kubeconfig’s context)'),
  FILENAME_OPTION,
  flag('--template-file <file>', 'manifest of the template ConfigMap (default: the ConfigMap of the cluster)'),
  NAMESPACE_LABEL_OPTION,
  new Option('-o, --output <format>', 'form of the output').choices(['text', 'json']).default('text'),
  COLOR_OPTION,
  ...INSTALLATION_OPTIONS,
];

const DETAILS = `
Each row of the decision table is shown with what it saw, then what the API server does with the Pod: the webhooks' selectors and
conditions, the certificate, the Service's endpoints. It ends with one sentence: what to change to get the other answer. It reads
only; what may not be read is said. -f with --template-file needs no cluster.

Exit code: 0 the Pod has the sidecar, or the next Pod of a workload or manifest would have it; 1 it has not, would not, or that
cannot be told; 2 wrong usage, or nothing to explain (no such Pod, no cluster).

Examples:
  sidecar-injector explain web-7d9c5b6f4-x2x9k -n shop
  sidecar-injector explain deployment/web -n shop -o json
  sidecar-injector explain -f deployment.yaml --template-file sidecars.yaml --namespace-label none
`;

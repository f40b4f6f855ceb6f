import { Command, Option } from 'commander';
import { COLOR_OPTION, FILE_OPTIONS, type ManifestContext } from '../manifests/manifest-flags.ts';
import { TEMPLATE_OPTIONS } from '../template-flags.ts';
import type { CheckFlags } from './check.ts';

/** `check`. What it does is loaded when it runs. */
export function checkCommand(context: ManifestContext, parent: Command): Command {
  const command = new Command('check')
    .description('Find what is wrong with templates, and what they ask of the Pods that get them.')
    .argument('[files...]', 'the same as -f')
    .addHelpText('after', DETAILS)
    .copyInheritedSettings(parent);
  for (const option of CHECK_OPTIONS) command.addOption(option);
  return command.action(async (files: readonly string[], flags: CheckFlags) => {
    const { check } = await import('./check.ts');
    await check(files, flags, context);
  });
}

const CHECK_OPTIONS = [
  ...FILE_OPTIONS,
  new Option('-o, --output <format>', 'text, json, or github for annotations of a workflow')
    .choices(['text', 'json', 'github'])
    .default('text'),
  new Option('--strict', 'warnings fail too'),
  ...TEMPLATE_OPTIONS.filter(({ long }) => long !== '--template-file'),
  COLOR_OPTION,
];

const DETAILS = `
Reads manifests of template ConfigMaps, and bare template documents: those without apiVersion and kind. Without a file, it reads the
template ConfigMap of the cluster. Each line names file, line and column, the ConfigMap's key, and the field.

Exit code: 0 no problem, 1 problems (with --strict, warnings too), 2 wrong usage.

Examples:
  sidecar-injector check -f sidecars.yaml
  sidecar-injector check --strict -R -f templates/
  sidecar-injector check -o github sidecars.yaml
  sidecar-injector check --namespace sidecar-injector --template-configmap envoy-initializer
`;

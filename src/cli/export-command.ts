import { Command, Option } from 'commander';
import { DEFAULT_PROTECTED_NAMESPACES } from '../settings.ts';
import { flag } from './flag.ts';
import { TEMPLATE_OPTIONS, type TemplateFlags } from './template-flags.ts';

/** The values of the flags of `export`. */
export interface ExportFlags extends TemplateFlags {
  readonly guard: boolean;
  readonly output: 'yaml' | 'json';
  readonly protectedNamespaces: string;
}

/** `export`: templates as admission policies. What it does is loaded when it runs. */
export function exportCommand(writeOut: (text: string) => void, parent: Command): Command {
  const command = new Command('export')
    .description('Write templates as admission policies, for clusters that want no webhook.')
    .argument('[name...]', 'templates (default: the default template; with --guard all)')
    .addHelpText('after', DETAILS)
    .copyInheritedSettings(parent);
  for (const option of EXPORT_OPTIONS) command.addOption(option);
  return command.action(async (names: readonly string[], flags: ExportFlags) => {
    const { runExport } = await import('./run-export.ts');
    writeOut(await runExport(names, flags));
  });
}

const DETAILS = `
Without --guard: MutatingAdmissionPolicies, by which the API server itself adds what the template adds (Kubernetes 1.36 and
newer). What a policy cannot do is refused with its place; in what else it differs from the webhook, comments say.
With --guard: ValidatingAdmissionPolicies that refuse Pods which are to have a sidecar and lack it, for a webhook with
failurePolicy Ignore, or beside the policies above.

Exit code: 0 all of it is written, 1 something cannot be expressed (then nothing is written), 2 wrong usage.
Each flag can also be set as an environment variable, named in brackets.

Examples:
  sidecar-injector export --template-file sidecars.yaml | kubectl apply -f -
  sidecar-injector export envoy fluent-bit --template-file sidecars.yaml -o json
  sidecar-injector export --guard
`;

const EXPORT_OPTIONS: readonly Option[] = [
  new Option('--guard', 'policies that refuse Pods without their sidecar, instead of such that add it').default(false),
  new Option('-o, --output <format>', 'how the manifests are written').choices(['yaml', 'json']).default('yaml'),
  ...TEMPLATE_OPTIONS,
  flag('--protected-namespaces <names>', 'namespaces whose Pods are never touched, beside the injector’s own').default(
    DEFAULT_PROTECTED_NAMESPACES.join(','),
  ),
];

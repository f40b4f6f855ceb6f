import { Command, Option } from 'commander';
import { DEFAULT_PROTECTED_NAMESPACES } from '../../settings.ts';
import { flag } from '../flag.ts';
import { COLOR_OPTION, FILE_OPTIONS, type ManifestContext } from '../manifests/manifest-flags.ts';
import { OUTPUT_CHOICES } from '../manifests/output-choice.ts';
import { TEMPLATE_OPTIONS } from '../template-flags.ts';
import type { InjectFlags } from './inject.ts';

/** `inject`. What it does is loaded when it runs. */
export function injectCommand(context: ManifestContext, parent: Command): Command {
  const command = new Command('inject')
    .description('Put sidecars into manifests: what the webhook would do, without it.')
    .argument('[files...]', 'the same as -f')
    .addHelpText('after', DETAILS)
    .copyInheritedSettings(parent);
  for (const option of INJECT_OPTIONS) command.addOption(option);
  return command.action(async (files: readonly string[], flags: InjectFlags) => {
    const { inject } = await import('./inject.ts');
    await inject(files, flags, context);
  });
}

/** How manifests are written. */
export const OUTPUT_OPTION: Option = new Option(
  '-o, --output <format>',
  'all in one form, or the names of what was changed (default: each manifest as it came)',
).choices(OUTPUT_CHOICES);

const INJECT_OPTIONS = [
  ...FILE_OPTIONS,
  OUTPUT_OPTION,
  ...TEMPLATE_OPTIONS,
  flag(
    '--namespace-label <value>',
    'what a namespace counts as that no manifest describes: enabled, disabled or none',
  ).default('enabled'),
  new Option('--default-namespace <name>', 'the namespace of objects that name none').default('default'),
  flag('--protected-namespaces <names>', 'namespaces whose Pods are never touched').default(
    DEFAULT_PROTECTED_NAMESPACES.join(','),
  ),
  flag(
    '--kube-version <version>',
    'version of Kubernetes that the Pods are for, such as 1.27: without native sidecars below 1.29 (default: that of the cluster, the newest without one)',
  ),
  COLOR_OPTION,
];

const DETAILS = `
Manifests are written to the standard output, a report to the standard error. Comments, order, quotes and indentation of what does
not change stay as they are; documents that make no Pods are copied byte for byte. Applied to a cluster with the webhook,
they are not changed again.

If one Pod is refused, or a manifest cannot be read, nothing is written.
Exit code: 0 done, 1 refused, 2 wrong usage.

Examples:
  sidecar-injector inject -f shop.yaml --template-file sidecars.yaml
  kubectl kustomize overlays/production | sidecar-injector inject -f - | kubectl apply -f -
  sidecar-injector inject -R -f manifests/ --namespace-label none -o name
`;

import { Command } from 'commander';
import { COLOR_OPTION, FILE_OPTIONS, type ManifestContext } from '../manifests/manifest-flags.ts';
import { OUTPUT_OPTION } from './inject-command.ts';
import type { UninjectFlags } from './uninject.ts';

/** `uninject`. What it does is loaded when it runs. */
export function uninjectCommand(context: ManifestContext, parent: Command): Command {
  const command = new Command('uninject')
    .description('Take out of manifests what was injected, as their status annotation records it.')
    .argument('[files...]', 'the same as -f')
    .addHelpText('after', DETAILS)
    .copyInheritedSettings(parent);
  for (const option of [...FILE_OPTIONS, OUTPUT_OPTION, COLOR_OPTION]) command.addOption(option);
  return command.action(async (files: readonly string[], flags: UninjectFlags) => {
    const { uninject } = await import('./uninject.ts');
    await uninject(files, flags, context);
  });
}

const DETAILS = `
Needs neither templates nor a cluster. Values that gave way to a template's come back. What is not as recorded is left alone and
told, and the rest is written all the same. Comments, order, quotes and indentation stay as they are.

Exit code: 0 done, 1 something is not as recorded, 2 wrong usage.

Examples:
  sidecar-injector uninject -f shop.yaml
  sidecar-injector inject -f shop.yaml | sidecar-injector uninject -f -
  kubectl get deployment shop -o yaml | sidecar-injector uninject -f - | kubectl apply -f -
`;

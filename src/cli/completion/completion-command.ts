import { Argument, Command } from 'commander';
import { complete, type Completion } from './complete.ts';
import { completionScript, SHELLS, type Shell } from './completion-script.ts';

/** `completion`: prints what a shell needs. */
export function completionCommand(writeOut: (text: string) => void, parent: Command): Command {
  return new Command('completion')
    .description('Print a script that completes commands and flags in a shell.')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .addHelpText('after', DETAILS)
    .copyInheritedSettings(parent)
    .action((shell: Shell) => writeOut(completionScript(shell)));
}

/** `__complete`: what may stand where the cursor is, in the form that kubectl asks of its plugins. */
export function completeCommand(writeOut: (text: string) => void, parent: Command): Command {
  return new Command('__complete')
    .argument('[words...]')
    .allowUnknownOption()
    .copyInheritedSettings(parent)
    .action((words: readonly string[]) => writeOut(formatCompletion(complete(parent, words))));
}

function formatCompletion({ candidates, directive }: Completion): string {
  const lines = candidates.map(({ value, description }) => (description === '' ? value : `${value}\t${description}`));
  return [...lines, `:${directive}`, ''].join('\n');
}

const DETAILS = `
As a plugin (kubectl sidecar) nothing is to be loaded: kubectl's own completion asks kubectl_complete-sidecar, which stands beside
kubectl-sidecar on the PATH.

Examples:
  source <(sidecar-injector completion bash)
  sidecar-injector completion zsh > "\${fpath[1]}/_sidecar-injector"
  sidecar-injector completion fish > ~/.config/fish/completions/sidecar-injector.fish
`;

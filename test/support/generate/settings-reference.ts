import type { Argument, Command, Option } from 'commander';
import { code, renderTable } from './markdown-table.ts';

/** `docs/settings.md`: every flag of every command, from the definitions that the program itself reads its arguments by. */
export function renderSettingsReference(program: Command): string {
  return [INTRODUCTION, ...commandsIn(program, []).map(renderCommand)].join('\n');
}

const INTRODUCTION = `# Settings

Every command with its flags. \`npm run generate:docs\` writes this page from the program itself: do not edit it.

A flag given on the command line wins over its environment variable, and that over the default. A flag without a value
is set by a variable of the value \`true\`; \`serve\` refuses any other. Beside these, \`KUBECONFIG\` names the kubeconfig where no \`--kubeconfig\` does, and \`NO_COLOR\` turns colours off.
What the commands do stands in [cli.md](cli.md), [manifests.md](manifests.md), [export.md](export.md) and [certificates.md](certificates.md).
`;

interface NamedCommand {
  readonly path: readonly string[];
  readonly command: Command;
}

/** The commands that do something themselves; those that are not shown in the help are left out. */
function commandsIn(parent: Command, path: readonly string[]): readonly NamedCommand[] {
  const shown = parent
    .createHelp()
    .visibleCommands(parent)
    .filter((command) => command.name() !== 'help');
  return shown.flatMap((command) => {
    const own = [...path, command.name()];
    const inner = commandsIn(command, own);
    return inner.length > 0 ? inner : [{ path: own, command }];
  });
}

function renderCommand({ path, command }: NamedCommand): string {
  const options = command.options.filter(({ hidden }) => !hidden);
  const parts = [`## ${path.join(' ')}`, command.description()];
  if (command.registeredArguments.length > 0)
    parts.push(renderTable(['argument', 'what it is'], command.registeredArguments.map(argumentRow)));
  if (options.length > 0)
    parts.push(renderTable(['flag', 'environment', 'default', 'what it is'], options.map(optionRow)));
  return `${parts.join('\n\n')}\n`;
}

function argumentRow(argument: Argument): readonly string[] {
  return [code(argument.name()), withChoices(argument.description, argument.argChoices)];
}

function optionRow({ flags, envVar = '', defaultValue, description, argChoices }: Option): readonly string[] {
  return [code(flags), code(envVar), presetOf(defaultValue), withChoices(description, argChoices)];
}

/** Only what a user could write themselves: a flag that is off has no default to speak of. */
function presetOf(value: unknown): string {
  if (Array.isArray(value)) return code(value.join(','));
  return typeof value === 'string' || typeof value === 'number' ? code(`${value}`) : '';
}

function withChoices(description: string, choices: readonly string[] | undefined): string {
  return choices === undefined ? description : `${description}: ${choices.map(code).join(', ')}`;
}

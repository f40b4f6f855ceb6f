import { Command, CommanderError, type Option } from 'commander';
import { DEFAULT_PROTECTED_NAMESPACES, parseSettings, type RawSettings } from '../settings.ts';
import { DRAIN_TIMEOUT_MS } from '../webhook/limits.ts';
import { certsCommand } from './certs-command.ts';
import { exportCommand } from './export-command.ts';
import { completeCommand, completionCommand } from './completion/completion-command.ts';
import { controllerCommand } from './controller/controller-command.ts';
import { diffCommand } from './diff/diff-command.ts';
import { explainCommand } from './explain/explain-command.ts';
import { checkCommand } from './check/check-command.ts';
import { CONNECTION_OPTIONS, findSwitchProblems, flag, LOG_LEVEL_OPTION } from './flag.ts';
import { injectCommand } from './inject/inject-command.ts';
import { uninjectCommand } from './inject/uninject-command.ts';
import type { ManifestContext } from './manifests/manifest-flags.ts';
import { RefusedError, USAGE_ERROR } from './refused-error.ts';
import type { ServeContext } from './serve.ts';
import { statusCommand } from './status/status-command.ts';

/** What the command line needs of the process around it. */
export interface CliContext extends Omit<ServeContext, 'stopRequested'>, ManifestContext {
  readonly version: string;
  /** What usage texts call the program; `sidecar-injector` when left out. */
  readonly programName?: string;
  readonly writeOut: (text: string) => void;
  /** Asks to be told of signals; resolves at the first that ends a server in order. */
  readonly waitForStop: () => Promise<void>;
}

/**
 * Runs the command line.
 *
 * @param args the arguments after the program's name
 * @returns the exit code: 0 done, 1 refused or problems found, 2 wrong usage
 */
export async function runCli(args: readonly string[], context: CliContext): Promise<number> {
  const program = buildProgram(context);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE_ERROR;
    if (!(error instanceof RefusedError)) throw error;
    if (error.message !== '') context.say(`${context.programName ?? PROGRAM_NAME}: ${error.message}\n`);
    return error.exitCode;
  }
}

/** The whole command line, before it reads any arguments: also what completion and `docs/settings.md` are made of. */
export function buildProgram(context: CliContext): Command {
  const program = new Command(context.programName ?? PROGRAM_NAME)
    .description('Puts a sidecar from a ConfigMap template into annotated Kubernetes Pods.')
    .version(context.version, '-V, --version')
    .configureOutput({
      writeOut: (text) => context.writeOut(renameProgram(text, context.programName)),
      writeErr: (text) => context.say(renameProgram(text, context.programName)),
    })
    .showHelpAfterError('(add --help for all flags)')
    .exitOverride();
  program.commandsGroup('To run it:');
  program.addCommand(serveCommand(context).copyInheritedSettings(program));
  program.addCommand(certsCommand(context.waitForStop, program));
  program.addCommand(controllerCommand(context.waitForStop, program));
  program.commandsGroup('To ask about Pods:');
  program.addCommand(explainCommand(context.writeOut, program));
  program.addCommand(statusCommand(context, program));
  program.addCommand(diffCommand(context, program));
  program.commandsGroup('To work on files:');
  program.addCommand(checkCommand(context, program));
  program.addCommand(injectCommand(context, program));
  program.addCommand(uninjectCommand(context, program));
  program.addCommand(exportCommand(context.writeOut, program));
  program.commandsGroup('Besides:').helpCommand(true);
  program.addCommand(completionCommand(context.writeOut, program));
  program.addCommand(completeCommand(context.writeOut, program), { hidden: true });
  program.addHelpText('after', START);
  return program;
}

const START = `
To begin with:
  sidecar-injector serve --standalone                           a webhook on this machine, without a cluster
  sidecar-injector inject -f FILE --template-file TEMPLATES     what it would do to a manifest
  sidecar-injector explain POD -n NAMESPACE                     why a Pod has its sidecar, or has none
`;

const PROGRAM_NAME = 'sidecar-injector';

/** Examples in help texts are called as the program was. */
function renameProgram(text: string, name: string | undefined): string {
  return name === undefined ? text : text.replaceAll(/\bsidecar-injector (?=[a-z]+ |[a-z]+$)/gm, `${name} `);
}

function serveCommand(context: CliContext): Command {
  const command = new Command('serve').description('Run the admission webhook.').addHelpText('after', EXAMPLES);
  for (const option of SERVE_OPTIONS) command.addOption(option);
  return command.action(async (raw: RawSettings) => {
    const switches = findSwitchProblems(command, process.env);
    if (switches.length > 0) throw new RefusedError(switches.join('\nsidecar-injector: '), USAGE_ERROR);
    const settings = parseSettings(raw);
    if (!settings.ok) throw new RefusedError(settings.error.join('\nsidecar-injector: '), USAGE_ERROR);
    // The server and all that it is made of is loaded for no other command.
    const { serve } = await import('./serve.ts');
    await serve(settings.value, { ...context, stopRequested: context.waitForStop() });
  });
}

const EXAMPLES = `
Each flag can also be set as an environment variable, named in brackets.

Examples:
  sidecar-injector serve --standalone
  sidecar-injector serve --standalone --template-file sidecars.yaml --listen 127.0.0.1:9443
  sidecar-injector serve --cert-dir /certs --template-configmap envoy-initializer
  sidecar-injector serve --cert-dir /certs --template-file /templates/sidecars.yaml
`;

const SERVE_OPTIONS: readonly Option[] = [
  flag('--standalone', 'run without a cluster: a certificate made in memory, templates from a file').default(false),
  flag('--listen <address>', 'where reviews are answered over HTTPS').default('0.0.0.0:8443'),
  flag('--probe-listen <address>', 'where probes and metrics are answered over HTTP').default('0.0.0.0:8080'),
  flag('--template-file <file>', 'manifest of the template ConfigMap; watched (standalone default: the Envoy example)'),
  flag(
    '--template-configmap <name>',
    'the template ConfigMap in the injector’s namespace (default: envoy-initializer, unless standalone)',
  ),
  ...CONNECTION_OPTIONS,
  flag(
    '--cert-dir <folder>',
    'folder with tls.crt, tls.key and, if it is known, ca.crt; watched; needed unless standalone',
  ),
  flag('--service <name>', 'the Service that API servers call: a certificate has to be for it (default: any)'),
  flag('--client-ca <file>', 'CAs that clients must have a certificate of; watched (default: none is asked for)'),
  flag('--tls-min-version <version>', 'lowest version of TLS: 1.2 or 1.3').default('1.3'),
  flag('--namespace <name>', 'the namespace that the injector runs in; always protected').default('sidecar-injector'),
  flag('--namespace-label <value>', 'standalone: what every namespace counts as: enabled, disabled or none').default(
    'enabled',
  ),
  flag('--protected-namespaces <names>', 'namespaces whose Pods are never touched').default(
    DEFAULT_PROTECTED_NAMESPACES.join(','),
  ),
  flag('--drain-timeout <duration>', 'how long SIGTERM waits for clients to leave').default(
    `${DRAIN_TIMEOUT_MS / 1000}s`,
  ),
  LOG_LEVEL_OPTION,
];

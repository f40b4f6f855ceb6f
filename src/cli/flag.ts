import { type Command, Option } from 'commander';

/** A flag that can also be set as an environment variable, named after it: `--log-level` is `SIDECAR_INJECTOR_LOG_LEVEL`. */
export function flag(flags: string, description: string): Option {
  const name = /--([a-z-]+)/.exec(flags)?.[1] ?? '';
  return new Option(flags, description).env(`SIDECAR_INJECTOR_${name.replaceAll('-', '_').toUpperCase()}`);
}

/** How to reach a cluster. */
export const CONNECTION_OPTIONS: readonly Option[] = [
  flag(
    '--kubeconfig <file>',
    'how to reach the cluster (default: KUBECONFIG, the Pod’s ServiceAccount, ~/.kube/config)',
  ),
  flag('--service-account-dir <folder>', 'folder of the ServiceAccount’s token and CA (default: where a Pod has it)'),
];

/** How much is logged. */
export const LOG_LEVEL_OPTION: Option = flag(
  '--log-level <level>',
  'trace, debug, info, warn, error, fatal or silent',
).default('info');

/**
 * What is wrong with the environment variables of flags that take no value: commander takes any text as a yes, `false` too.
 *
 * @returns a line for each, naming its flag
 */
export function findSwitchProblems(command: Command, environment: NodeJS.ProcessEnv): readonly string[] {
  const switches = command.options.filter((option) => option.isBoolean() && option.envVar !== undefined);
  return switches.flatMap(({ long, envVar = '' }) => {
    const value = environment[envVar];
    if (value === undefined || value === 'true') return [];
    return [`${long}: ${envVar} is ${JSON.stringify(value)}: write "true", or leave the variable out`];
  });
}

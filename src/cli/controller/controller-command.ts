import { Command } from 'commander';
import { LOG_LEVELS } from '../../log-levels.ts';
import { failure, ok, type Result } from '../../result.ts';
import {
  DEFAULT_PROTECTED_NAMESPACES,
  DEFAULT_TEMPLATE_CONFIGMAP,
  parseAddress,
  parseChoice,
  parseNames,
  type ListenAddress,
} from '../../settings.ts';
import { CONNECTION_OPTIONS, flag, LOG_LEVEL_OPTION } from '../flag.ts';
import { RefusedError, USAGE_ERROR } from '../refused-error.ts';

/** The values of flags as they were given, or from the environment, or their defaults. */
interface RawControllerSettings {
  readonly probeListen: string;
  readonly namespace: string;
  readonly templateConfigmap: string;
  readonly protectedNamespaces: string;
  readonly kubeconfig?: string;
  readonly serviceAccountDir?: string;
  readonly logLevel: string;
}

/** What `controller` can be told, checked. */
export interface ControllerSettings extends Pick<
  RawControllerSettings,
  'namespace' | 'templateConfigmap' | 'kubeconfig' | 'serviceAccountDir' | 'logLevel'
> {
  readonly probeListen: ListenAddress;
  readonly protectedNamespaces: ReadonlySet<string>;
}

/** `controller`. What it does is loaded when it runs. */
export function controllerCommand(waitForStop: () => Promise<void>, parent: Command): Command {
  const command = new Command('controller')
    .description('Watch a cluster for Pods that lack their sidecar, and tell of each.')
    .addHelpText('after', DETAILS)
    .copyInheritedSettings(parent);
  for (const option of CONTROLLER_OPTIONS) command.addOption(option);
  return command.action(async (raw: RawControllerSettings) => {
    const settings = parseControllerSettings(raw);
    if (!settings.ok) throw new RefusedError(settings.error.join('\nsidecar-injector: '), USAGE_ERROR);
    const { runController } = await import('./run-controller.ts');
    await runController(settings.value, waitForStop());
  });
}

const CONTROLLER_OPTIONS = [
  flag('--probe-listen <address>', 'where probes and metrics are answered over HTTP').default('0.0.0.0:8080'),
  flag('--template-configmap <name>', 'the template ConfigMap in the injector’s namespace').default(
    DEFAULT_TEMPLATE_CONFIGMAP,
  ),
  flag('--namespace <name>', 'the namespace of the injector; always protected').default('sidecar-injector'),
  flag('--protected-namespaces <names>', 'namespaces whose Pods are never touched').default(
    DEFAULT_PROTECTED_NAMESPACES.join(','),
  ),
  ...CONNECTION_OPTIONS,
  LOG_LEVEL_OPTION,
];

const DETAILS = `
Each Pod is judged as it is created, and again when its namespace or the templates change; the states are those of status. A Pod that
should have been injected and was not, or whose sidecar was taken out again, gets an Event (SidecarMissing), a log line, and counts in
sidecar_injector_gaps_total; sidecar_injector_pods{state} has all Pods. Nothing is changed and no Pod is deleted. One replica is enough;
of two, each would tell.

Each flag can also be set as an environment variable, named in brackets.

Examples:
  sidecar-injector controller
  sidecar-injector controller --kubeconfig ~/.kube/config --probe-listen 127.0.0.1:8081
`;

function parseControllerSettings(raw: RawControllerSettings): Result<ControllerSettings, readonly string[]> {
  const probeListen = parseAddress(raw.probeListen);
  const logLevel = parseChoice(raw.logLevel, LOG_LEVELS);
  const problems = [
    ...(probeListen.ok ? [] : [`--probe-listen: ${probeListen.error}`]),
    ...(logLevel.ok ? [] : [`--log-level: ${logLevel.error}`]),
  ];
  if (!probeListen.ok || !logLevel.ok) return failure(problems);
  const protectedNamespaces = parseNames(`${raw.protectedNamespaces},${raw.namespace}`);
  return ok({ ...raw, probeListen: probeListen.value, logLevel: logLevel.value, protectedNamespaces });
}

import { Command } from 'commander';
import { failure, ok, type Result } from '../result.ts';
import { LOG_LEVELS } from '../log-levels.ts';
import { parseChoice, parseDuration } from '../settings.ts';
import type { CertsSettings } from './certs-create.ts';
import { CONNECTION_OPTIONS, flag, LOG_LEVEL_OPTION } from './flag.ts';
import { RefusedError, USAGE_ERROR } from './refused-error.ts';

/** The values of flags as they were given, or from the environment, or their defaults. */
interface RawCertsSettings {
  readonly namespace: string;
  readonly service: string;
  readonly webhookConfiguration: string;
  readonly wait: string;
  readonly kubeconfig?: string;
  readonly serviceAccountDir?: string;
  readonly logLevel: string;
}

/** `certs`, and the commands under it. What they do is loaded when one of them runs. */
export function certsCommand(waitForStop: () => Promise<void>, parent: Command): Command {
  const certs = new Command('certs')
    .description('Make and keep the certificates that the API server trusts the webhook by.')
    .copyInheritedSettings(parent);
  const create = new Command('create')
    .description('Create a CA and a serving certificate, and register the CA with the API server.')
    .addHelpText('after', DETAILS)
    .copyInheritedSettings(certs);
  for (const option of CREATE_OPTIONS) create.addOption(option);
  create.action(async (raw: RawCertsSettings) => {
    const settings = parseCertsSettings(raw);
    if (!settings.ok) throw new RefusedError(settings.error.join('\nsidecar-injector: '), USAGE_ERROR);
    const { createCertsInCluster } = await import('./certs-create.ts');
    await createCertsInCluster(settings.value, waitForStop());
  });
  return certs.addCommand(create);
}

const DETAILS = `
What is there and good is left alone, so that it can be run again at any time, and by several at once:
  Secret sidecar-injector-ca                    the CA and its key; a year, replaced after two thirds of it
  MutatingWebhookConfiguration                  caBundle of the entries that call the Service; CAs in it stay until they end
  ValidatingWebhookConfiguration                the same, where there is one
  Secret sidecar-injector-tls                   the serving certificate; 30 days, replaced after 20

Exit code: 0 all of it is in force, 1 it cannot be done, 2 wrong usage.
Each flag can also be set as an environment variable, named in brackets.

Examples:
  sidecar-injector certs create
  sidecar-injector certs create --namespace sidecars --wait 2m
  sidecar-injector certs create --kubeconfig ~/.kube/config --webhook-configuration sidecars
`;

const CREATE_OPTIONS = [
  flag('--namespace <name>', 'the namespace of the Service and of both Secrets').default('sidecar-injector'),
  flag('--service <name>', 'the Service that the API server calls').default('sidecar-injector'),
  flag('--webhook-configuration <name>', 'both webhook configurations that get the CA').default('sidecar-injector'),
  flag('--wait <duration>', 'how long to try, and to wait for the MutatingWebhookConfiguration').default('60s'),
  ...CONNECTION_OPTIONS,
  LOG_LEVEL_OPTION,
];

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names */
const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names */
const SUBDOMAIN = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Checks the settings: the settings, or all that is wrong with them, each naming its flag. */
function parseCertsSettings(raw: RawCertsSettings): Result<CertsSettings, readonly string[]> {
  const { namespace, service, webhookConfiguration, kubeconfig, serviceAccountDir } = raw;
  const wait = parseDuration(raw.wait);
  const logLevel = parseChoice(raw.logLevel, LOG_LEVELS);
  const problems = [
    ...(LABEL.test(namespace) ? [] : [`--namespace: ${JSON.stringify(namespace)} is no name of a namespace`]),
    ...(LABEL.test(service) ? [] : [`--service: ${JSON.stringify(service)} is no name of a Service`]),
    ...(SUBDOMAIN.test(webhookConfiguration)
      ? []
      : [`--webhook-configuration: ${JSON.stringify(webhookConfiguration)} is no name of an object`]),
    ...(wait.ok ? [] : [`--wait: ${wait.error}`]),
    ...(logLevel.ok ? [] : [`--log-level: ${logLevel.error}`]),
  ];
  if (!wait.ok || !logLevel.ok || problems.length > 0) return failure(problems);
  return ok({
    namespace,
    service,
    webhookConfiguration,
    waitMs: wait.value,
    logLevel: logLevel.value,
    ...(kubeconfig !== undefined && { kubeconfig }),
    ...(serviceAccountDir !== undefined && { serviceAccountFolder: serviceAccountDir }),
  });
}

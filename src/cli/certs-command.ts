import { Command, type Option } from 'commander';
import type { Result } from '../result.ts';
import {
  CREATE_OPTIONS,
  KEEP_OPTIONS,
  parseCreateSettings,
  parseKeepSettings,
  type RawCreateSettings,
  type RawKeepSettings,
} from './certs-flags.ts';
import { RefusedError, USAGE_ERROR } from './refused-error.ts';

/** `certs`, and the commands under it. What they do is loaded when one of them runs. */
export function certsCommand(waitForStop: () => Promise<void>, parent: Command): Command {
  const certs = new Command('certs')
    .description('Make and keep the certificates that the API server trusts the webhook by.')
    .copyInheritedSettings(parent);
  const create = subcommand(certs, 'create', CREATE_OPTIONS)
    .description('Create a CA and a serving certificate, and register the CA with the API server.')
    .addHelpText('after', CREATE_DETAILS);
  create.action(async (raw: RawCreateSettings) => {
    const settings = orRefuse(parseCreateSettings(raw));
    const { createCertsInCluster } = await import('./certs-create.ts');
    await createCertsInCluster(settings, waitForStop());
  });
  const keep = subcommand(certs, 'keep', KEEP_OPTIONS)
    .description('Keep CA, serving certificate and caBundle in force: renew them, and undo what others change.')
    .addHelpText('after', KEEP_DETAILS);
  keep.action(async (raw: RawKeepSettings) => {
    const settings = orRefuse(parseKeepSettings(raw));
    const { keepCertsInCluster } = await import('./certs-keep.ts');
    await keepCertsInCluster(settings, waitForStop());
  });
  return certs;
}

function subcommand(certs: Command, name: string, options: readonly Option[]): Command {
  const command = new Command(name).copyInheritedSettings(certs);
  for (const option of options) command.addOption(option);
  certs.addCommand(command);
  return command;
}

function orRefuse<Settings>(settings: Result<Settings, readonly string[]>): Settings {
  if (settings.ok) return settings.value;
  throw new RefusedError(settings.error.join('\nsidecar-injector: '), USAGE_ERROR);
}

const CREATE_DETAILS = `
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

const KEEP_DETAILS = `
Runs until SIGTERM. Each --repair-interval it looks at everything, and takes the first step that is due:
  1. a new CA where there is none, it is broken, or two thirds of its life are over (delete Secret sidecar-injector-ca to ask for one)
  2. each caBundle believes it, beside the old one; a caBundle that somebody changed is put right, with an Event
  3. --settle later, a serving certificate of it; also where two thirds of that one's life are over
  4. endpoints of the Service are dialled until each of them serves it
  5. --overlap later, the old CA is taken out of caBundle
An endpoint that cannot be reached, or serves the old certificate, keeps the old CA in. What has been reached is in the Secret of the CA, so
that it can be ended and started again at any time, and several may run.

Each flag can also be set as an environment variable, named in brackets. Durations: 500ms, 10s, 5m, 720h, 30d.

Examples:
  sidecar-injector certs keep
  sidecar-injector certs keep --leaf-lifetime 7d --overlap 1h
  sidecar-injector certs keep --kubeconfig ~/.kube/config --probe-listen 127.0.0.1:8080
`;

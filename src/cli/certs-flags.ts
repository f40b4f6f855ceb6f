import type { Option } from 'commander';
import { LOG_LEVELS } from '../log-levels.ts';
import { failure, ok, type Result } from '../result.ts';
import { parseAddress, parseChoice, parseDuration, parseLongDuration } from '../settings.ts';
import type { CertsSettings } from './certs-create.ts';
import type { CertsCluster } from './certs-cluster.ts';
import type { KeepSettings } from './certs-keep.ts';
import { CONNECTION_OPTIONS, flag, LOG_LEVEL_OPTION } from './flag.ts';

/** The values of flags as they were given, or from the environment, or their defaults. */
interface RawClusterSettings {
  readonly namespace: string;
  readonly service: string;
  readonly webhookConfiguration: string;
  readonly kubeconfig?: string;
  readonly serviceAccountDir?: string;
  readonly logLevel: string;
}

/** The flags of `certs create` as they were given. */
export interface RawCreateSettings extends RawClusterSettings {
  readonly wait: string;
}

/** The flags of `certs keep` as they were given. */
export interface RawKeepSettings extends RawClusterSettings {
  readonly checkInterval: string;
  readonly repairInterval: string;
  readonly caLifetime: string;
  readonly leafLifetime: string;
  readonly settle: string;
  readonly overlap: string;
  readonly endpointInterval: string;
  readonly endpointTimeout: string;
  readonly probeListen: string;
}

const CLUSTER_OPTIONS: readonly Option[] = [
  flag('--namespace <name>', 'the namespace of the Service and of both Secrets').default('sidecar-injector'),
  flag('--service <name>', 'the Service that the API server calls').default('sidecar-injector'),
  flag('--webhook-configuration <name>', 'both webhook configurations that get the CA').default('sidecar-injector'),
];

/** What `certs create` can be told. */
export const CREATE_OPTIONS: readonly Option[] = [
  ...CLUSTER_OPTIONS,
  flag('--wait <duration>', 'how long to try, and to wait for the MutatingWebhookConfiguration').default('60s'),
  ...CONNECTION_OPTIONS,
  LOG_LEVEL_OPTION,
];

/** What `certs keep` can be told. */
export const KEEP_OPTIONS: readonly Option[] = [
  ...CLUSTER_OPTIONS,
  flag('--repair-interval <duration>', 'how often Secrets and webhook configurations are looked at').default('2s'),
  flag('--check-interval <duration>', 'how often what endpoints serve is looked at, when nothing is due').default('1h'),
  flag('--ca-lifetime <duration>', 'how long a CA is valid; replaced after two thirds').default('8760h'),
  flag('--leaf-lifetime <duration>', 'how long a serving certificate is valid; replaced after two thirds').default(
    '720h',
  ),
  flag('--settle <duration>', 'from a caBundle that was read back to the certificate that needs it').default('5s'),
  flag('--overlap <duration>', 'how long an old CA is believed after all endpoints left it').default('10m'),
  flag('--endpoint-interval <duration>', 'how often endpoints are looked at while a new CA takes over').default('5s'),
  flag('--endpoint-timeout <duration>', 'how long an endpoint has to show its certificate').default('3s'),
  flag('--probe-listen <address>', 'where probes and metrics are answered over HTTP').default('0.0.0.0:8080'),
  ...CONNECTION_OPTIONS,
  LOG_LEVEL_OPTION,
];

/** Checks the settings of `certs create`: the settings, or all that is wrong with them, each naming its flag. */
export function parseCreateSettings(raw: RawCreateSettings): Result<CertsSettings, readonly string[]> {
  const notes = new Problems();
  const cluster = parseClusterSettings(raw, notes);
  const waitMs = notes.take('wait', parseDuration(raw.wait), 0);
  return notes.settle({ ...cluster, waitMs, logLevel: parseLogLevel(raw, notes) });
}

/** Checks the settings of `certs keep`: the settings, or all that is wrong with them, each naming its flag. */
export function parseKeepSettings(raw: RawKeepSettings): Result<KeepSettings, readonly string[]> {
  const notes = new Problems();
  const duration = (name: string, text: string): number => notes.take(name, parseLongDuration(text), 0);
  const positive = (name: string, text: string): number => notes.take(name, parsePositive(text), 1);
  const cluster = parseClusterSettings(raw, notes);
  const lifetimes = {
    caMs: positive('ca-lifetime', raw.caLifetime),
    leafMs: positive('leaf-lifetime', raw.leafLifetime),
  };
  const waits = {
    repairMs: positive('repair-interval', raw.repairInterval),
    checkMs: positive('check-interval', raw.checkInterval),
    settleMs: duration('settle', raw.settle),
    overlapMs: duration('overlap', raw.overlap),
    endpointMs: positive('endpoint-interval', raw.endpointInterval),
    endpointTimeoutMs: positive('endpoint-timeout', raw.endpointTimeout),
  };
  if (lifetimes.leafMs > lifetimes.caMs)
    notes.add('leaf-lifetime: a certificate cannot outlive its CA (--ca-lifetime)');
  const probeListen = notes.take('probe-listen', parseAddress(raw.probeListen), { host: '', port: 0 });
  return notes.settle({ ...cluster, lifetimes, waits, probeListen, logLevel: parseLogLevel(raw, notes) });
}

/** Everything that is wrong with the flags of a command. */
class Problems {
  readonly #problems: string[] = [];

  add(problem: string): void {
    this.#problems.push(`--${problem}`);
  }

  take<Value>(name: string, result: Result<Value, string>, fallback: Value): Value {
    if (!result.ok) this.add(`${name}: ${result.error}`);
    return result.ok ? result.value : fallback;
  }

  settle<Settings>(settings: Settings): Result<Settings, readonly string[]> {
    return this.#problems.length > 0 ? failure(this.#problems) : ok(settings);
  }
}

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names */
const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names */
const SUBDOMAIN = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

function parseClusterSettings(raw: RawClusterSettings, notes: Problems): CertsCluster {
  const { namespace, service, webhookConfiguration, kubeconfig, serviceAccountDir } = raw;
  if (!LABEL.test(namespace)) notes.add(`namespace: ${JSON.stringify(namespace)} is no name of a namespace`);
  if (!LABEL.test(service)) notes.add(`service: ${JSON.stringify(service)} is no name of a Service`);
  if (!SUBDOMAIN.test(webhookConfiguration))
    notes.add(`webhook-configuration: ${JSON.stringify(webhookConfiguration)} is no name of an object`);
  return {
    namespace,
    service,
    webhookConfiguration,
    ...(kubeconfig !== undefined && { kubeconfig }),
    ...(serviceAccountDir !== undefined && { serviceAccountFolder: serviceAccountDir }),
  };
}

function parseLogLevel({ logLevel }: RawClusterSettings, notes: Problems): string {
  return notes.take('log-level', parseChoice(logLevel, LOG_LEVELS), 'info');
}

function parsePositive(text: string): Result<number, string> {
  const duration = parseLongDuration(text);
  return duration.ok && duration.value === 0 ? failure('it has to be longer than 0') : duration;
}

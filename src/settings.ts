import type { SecureVersion } from 'node:tls';
import { failure, ok, type Result } from './result.ts';
import { LOG_LEVELS } from './log-levels.ts';

/** Where a server listens. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** Namespaces whose Pods are never touched, beside the injector's own. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/ */
export const DEFAULT_PROTECTED_NAMESPACES: readonly string[] = ['kube-system', 'kube-public', 'kube-node-lease'];

/** The template ConfigMap of the Envoy initializer. */
export const DEFAULT_TEMPLATE_CONFIGMAP = 'envoy-initializer';

/** The values of flags as they were given, or from the environment, or their defaults. */
export interface RawSettings {
  readonly listen: string;
  readonly probeListen: string;
  readonly standalone: boolean;
  readonly templateFile?: string;
  readonly templateConfigmap?: string;
  readonly kubeconfig?: string;
  readonly serviceAccountDir?: string;
  readonly certDir?: string;
  readonly clientCa?: string;
  readonly tlsMinVersion: string;
  readonly namespace: string;
  readonly service?: string;
  readonly namespaceLabel: string;
  readonly protectedNamespaces: string;
  readonly drainTimeout: string;
  readonly logLevel: string;
}

/** Where templates come from: a manifest on disk, the built-in example, or a ConfigMap of the cluster. */
export type TemplateLocation =
  | { readonly from: 'file'; readonly file: string }
  | { readonly from: 'example' }
  | { readonly from: 'cluster'; readonly cluster: ClusterLocation };

/** A ConfigMap of a cluster, and how to reach that. */
export interface ClusterLocation {
  readonly namespace: string;
  readonly configMap: string;
  /** Where left out: `KUBECONFIG`, the Pod's ServiceAccount, or `~/.kube/config`. */
  readonly kubeconfig: string | undefined;
  readonly serviceAccountFolder: string | undefined;
}

/** Everything that `serve` can be told, checked. */
export interface Settings {
  readonly listen: ListenAddress;
  readonly probeListen: ListenAddress;
  readonly isStandalone: boolean;
  readonly templates: TemplateLocation;
  /** Folder with `tls.crt`, `tls.key` and perhaps `ca.crt`; `undefined` for a certificate made in memory. */
  readonly certDir: string | undefined;
  /** The name that a certificate has to be for; `undefined` where any will do. */
  readonly serverName: string | undefined;
  /** File of the CAs that clients must be signed by; `undefined` where they need no certificate. */
  readonly clientCa: string | undefined;
  readonly tlsMinVersion: SecureVersion;
  /** What every namespace counts as while there is no cluster to ask. */
  readonly namespaceLabel: 'enabled' | 'disabled' | 'none';
  readonly protectedNamespaces: ReadonlySet<string>;
  readonly drainTimeoutMs: number;
  readonly logLevel: string;
}

/** Checks the settings of `serve`: the settings, or all that is wrong with them, each naming its flag. */
export function parseSettings(raw: RawSettings): Result<Settings, readonly string[]> {
  const problems: string[] = [];
  const note = <Value>(flag: string, result: Result<Value, string>, fallback: Value): Value => {
    if (!result.ok) problems.push(`--${flag}: ${result.error}`);
    return result.ok ? result.value : fallback;
  };
  const nowhere: ListenAddress = { host: '', port: 0 };
  const settings: Settings = {
    listen: note('listen', parseAddress(raw.listen), nowhere),
    probeListen: note('probe-listen', parseAddress(raw.probeListen), nowhere),
    isStandalone: raw.standalone,
    templates: locateTemplates(raw),
    certDir: raw.certDir,
    serverName: raw.service === undefined ? undefined : `${raw.service}.${raw.namespace}.svc`,
    clientCa: raw.clientCa,
    tlsMinVersion: note('tls-min-version', parseTlsVersion(raw.tlsMinVersion), 'TLSv1.3'),
    namespaceLabel: note(
      'namespace-label',
      parseChoice(raw.namespaceLabel, ['enabled', 'disabled', 'none']),
      'enabled',
    ),
    protectedNamespaces: parseNames(`${raw.protectedNamespaces},${raw.namespace}`),
    drainTimeoutMs: note('drain-timeout', parseDuration(raw.drainTimeout), 0),
    logLevel: note('log-level', parseChoice(raw.logLevel, LOG_LEVELS), 'info'),
  };
  problems.push(...findContradictions(raw));
  return problems.length > 0 ? failure(problems) : ok(settings);
}

function locateTemplates(raw: RawSettings): TemplateLocation {
  const { templateFile, templateConfigmap, standalone, namespace, kubeconfig, serviceAccountDir } = raw;
  if (templateFile !== undefined) return { from: 'file', file: templateFile };
  if (standalone) return { from: 'example' };
  const configMap = templateConfigmap ?? DEFAULT_TEMPLATE_CONFIGMAP;
  return { from: 'cluster', cluster: { namespace, configMap, kubeconfig, serviceAccountFolder: serviceAccountDir } };
}

function findContradictions({ standalone, certDir, templateFile, templateConfigmap }: RawSettings): readonly string[] {
  const problems: string[] = [];
  if (!standalone && certDir === undefined) {
    problems.push('--cert-dir: needed without --standalone: a folder with tls.crt and tls.key');
  }
  if (templateConfigmap !== undefined && templateFile !== undefined) {
    problems.push('--template-configmap: cannot stand beside --template-file: templates come from one of them');
  }
  if (templateConfigmap !== undefined && standalone) {
    problems.push('--template-configmap: cannot stand beside --standalone, which has no cluster: use --template-file');
  }
  return problems;
}

const ADDRESS = /^(?:\[(?<ipv6>[0-9a-fA-F:.]+)\]|(?<host>[^:[\]]*)):(?<port>\d{1,5})$/;
const LAST_PORT = 65_535;

/** Reads where to listen: `HOST:PORT`. */
export function parseAddress(text: string): Result<ListenAddress, string> {
  const parts = ADDRESS.exec(text)?.groups;
  const port = Number(parts?.['port']);
  if (parts === undefined || port > LAST_PORT)
    return failure(`${JSON.stringify(text)} is no address: write HOST:PORT, such as 0.0.0.0:8443 or [::]:8443`);
  const host = parts['ipv6'] ?? parts['host'] ?? '';
  return ok({ host: host === '' ? '0.0.0.0' : host, port });
}

function parseTlsVersion(text: string): Result<SecureVersion, string> {
  if (text === '1.3') return ok('TLSv1.3');
  return text === '1.2' ? ok('TLSv1.2') : failure(`${JSON.stringify(text)} is not one of 1.2, 1.3`);
}

/** The choice that the text names. */
export function parseChoice<Choice extends string>(text: string, choices: readonly Choice[]): Result<Choice, string> {
  const choice = choices.find((candidate) => candidate === text);
  return choice === undefined ? failure(`${JSON.stringify(text)} is not one of ${choices.join(', ')}`) : ok(choice);
}

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads a duration as Kubernetes tools write it: `500ms`, `100s`, `2m`. */
export function parseDuration(text: string): Result<number, string> {
  return parseAmount(text, /^(\d{1,6})(ms|s|m)$/, 'write 100s, 2m or 500ms');
}

/** Reads a duration that may be as long as the life of a certificate: `720h` or `30d`, beside what {@link parseDuration} reads. */
export function parseLongDuration(text: string): Result<number, string> {
  return parseAmount(text, /^(\d{1,6})(ms|s|m|h|d)$/, 'write 500ms, 10s, 5m, 720h or 30d');
}

function parseAmount(text: string, form: RegExp, advice: string): Result<number, string> {
  const [, amount, unit] = form.exec(text) ?? [];
  const scale = UNITS_MS[unit ?? ''];
  return scale === undefined
    ? failure(`${JSON.stringify(text)} is no duration: ${advice}`)
    : ok(Number(amount) * scale);
}

/** Reads names separated by commas. */
export function parseNames(text: string): ReadonlySet<string> {
  return new Set(
    text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  );
}

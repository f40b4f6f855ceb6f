import type { RequestOptions } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
import { failure, ok, type Result } from '../result.ts';
import { makeAgent, type ApiConnection, type Authorization } from './api-connection.ts';
import { messageOf } from './api-failure.ts';

/**
 * The connection that kubeconfig files describe: client certificates, tokens, exec plugins, proxies. The first file
 * decides the current context. `@kubernetes/client-node` is loaded here and nowhere else: importing it costs 0.4 s and
 * 80 MB, so import this module only where it is needed.
 *
 * @param paths - at least one; files that name the same cluster, user or context twice are refused
 * @returns the connection, or what is wrong with the files
 * @see https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/
 */
export function connectByKubeconfig(paths: readonly string[]): Result<ApiConnection, string> {
  const load = (): KubeConfig => loadFiles(paths);
  try {
    const kubeConfig = load();
    const server = kubeConfig.getCurrentCluster()?.server ?? '';
    if (!URL.canParse(server))
      return failure(`${paths.join(', ')}: the current context names no cluster with a server`);
    return ok(new KubeconfigConnection(new URL(server), kubeConfig, load));
  } catch (error) {
    return failure(`${paths.join(', ')}: ${messageOf(error)}`);
  }
}

function loadFiles(paths: readonly string[]): KubeConfig {
  const [first, ...others] = paths.map((path) => {
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromFile(path);
    return kubeConfig;
  });
  if (first === undefined) throw new Error('no kubeconfig');
  for (const other of others) first.mergeConfig(other, true);
  return first;
}

/** An agent, and what it was made from: an exec plugin may give another client certificate each time. */
interface KnownAgent {
  readonly agent: Authorization['agent'];
  readonly key: string;
}

class KubeconfigConnection implements ApiConnection {
  readonly server: URL;
  readonly namespace?: string;
  readonly #load: () => KubeConfig;
  #kubeConfig: KubeConfig | undefined;
  #known: KnownAgent | undefined;

  constructor(server: URL, kubeConfig: KubeConfig, load: () => KubeConfig) {
    this.server = server;
    const namespace = kubeConfig.getContextObject(kubeConfig.getCurrentContext())?.namespace;
    if (namespace !== undefined && namespace !== '') this.namespace = namespace;
    this.#kubeConfig = kubeConfig;
    this.#load = load;
  }

  readonly authorize = async (): Promise<Authorization> => {
    this.#kubeConfig ??= this.#load();
    const options: RequestOptions = { headers: {} };
    await this.#kubeConfig.applyToHTTPSOptions(options);
    const hasProxy = this.#kubeConfig.getCurrentCluster()?.proxyUrl !== undefined;
    return { agent: this.#agentFor(options, hasProxy), headers: headersOf(options) };
  };

  /** Reads the files again: KubeConfig keeps the answer of an exec plugin for as long as the plugin says. */
  readonly forgetCredentials = (): void => {
    this.#kubeConfig = undefined;
  };

  readonly close = (): void => {
    this.#known?.agent.destroy();
    this.#known = undefined;
  };

  /** KubeConfig's own agents know proxies, but keep no connection and never change their certificate. */
  #agentFor(options: RequestOptions, hasProxy: boolean): Authorization['agent'] {
    const { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } = options;
    const tls = definedOnly({ ca, cert, key, pfx, passphrase, rejectUnauthorized, servername });
    const fingerprint = JSON.stringify(tls);
    if (this.#known?.key === fingerprint) return this.#known.agent;
    this.close();
    const own = hasProxy && typeof options.agent === 'object' ? options.agent : makeAgent(this.server, tls);
    this.#known = { agent: own, key: fingerprint };
    return own;
  }
}

function headersOf({ headers, auth }: RequestOptions): Readonly<Record<string, string>> {
  const entries = Object.entries(headers ?? {}).map(([name, value]): [string, string] => [name, String(value)]);
  const basic: [string, string][] =
    typeof auth === 'string' ? [['authorization', `Basic ${Buffer.from(auth).toString('base64')}`]] : [];
  return Object.fromEntries([...entries, ...basic]);
}

function definedOnly<Fields extends object>(fields: Fields): Partial<Fields> {
  const defined = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(defined) as Partial<Fields>;
}

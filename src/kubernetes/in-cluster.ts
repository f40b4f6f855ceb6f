import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import { failure, ok, type Result } from '../result.ts';
import { bearer, makeAgent, type ApiConnection, type Authorization } from './api-connection.ts';

/** Where the kubelet puts a Pod's token and the authority of the API server. */
export const SERVICE_ACCOUNT_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The kubelet renews tokens long before their end; client-go and client-node look as often. */
export const TOKEN_REREAD_MS = 60_000;

/** What a Pod is given to find and be known to the API server. */
export interface InClusterOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** {@link SERVICE_ACCOUNT_FOLDER} when left out. */
  readonly folder?: string;
  readonly nowMs: () => number;
  /** {@link TOKEN_REREAD_MS} when left out. */
  readonly rereadMs?: number;
}

/**
 * The connection of a Pod to its own API server, by the token that the kubelet projects. The files are read again every
 * minute and after a 401. Nothing is read before the first request.
 *
 * @returns the connection, or why this is no Pod
 * @see https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/
 */
export function connectInCluster(options: InClusterOptions): Result<ApiConnection, string> {
  const host = options.environment['KUBERNETES_SERVICE_HOST'] ?? '';
  const port = options.environment['KUBERNETES_SERVICE_PORT'] ?? '';
  if (host === '' || port === '') {
    return failure('not in a Pod: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set');
  }
  const server = `https://${isIPv6(host) ? `[${host}]` : host}:${port}`;
  if (!URL.canParse(server))
    return failure(`KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT give no URL: ${server}`);
  return ok(new ServiceAccountConnection(new URL(server), options));
}

interface Mounted extends Authorization {
  readonly caCertificate: string;
}

/** Files and connections of one ServiceAccount. */
class ServiceAccountConnection implements ApiConnection {
  readonly server: URL;
  readonly #folder: string;
  readonly #nowMs: () => number;
  readonly #rereadMs: number;
  #mounted: Mounted | undefined;
  #readAtMs = 0;
  #reading: Promise<Authorization> | undefined;

  constructor(server: URL, { folder = SERVICE_ACCOUNT_FOLDER, nowMs, rereadMs = TOKEN_REREAD_MS }: InClusterOptions) {
    this.server = server;
    this.#folder = folder;
    this.#nowMs = nowMs;
    this.#rereadMs = rereadMs;
  }

  readonly authorize = async (): Promise<Authorization> => {
    if (this.#mounted !== undefined && this.#nowMs() - this.#readAtMs < this.#rereadMs) return this.#mounted;
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    return this.#reading;
  };

  readonly forgetCredentials = (): void => {
    this.#readAtMs = Number.NEGATIVE_INFINITY;
  };

  readonly close = (): void => {
    this.#mounted?.agent.destroy();
    this.#mounted = undefined;
  };

  async #read(): Promise<Authorization> {
    const startedMs = this.#nowMs();
    const [token, caCertificate] = await Promise.all([this.#readText('token'), this.#readText('ca.crt')]);
    const headers = bearer(token.trim());
    const known = this.#mounted;
    const isKnownCa = known?.caCertificate === caCertificate;
    if (!isKnownCa) known?.agent.destroy();
    const agent = known !== undefined && isKnownCa ? known.agent : makeAgent(this.server, { ca: caCertificate });
    this.#mounted = { agent, headers, caCertificate };
    this.#readAtMs = startedMs;
    return this.#mounted;
  }

  #readText(name: string): Promise<string> {
    return readFile(join(this.#folder, name), 'utf8');
  }
}

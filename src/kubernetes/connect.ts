import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { failure, type Result } from '../result.ts';
import type { ApiConnection } from './api-connection.ts';
import { connectInCluster } from './in-cluster.ts';

/** Where to look for the API server. */
export interface ConnectOptions {
  /** Path of a kubeconfig that was asked for by a flag. */
  readonly kubeconfig?: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folder of the ServiceAccount's files; the usual one when left out. */
  readonly serviceAccountFolder?: string;
  readonly nowMs: () => number;
}

/**
 * The connection to the API server. The first row that matches decides.
 *
 * | when                                    | credentials                    |
 * | --------------------------------------- | ------------------------------ |
 * | a kubeconfig was asked for              | that file                      |
 * | the environment has `KUBECONFIG`        | the files that it lists        |
 * | the environment is that of a Pod        | the ServiceAccount of the Pod  |
 * | there is a `~/.kube/config`             | that file                      |
 *
 * @returns the connection, or what was looked for and not found; nothing is sent yet
 */
export async function connectToApiServer(options: ConnectOptions): Promise<Result<ApiConnection, string>> {
  const { kubeconfig, environment, serviceAccountFolder, nowMs } = options;
  if (kubeconfig !== undefined) return loadKubeconfig([kubeconfig]);
  const listed = (environment['KUBECONFIG'] ?? '').split(delimiter).filter((path) => path !== '');
  if (listed.length > 0) return loadKubeconfig(listed);
  const folder = serviceAccountFolder === undefined ? {} : { folder: serviceAccountFolder };
  const inCluster = connectInCluster({ environment, nowMs, ...folder });
  if (inCluster.ok) return inCluster;
  const usual = join(environment['HOME'] ?? '', '.kube', 'config');
  if (environment['HOME'] !== undefined && isThere(usual)) return loadKubeconfig([usual]);
  return failure(`${inCluster.error}; KUBECONFIG is not set, and there is no ~/.kube/config`);
}

/** In a Pod the module, and client-node with it, is never loaded. */
async function loadKubeconfig(paths: readonly string[]): Promise<Result<ApiConnection, string>> {
  const { connectByKubeconfig } = await import('./kubeconfig.ts');
  return connectByKubeconfig(paths);
}

/** A process that may read only some folders is refused even the question. */
function isThere(path: string): boolean {
  try {
    return existsSync(path);
  } catch {
    return false;
  }
}

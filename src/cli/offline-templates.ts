import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { readTemplateConfigMap } from '../admission/template-configmap.ts';
import {
  loadTemplates,
  NO_TEMPLATES,
  type LoadedTemplates,
  type TemplateSource,
} from '../injection/template/load-templates.ts';
import type { JsonObject } from '../injection/json.ts';
import { parseManifest, type Locate } from '../injection/template/manifest.ts';
import type { ApiConnection } from '../kubernetes/api-connection.ts';
import type { ObjectClient } from '../kubernetes/object-client.ts';
import { RefusedError } from './refused-error.ts';
import type { TemplateFlags } from './template-flags.ts';

/** Templates as a command reads them, once. */
export interface OfflineTemplates {
  /** The file, or `namespace/name` of the ConfigMap. */
  readonly place: string;
  readonly loaded: LoadedTemplates;
  /** The documents as they are written. */
  readonly source: TemplateSource;
  /** From a place in a document to one in the file; absent where there is no file. */
  readonly locate?: Locate;
  /** What `/version` of the cluster answers; absent where no cluster was asked, or it did not tell. */
  readonly clusterVersion?: JsonObject;
}

/** A connection to a cluster, with a client for single objects. */
export interface Cluster {
  readonly connection: ApiConnection;
  readonly client: ObjectClient;
}

/** SHA-256 as the core asks for it. */
export function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Reads the templates that the flags name, from a manifest or from a cluster. Broken ones are told by the result: whether
 * they matter is for the command to say.
 *
 * @throws RefusedError where there is no such file, ConfigMap or cluster
 */
export async function readOfflineTemplates(flags: TemplateFlags): Promise<OfflineTemplates> {
  if (flags.templateFile !== undefined) return readTemplateFile(flags.templateFile);
  const { client, connection } = await connectCluster(flags);
  try {
    const [templates, version] = await Promise.all([
      readClusterTemplates(flags, client),
      client.send({ path: '/version' }),
    ]);
    return version.ok ? { ...templates, clusterVersion: version.value } : templates;
  } finally {
    connection.close();
  }
}

/** Reads a manifest of the template ConfigMap. @throws RefusedError where it cannot be read, or is none */
export async function readTemplateFile(file: string): Promise<OfflineTemplates> {
  const manifest = parseManifest(await readText(file));
  if (!manifest.ok) {
    const [problem] = manifest.error;
    throw new RefusedError(`--template-file ${file}:${problem?.line}:${problem?.column}: ${problem?.message}`);
  }
  const { source, locate } = manifest.value;
  return { place: file, loaded: loadTemplates(NO_TEMPLATES, source, sha256Hex), source, locate };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new RefusedError(`--template-file ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Reads the template ConfigMap of a cluster. @throws RefusedError where it cannot be had */
export async function readClusterTemplates(
  { namespace, templateConfigmap }: Pick<TemplateFlags, 'namespace' | 'templateConfigmap'>,
  client: ObjectClient,
): Promise<OfflineTemplates> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/configmaps/${encodeURIComponent(templateConfigmap)}`;
  const configMap = await client.send({ path });
  if (!configMap.ok)
    throw new RefusedError(`${configMap.error.message}: name the ConfigMap with --namespace and --template-configmap`);
  const { source } = readTemplateConfigMap(configMap.value);
  return { place: `${namespace}/${templateConfigmap}`, loaded: loadTemplates(NO_TEMPLATES, source, sha256Hex), source };
}

/** Finds the cluster that the flags or the surroundings name; nothing is sent yet. @throws RefusedError where there is none */
export async function connectCluster({
  kubeconfig,
  serviceAccountDir,
}: Pick<TemplateFlags, 'kubeconfig' | 'serviceAccountDir'>): Promise<Cluster> {
  // HTTP and TLS are loaded for no command that works on files alone.
  const [{ connectToApiServer }, { createObjectClient }, { SYSTEM_TIMING }] = await Promise.all([
    import('../kubernetes/connect.ts'),
    import('../kubernetes/object-client.ts'),
    import('../kubernetes/timing.ts'),
  ]);
  const connection = await connectToApiServer({
    environment: process.env,
    nowMs: () => performance.now(),
    ...(kubeconfig !== undefined && { kubeconfig }),
    ...(serviceAccountDir !== undefined && { serviceAccountFolder: serviceAccountDir }),
  });
  if (!connection.ok)
    throw new RefusedError(`no cluster: ${connection.error}; to work without one, give --template-file`);
  const client = createObjectClient(connection.value, SYSTEM_TIMING, new AbortController().signal);
  return { connection: connection.value, client };
}

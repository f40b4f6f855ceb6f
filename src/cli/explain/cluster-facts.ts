import { readTemplateConfigMap } from '../../admission/template-configmap.ts';
import { objectAt, objectsAt, stringAt, type JsonObject } from '../../injection/json.ts';
import { loadTemplates, NO_TEMPLATES, type LoadedTemplates } from '../../injection/template/load-templates.ts';
import type { ObjectClient } from '../../kubernetes/object-client.ts';
import { hasNativeSidecars } from '../../kubernetes/native-sidecars.ts';
import { ok } from '../../result.ts';
import { sha256Hex } from '../offline-templates.ts';
import { readList, type Seen } from './seen.ts';
import type { ServiceReference } from './webhook-entry.ts';

/** All that is read of a cluster, once; each thing by itself, since rights to one are no rights to another. */
export interface ClusterFacts {
  readonly templates: Seen<TemplatesInCluster>;
  readonly configurations: Seen<readonly JsonObject[]>;
  readonly service: Seen<JsonObject>;
  readonly slices: Seen<readonly JsonObject[]>;
  readonly servingSecret: Seen<JsonObject>;
  readonly hasNativeSidecars: boolean;
}

/** The template ConfigMap as it stands in the cluster. */
export interface TemplatesInCluster {
  readonly loaded: LoadedTemplates;
  /** RFC 3339. */
  readonly createdAt: string | undefined;
}

/** Where the injector is installed. */
export interface Installation extends ServiceReference {
  readonly templateConfigMap: string;
}

/** The Secret with the certificate that the server serves. */
export const SERVING_SECRET = 'sidecar-injector-tls';

const CONFIGURATIONS = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations';

/** Reads what decides about the Pods of any namespace. Nothing fails: what may not be read is told by its own result. */
export async function readClusterFacts(client: ObjectClient, installation: Installation): Promise<ClusterFacts> {
  const { namespace, name } = installation;
  const core = `/api/v1/namespaces/${namespace}`;
  const slicesPath = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices?labelSelector=${encodeURIComponent(`kubernetes.io/service-name=${name}`)}`;
  const [templates, configurations, service, slices, servingSecret, version] = await Promise.all([
    client.send({ path: `${core}/configmaps/${installation.templateConfigMap}` }),
    readConfigurations(client),
    client.send({ path: `${core}/services/${name}` }),
    readList(client, slicesPath),
    client.send({ path: `${core}/secrets/${SERVING_SECRET}` }),
    client.send({ path: '/version' }),
  ]);
  return {
    templates: templates.ok ? ok(readTemplates(templates.value)) : templates,
    configurations,
    service,
    slices,
    servingSecret,
    hasNativeSidecars: hasNativeSidecars(version.ok ? version.value : undefined),
  };
}

/** Whoever may not list them may still be allowed to read ours. */
async function readConfigurations(client: ObjectClient): Promise<Seen<readonly JsonObject[]>> {
  const listed = await readList(client, CONFIGURATIONS);
  if (listed.ok || listed.error.kind !== 'forbidden') return listed;
  const ours = await client.send({ path: `${CONFIGURATIONS}/sidecar-injector` });
  return ours.ok ? ok([ours.value]) : listed;
}

/** Reads a ConfigMap object as templates. */
export function readTemplates(configMap: JsonObject): TemplatesInCluster {
  const { source } = readTemplateConfigMap(configMap);
  return {
    loaded: loadTemplates(NO_TEMPLATES, source, sha256Hex),
    createdAt: stringAt(objectAt(configMap, 'metadata'), 'creationTimestamp'),
  };
}

/** An address that a ready replica listens on. */
export interface ReadyEndpoint {
  readonly address: string;
  readonly port: number;
}

/** The endpoints of slices that a connection may go to. @see https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#conditions */
export function readyEndpoints(slices: readonly JsonObject[]): readonly ReadyEndpoint[] {
  return slices.flatMap((slice) => {
    const port = objectsAt(slice, 'ports')[0]?.['port'];
    if (typeof port !== 'number') return [];
    return objectsAt(slice, 'endpoints')
      .filter((endpoint) => objectAt(endpoint, 'conditions')?.['ready'] !== false)
      .flatMap(({ addresses }) => (Array.isArray(addresses) ? addresses.slice(0, 1) : []))
      .map((address) => ({ address: String(address), port }));
  });
}

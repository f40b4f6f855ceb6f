import type { Logger } from 'pino';
import type { ApiConnection } from '../kubernetes/api-connection.ts';
import { connectToApiServer } from '../kubernetes/connect.ts';
import type { InformerEvent } from '../kubernetes/informer-state.ts';
import { defineInformerMetrics, type InformerStates } from '../kubernetes/informer-metrics.ts';
import { NamespaceInformer } from '../kubernetes/namespace-informer.ts';
import { ServerVersion } from '../kubernetes/server-version.ts';
import { TemplateInformer, type TemplateConfigMap } from '../kubernetes/template-informer.ts';
import type { TemplateProblem } from '../injection/template/problem.ts';
import type { ClusterLocation } from '../settings.ts';
import type { DefineMetrics } from '../webhook/metrics.ts';
import type { NamespaceScope } from '../webhook/mutate-route.ts';
import type { ReadinessCheck } from '../webhook/readiness.ts';
import type { TemplateStore } from '../webhook/template-store.ts';
import { RefusedError } from './refused-error.ts';
import type { FileProblem } from './template-file.ts';
import { logTemplates } from './template-log.ts';

/** A review waits at most this long for a namespace that was not heard of yet; the webhook's timeout is 5 s. */
const NAMESPACE_WAIT_MS = 300;

/** Templates that flow into a store from wherever they are, and what else a webhook learns there. */
export interface FollowedTemplates {
  readonly scope: NamespaceScope;
  readonly checks: readonly ReadinessCheck[];
  readonly defineMetrics: DefineMetrics;
  readonly stop: () => Promise<void>;
}

/**
 * Follows the template ConfigMap and the namespaces of a cluster. Returns at once: readiness tells when both are known. With
 * the API server gone, what is known stays.
 *
 * @throws RefusedError where it is not known how to reach a cluster
 */
export async function followCluster(
  location: ClusterLocation,
  store: TemplateStore,
  log: Logger,
): Promise<FollowedTemplates> {
  const connection = await connect(location);
  const { namespace, configMap: name } = location;
  const onEvent = (resource: string) => (event: InformerEvent) => logEvent(log, resource, event);
  const onChange = (configMap: TemplateConfigMap): void => takeOver(configMap, `${namespace}/${name}`, store, log);
  const templates = new TemplateInformer({ connection, namespace, name, onChange, onEvent: onEvent('configmaps') });
  const namespaces = new NamespaceInformer({ connection, onEvent: onEvent('namespaces') });
  const states: InformerStates = () => ({ configmaps: templates.state(), namespaces: namespaces.state() });
  const version = new ServerVersion(connection);
  for (const followed of [templates, namespaces, version]) followed.start();
  return {
    scope: {
      enabledEntries: new Set(['enabled']),
      findNamespace: (wanted) => namespaces.find(wanted),
      waitForNamespace: async (wanted) => namespaces.waitFor(wanted, NAMESPACE_WAIT_MS),
      hasNativeSidecars: () => version.hasNativeSidecars,
    },
    checks: Object.keys(states()).map((resource) => ({
      name: `informer-${resource}`,
      failure: () => whyNotSynced(states, resource),
    })),
    defineMetrics: (registry) => void defineInformerMetrics(registry, states),
    stop: async () => {
      await Promise.all([templates.stop(), namespaces.stop(), version.stop()]);
      connection.close();
    },
  };
}

async function connect({ kubeconfig, serviceAccountFolder }: ClusterLocation): Promise<ApiConnection> {
  const connection = await connectToApiServer({
    environment: process.env,
    nowMs: () => performance.now(),
    ...(kubeconfig !== undefined && { kubeconfig }),
    ...(serviceAccountFolder !== undefined && { serviceAccountFolder }),
  });
  if (connection.ok) return connection.value;
  throw new RefusedError(`no cluster to read templates from: ${connection.error}; without a cluster use --standalone`);
}

/** Once synced, an outage of the API server empties no endpoints: what is known is served. */
function whyNotSynced(states: InformerStates, resource: string): string | undefined {
  const state = states()[resource];
  return state?.isSynced === true
    ? undefined
    : `not listed yet${state?.lastError === undefined ? '' : `: ${state.lastError}`}`;
}

function takeOver(configMap: TemplateConfigMap, place: string, store: TemplateStore, log: Logger): void {
  if (configMap.state !== 'present') {
    log.error(
      { configMap: place, reason: configMap.reason },
      'template ConfigMap missing: the last good templates stay',
    );
    return;
  }
  const loaded = store.update(configMap.source);
  const problems = withKeys([...configMap.problems, ...loaded.problems]);
  logTemplates(log, { place, problems, warnings: withKeys([...loaded.warnings]), loaded });
}

function withKeys(problems: readonly (readonly [string, readonly TemplateProblem[]])[]): readonly FileProblem[] {
  return problems.flatMap(([key, list]) => list.map((problem) => ({ ...problem, key })));
}

function logEvent(log: Logger, resource: string, event: InformerEvent): void {
  if (event.type === 'failed') {
    log.warn(
      { resource, kind: event.failure.kind, problem: event.failure.message, retryInMs: event.retryInMs },
      'API server not reached',
    );
  } else if (event.type === 'consumer-failed')
    log.error({ resource, err: event.error }, 'a change could not be taken over');
  else log.debug({ resource, ...event }, 'informer');
}

import { hostname } from 'node:os';
import type { Logger } from 'pino';
import type { TellEvent } from '../admission/event.ts';
import type { ApiConnection } from '../kubernetes/api-connection.ts';
import { connectToApiServer } from '../kubernetes/connect.ts';
import { EventRecorder } from '../kubernetes/event-recorder.ts';
import type { InformerEvent } from '../kubernetes/informer-state.ts';
import { defineInformerMetrics, type InformerStates } from '../kubernetes/informer-metrics.ts';
import { NamespaceInformer } from '../kubernetes/namespace-informer.ts';
import { ServerVersion } from '../kubernetes/server-version.ts';
import { TemplateInformer } from '../kubernetes/template-informer.ts';
import type { ClusterLocation } from '../settings.ts';
import type { DefineMetrics } from '../webhook/metrics.ts';
import type { NamespaceScope } from '../webhook/mutate-route.ts';
import type { ReadinessCheck } from '../webhook/readiness.ts';
import type { TemplateStore } from '../webhook/template-store.ts';
import { RefusedError } from './refused-error.ts';
import { takeOverTemplates } from './take-over-templates.ts';

/** A review waits at most this long for a namespace that was not heard of yet; the webhook's timeout is 5 s. */
const NAMESPACE_WAIT_MS = 300;

/** A server that ends waits at most this long until the last Events are written. */
const FLUSH_EVENTS_MS = 2_000;

/** Templates that flow into a store from wherever they are, and what else a webhook learns there. */
export interface FollowedTemplates {
  readonly scope: NamespaceScope;
  readonly checks: readonly ReadinessCheck[];
  readonly defineMetrics: DefineMetrics;
  /** Absent where there is no cluster that Events could be written to. */
  readonly tellEvent?: TellEvent;
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
  const events = recordEvents(connection, log);
  const tellEvent: TellEvent = (event) => events.tell(event);
  const takeOver = takeOverTemplates({ namespace, name, store, log, tellEvent });
  const templates = new TemplateInformer({
    connection,
    namespace,
    name,
    onChange: takeOver,
    onEvent: onEvent('configmaps'),
  });
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
    checks: checksOf(states),
    defineMetrics: (registry) => void [defineInformerMetrics(registry, states), events.books.define(registry)],
    tellEvent,
    stop: async () => {
      await events.stop(FLUSH_EVENTS_MS);
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

/** A condition of readiness for each informer: its first list is done. */
export function checksOf(states: InformerStates): readonly ReadinessCheck[] {
  return Object.keys(states()).map((resource) => ({
    name: `informer-${resource}`,
    failure: () => whyNotSynced(states, resource),
  }));
}

/** Once synced, an outage of the API server empties no endpoints: what is known is served. */
function whyNotSynced(states: InformerStates, resource: string): string | undefined {
  const state = states()[resource];
  return state?.isSynced === true
    ? undefined
    : `not listed yet${state?.lastError === undefined ? '' : `: ${state.lastError}`}`;
}

/** Writes Events in the name of this replica, and logs those that the API server does not take. */
export function recordEvents(connection: ApiConnection, log: Logger): EventRecorder {
  return new EventRecorder({
    connection,
    instance: hostname(),
    now: () => new Date(),
    onFailure: ({ reason }, { kind, message }) => log.warn({ reason, kind, problem: message }, 'Event not written'),
  });
}

/** Logs what happens inside an informer. */
export function logEvent(log: Logger, resource: string, event: InformerEvent): void {
  if (event.type === 'failed') {
    log.warn(
      { resource, kind: event.failure.kind, problem: event.failure.message, retryInMs: event.retryInMs },
      'API server not reached',
    );
  } else if (event.type === 'consumer-failed')
    log.error({ resource, err: event.error }, 'a change could not be taken over');
  else log.debug({ resource, ...event }, 'informer');
}

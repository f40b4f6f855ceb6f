import { collectDefaultMetrics, Registry } from '@prometheus-io/client';
import type { Logger } from 'pino';
import { CoverageWatch } from '../../controller/coverage-watch.ts';
import { defineCoverageMetrics } from '../../controller/coverage-metrics.ts';
import { GapTeller } from '../../controller/gap-teller.ts';
import type { Gap } from '../../controller/pod-records.ts';
import { TemplateTimes } from '../../controller/template-times.ts';
import type { ApiConnection } from '../../kubernetes/api-connection.ts';
import type { EventRecorder } from '../../kubernetes/event-recorder.ts';
import { defineInformerMetrics } from '../../kubernetes/informer-metrics.ts';
import { SYSTEM_TIMING } from '../../kubernetes/timing.ts';
import { ServerVersion } from '../../kubernetes/server-version.ts';
import { TemplateInformer, type TemplateConfigMap } from '../../kubernetes/template-informer.ts';
import { createLogger } from '../../logger.ts';
import { buildProbeServer } from '../../webhook/probe-server.ts';
import type { ReadinessCheck } from '../../webhook/readiness.ts';
import { sha256Hex } from '../../webhook/sha256-hex.ts';
import { TemplateStore } from '../../webhook/template-store.ts';
import { checksOf, logEvent, recordEvents } from '../cluster.ts';
import { listen } from '../listen.ts';
import { connectCluster } from '../offline-templates.ts';
import { takeOverTemplates } from '../take-over-templates.ts';
import type { ControllerSettings } from './controller-command.ts';

/** A controller that ends waits at most this long until the last Events are written. */
const FLUSH_EVENTS_MS = 2_000;

/**
 * Watches a cluster for Pods that lack their sidecar until it is asked to end.
 *
 * @throws RefusedError where no cluster is known, or a port cannot be had
 */
export async function runController(settings: ControllerSettings, stopRequested: Promise<void>): Promise<void> {
  const { log, flush } = createLogger(settings.logLevel);
  const { connection } = await connectCluster(settings, '');
  const controller = new Controller(settings, connection, log);
  try {
    controller.start();
    const probeListen = await listen(controller.probes, settings.probeListen, 'probe-listen');
    log.info({ probeListen }, 'ready');
    await stopRequested;
  } finally {
    // What is left open after a start that failed would keep the process alive.
    await controller.stop();
    connection.close();
    log.info('ended');
    flush();
  }
}

/** The parts of the controller. */
class Controller {
  readonly probes: ReturnType<typeof buildProbeServer>;
  readonly #log: Logger;
  readonly #events: EventRecorder;
  readonly #teller: GapTeller;
  readonly #stopping = new AbortController();
  readonly #store = new TemplateStore(sha256Hex);
  readonly #times = new TemplateTimes();
  readonly #version: ServerVersion;
  readonly #watch: CoverageWatch;
  readonly #templates: TemplateInformer;
  readonly #takeOver: (configMap: TemplateConfigMap) => void;

  constructor(settings: ControllerSettings, connection: ApiConnection, log: Logger) {
    const { namespace, templateConfigmap: name } = settings;
    this.#log = log;
    this.#events = recordEvents(connection, log);
    this.#version = new ServerVersion(connection);
    this.#watch = this.#watchOver(settings, connection);
    this.#teller = new GapTeller({
      tellEvent: (event) => this.#events.tell(event),
      isThere: (uid) => this.#watch.records.has(uid),
      timing: SYSTEM_TIMING,
      signal: this.#stopping.signal,
    });
    // The servers tell the Events of the ConfigMap.
    this.#takeOver = takeOverTemplates({ namespace, name, log, store: this.#store, tellEvent: () => undefined });
    this.#templates = new TemplateInformer({
      connection,
      namespace,
      name,
      onChange: (configMap) => this.#takeTemplates(configMap),
      onEvent: (event) => logEvent(log, 'configmaps', event),
    });
    this.probes = this.#buildProbes();
  }

  start(): void {
    for (const part of [this.#version, this.#templates, this.#watch]) part.start();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.probes.close();
    await Promise.all([this.#watch.stop(), this.#teller.ended(), this.#templates.stop(), this.#version.stop()]);
    await this.#events.stop(FLUSH_EVENTS_MS);
  }

  #watchOver({ protectedNamespaces }: ControllerSettings, connection: ApiConnection): CoverageWatch {
    const log = this.#log;
    return new CoverageWatch({
      connection,
      judgedBy: {
        templates: () => this.#store.current.set,
        inForceSince: (template) => this.#times.since(template),
        hasNativeSidecars: () => this.#version.hasNativeSidecars,
        protectedNamespaces,
      },
      onGap: (gap) => this.#tell(gap),
      onInformerEvent: (resource, event) => logEvent(log, resource, event),
      onSweepFailure: ({ kind, message }, retryInMs) =>
        log.warn({ kind, problem: message, retryInMs }, 'Pods could not be read again'),
    });
  }

  #takeTemplates(configMap: TemplateConfigMap): void {
    this.#takeOver(configMap);
    const times = configMap.state === 'present' ? configMap : {};
    if (this.#times.update(this.#store.current.set, times, new Date())) this.#watch.templatesChanged();
  }

  #tell(gap: Gap): void {
    const { namespace, name, maker, state, createdAt } = gap;
    const ageMs = createdAt === undefined ? undefined : Date.now() - Date.parse(createdAt);
    const owner = `${maker.kind}/${maker.name}`;
    this.#log.warn({ namespace, pod: name, owner, state, ageMs }, 'Pod without its sidecar');
    this.#teller.tell(gap);
  }

  #buildProbes(): ReturnType<typeof buildProbeServer> {
    const registry = new Registry();
    const states = (): ReturnType<Parameters<typeof checksOf>[0]> => ({
      configmaps: this.#templates.state(),
      ...this.#watch.states,
    });
    collectDefaultMetrics({ register: registry });
    defineInformerMetrics(registry, states);
    defineCoverageMetrics(registry, this.#watch.records);
    this.#events.books.define(registry);
    const templates: ReadinessCheck = {
      name: 'templates',
      failure: () => (this.#store.current.set.templates.size > 0 ? undefined : 'no template is in force'),
    };
    const render = async (): Promise<{ contentType: string; text: string }> => ({
      contentType: registry.contentType,
      text: await registry.metrics(),
    });
    return buildProbeServer({ checks: [templates, ...checksOf(states)], metrics: { render } });
  }
}

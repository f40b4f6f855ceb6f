import type { FastifyInstance } from 'fastify';
import type { SecureVersion } from 'node:tls';
import type { Logger } from 'pino';
import type { TellEvent } from '../admission/event.ts';
import type { ConfigMapName } from '../admission/validate.ts';
import { BodyBudget } from './body-budget.ts';
import type { CertificateHolder } from './certificate-holder.ts';
import { Connections } from './connections.ts';
import { MAX_IN_FLIGHT_BYTES } from './limits.ts';
import { createMetrics, type DefineMetrics, type Metrics } from './metrics.ts';
import type { NamespaceScope } from './mutate-route.ts';
import { buildProbeServer } from './probe-server.ts';
import type { ReadinessCheck } from './readiness.ts';
import { buildServer } from './server.ts';
import { serverChecks, templateStates } from './server-checks.ts';
import type { TemplateStore } from './template-store.ts';

/** What a webhook is made of. */
export interface WebhookParts extends NamespaceScope {
  readonly templates: TemplateStore;
  readonly certificates: CertificateHolder;
  readonly protectedNamespaces: ReadonlySet<string>;
  readonly tlsMinVersion: SecureVersion;
  /** The ConfigMap that templates are read from; left out, every ConfigMap is validated as one. */
  readonly templateConfigMap?: ConfigMapName;
  readonly log: Logger;
  /** Conditions of readiness beside the server's own. */
  readonly checks?: readonly ReadinessCheck[];
  readonly defineMetrics?: DefineMetrics;
  /** Has Events written of what reviews have to tell; left out, there are none. */
  readonly tellEvent?: TellEvent;
}

/** The two servers of a webhook, reviews over HTTPS and probes over HTTP, from the first connection to the last. */
export class Webhook {
  /** Answers reviews. */
  readonly app: FastifyInstance;
  /** Answers probes and scrapes. */
  readonly probes: FastifyInstance;
  readonly metrics: Metrics;
  readonly #connections = new Connections();
  #isDraining = false;

  constructor(parts: WebhookParts) {
    const { certificates, templates } = parts;
    const budget = new BodyBudget(MAX_IN_FLIGHT_BYTES);
    this.metrics = createMetrics(
      {
        connections: () => this.#connections.count,
        inFlightBytes: () => budget.bytes,
        certificateExpirySeconds: () => certificates.current.notAfter.getTime() / 1000,
        certificateRefusals: () => certificates.refusals,
        templates: () => templateStates(templates),
        templateLoads: () => templates.loads,
      },
      parts.defineMetrics,
    );
    const isDraining = (): boolean => this.#isDraining;
    const own = serverChecks({ certificates, templates, isDraining, now: () => new Date() });
    const checks = [...own, ...(parts.checks ?? [])];
    this.app = buildServer({ ...parts, budget, metrics: this.metrics, connections: this.#connections, isDraining });
    this.probes = buildProbeServer({ checks, metrics: this.metrics });
  }

  /**
   * Ends without losing a review: readiness turns red, each reply closes its connection, and reviews are answered until
   * clients have left or `timeoutMs` is over.
   *
   * @returns how many connections were still open
   */
  async drain(timeoutMs: number): Promise<number> {
    this.#isDraining = true;
    const left = await this.#connections.drain(timeoutMs);
    await this.close();
    return left;
  }

  /** Ends at once. */
  async close(): Promise<void> {
    await this.app.close();
    await this.probes.close();
  }
}

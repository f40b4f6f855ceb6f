import type { FastifyInstance } from 'fastify';
import type { SecureVersion } from 'node:tls';
import type { Logger } from 'pino';
import type { TellEvent } from '../admission/event.ts';
import type { ConfigMapName } from '../admission/validate.ts';
import { BodyBudget } from './body-budget.ts';
import type { CertificateHolder } from './certificate-holder.ts';
import type { ClientAuthority } from './client-authority.ts';
import { Connections } from './connections.ts';
import { BODY_BUDGET, COSTLY_REVIEW_ALLOWANCE } from './limits.ts';
import { createMetrics, type DefineMetrics, type Metrics } from './metrics.ts';
import type { NamespaceScope } from './mutate-route.ts';
import { buildProbeServer } from './probe-server.ts';
import type { ReadinessCheck } from './readiness.ts';
import { SerialLane } from './serial-lane.ts';
import { buildServer } from './server.ts';
import { serverChecks, templateStates } from './server-checks.ts';
import type { TemplateStore } from './template-store.ts';
import { WorkAllowance } from './work-allowance.ts';

/** What a webhook is made of. */
export interface WebhookParts extends NamespaceScope {
  readonly templates: TemplateStore;
  readonly certificates: CertificateHolder;
  readonly protectedNamespaces: ReadonlySet<string>;
  readonly tlsMinVersion: SecureVersion;
  /** The CAs that clients must be signed by; left out, clients need no certificate. */
  readonly clientAuthority?: ClientAuthority;
  /** The ConfigMap that templates are read from; left out, every ConfigMap is validated as one. */
  readonly templateConfigMap?: ConfigMapName;
  readonly log: Logger;
  /** Conditions of readiness beside the server's own. */
  readonly checks?: readonly ReadinessCheck[];
  readonly defineMetrics?: DefineMetrics;
  /** Has Events written of what reviews have to tell; left out, there are none. */
  readonly tellEvent?: TellEvent;
}

function nowMs(): number {
  return performance.now();
}

/** What this thread has used of its processor: a machine that is busy elsewhere makes no review costly. */
function processorMs(): number {
  const { user, system } = process.threadCpuUsage?.() ?? process.cpuUsage();
  return (user + system) / 1000;
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
    const budget = new BodyBudget(BODY_BUDGET);
    const lane = new SerialLane(nowMs);
    const costly = new WorkAllowance(COSTLY_REVIEW_ALLOWANCE, nowMs, processorMs);
    this.metrics = createMetrics(
      {
        connections: () => this.#connections.count,
        inFlightBytes: () => budget.bytes,
        largeReviews: () => lane.length,
        certificateExpirySeconds: () => certificates.current.notAfter.getTime() / 1000,
        certificateRefusals: () => certificates.refusals,
        templates: () => templateStates(templates),
        templateProblems: () => templates.current.problems.size,
        revisions: () => templates.revisions,
        templatesHash: () => templates.hash,
        templateLoads: () => templates.loads,
      },
      parts.defineMetrics,
    );
    const isDraining = (): boolean => this.#isDraining;
    const own = serverChecks({ certificates, templates, isDraining, now: () => new Date() });
    const checks = [...own, ...(parts.checks ?? [])];
    const { metrics } = this;
    const shared = { budget, lane, costly, metrics, connections: this.#connections, isDraining };
    this.app = buildServer({ ...parts, ...shared });
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

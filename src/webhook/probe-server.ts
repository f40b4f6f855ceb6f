import fastify, { type FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.ts';
import { checkReadiness, type ReadinessCheck } from './readiness.ts';

/** Requests of probes and scrapers are small and quick. */
const REQUEST_TIMEOUT_MS = 5000;

/** What the probes look at. */
export interface ProbeDependencies {
  readonly checks: readonly ReadinessCheck[];
  readonly metrics: Pick<Metrics, 'render'>;
}

/**
 * Builds the HTTP server of probes and metrics: a port of its own, so that they are answered however full the webhook's
 * is. Never listens.
 */
export function buildProbeServer({ checks, metrics }: ProbeDependencies): FastifyInstance {
  const app = fastify({ logger: false, requestTimeout: REQUEST_TIMEOUT_MS, forceCloseConnections: true });
  app.get('/livez', async (_request, reply) => reply.type('text/plain').send('ok\n'));
  app.get<{ Querystring: { verbose?: string } }>('/readyz', async (request, reply) => {
    const { isReady, text } = checkReadiness(checks);
    const isVerbose = request.query.verbose !== undefined || !isReady;
    return reply
      .code(isReady ? 200 : 503)
      .type('text/plain')
      .send(isVerbose ? text : 'ok\n');
  });
  app.get('/metrics', async (_request, reply) => {
    const { contentType, text } = await metrics.render();
    return reply.type(contentType).send(text);
  });
  return app;
}

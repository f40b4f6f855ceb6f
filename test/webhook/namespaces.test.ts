import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { NamespaceMetadata } from '../../src/admission/mutate.ts';
import type { NamespaceScope } from '../../src/webhook/mutate-route.ts';
import { send } from '../support/https-client.ts';
import { responseIn, reviewOf } from '../support/review-of.ts';
import { startWebhook, type RunningWebhook } from '../support/running-webhook.ts';

const DISABLED: NamespaceMetadata = { labels: { 'sidecar-injector.dev/injection': 'disabled' }, annotations: {} };

const servers: RunningWebhook[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** A cluster that hears of each namespace `afterMs` after it is asked for it; never, where that is left out. */
function clusterThatLearns(afterMs?: number): NamespaceScope {
  const known = new Map<string, NamespaceMetadata>();
  return {
    enabledEntries: new Set(['enabled']),
    findNamespace: (name) => known.get(name),
    hasNativeSidecars: () => true,
    waitForNamespace: async (name) => {
      await delay(afterMs ?? 50);
      if (afterMs !== undefined) known.set(name, DISABLED);
    },
  };
}

async function reviewIn(scope: NamespaceScope): Promise<ReturnType<typeof responseIn>> {
  const server = await startWebhook({ scope });
  servers.push(server);
  const { text } = await send(server.url, { body: reviewOf() });
  return responseIn(text);
}

describe('a review in a namespace that is not known yet', () => {
  it('waits until it is heard of, and is decided by its label', async () => {
    expect(await reviewIn(clusterThatLearns(100))).toMatchObject({
      allowed: true,
      auditAnnotations: { decision: 'skip', reason: 'namespace-disabled' },
    });
  });

  it('is decided by path and Pod where it stays unknown, with a warning', async () => {
    const response = await reviewIn(clusterThatLearns());
    expect(response).toMatchObject({ allowed: true, auditAnnotations: { decision: 'inject' } });
    expect(response.warnings).toHaveLength(1);
    expect(response.warnings?.[0]).toContain('is not known yet');
  });
});

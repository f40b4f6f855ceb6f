import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { InjectorEvent } from '../../src/admission/event.ts';
import type { JsonObject } from '../../src/injection/json.ts';
import { connectTo } from '../../src/kubernetes/api-connection.ts';
import { EVENT_LIMITS } from '../../src/kubernetes/event-limits.ts';
import { EventRecorder } from '../../src/kubernetes/event-recorder.ts';
import { oneConnection, send } from '../support/https-client.ts';
import { podOf } from '../support/load-example.ts';
import { decisionsOf, sumOf } from '../support/metric-samples.ts';
import { responseIn, reviewOf } from '../support/review-of.ts';
import { startWebhook } from '../support/running-webhook.ts';

/** The review of a Pod that asks, is skipped, and belongs to a ReplicaSet of this name. */
function skippedReview(owner: string, request: JsonObject = {}): JsonObject {
  const ownerReferences = [
    { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: owner, uid: `u-${owner}`, controller: true },
  ];
  const pod = podOf({ hostNetwork: true });
  const metadata = {
    generateName: `${owner}-`,
    annotations: { 'sidecar-injector.dev/inject': 'true' },
    ownerReferences,
  };
  return reviewOf({ ...pod, metadata }, request);
}

/** A port of this machine on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('the webhook', () => {
  it('has Events told once a review is answered, and none on a dry run', async () => {
    const told: InjectorEvent[] = [];
    const { url, close, metrics } = await startWebhook({ tellEvent: (event) => void told.push(event) });
    onTestFinished(close);
    await send(url, { body: skippedReview('dry', { dryRun: true }) });
    await send(url, { body: reviewOf() });
    await send(url, { body: skippedReview('shop') });
    await expect.poll(async () => sumOf(await metrics(), 'sidecar_injector_decisions_total')).toBe(3);
    expect(told.map(({ about, reason }) => `${about.kind}/${about.name} ${reason}`)).toStrictEqual([
      'ReplicaSet/shop RequestSkipped',
    ]);
  });

  it('loses no review where the API server cannot be reached, and counts the Events that it drops', async () => {
    const connection = connectTo({ server: `http://127.0.0.1:${await closedPort()}` });
    const limits = { ...EVENT_LIMITS, maxQueued: 50 };
    const recorder = new EventRecorder({
      connection,
      limits,
      instance: 'replica-1',
      now: () => new Date(),
      onFailure: () => undefined,
    });
    const { url, close, metrics } = await startWebhook({
      tellEvent: (event) => recorder.tell(event),
      defineMetrics: (registry) => void recorder.books.define(registry),
    });
    const agent = oneConnection();
    onTestFinished(async () => {
      agent.destroy();
      await close();
      await recorder.stop(0);
      connection.close();
    });
    for (let index = 0; index < 200; index += 1) {
      const { status, text } = await send(url, { body: skippedReview(`shop-${index}`), agent });
      expect({ status, allowed: responseIn(text).allowed }).toStrictEqual({ status: 200, allowed: true });
    }
    await expect.poll(async () => decisionsOf(await metrics(), 'skipped', 'host-network')).toBe(200);
    const samples = await metrics();
    const sum = (result: string): number => sumOf(samples, `sidecar_injector_events_${result}_total`);
    expect(sum('dropped')).toBeGreaterThanOrEqual(140);
    expect(sum('sent')).toBe(0);
    await recorder.stop(2000);
    const after = await metrics();
    expect(
      sumOf(after, 'sidecar_injector_events_dropped_total') + sumOf(after, 'sidecar_injector_events_failed_total'),
    ).toBe(200);
  });
});

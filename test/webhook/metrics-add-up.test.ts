import { Agent } from 'node:https';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { JsonObject } from '../../src/injection/json.ts';
import { send } from '../support/https-client.ts';
import { podOf } from '../support/load-example.ts';
import { sumOf, type MetricSamples } from '../support/metric-samples.ts';
import { reviewOf } from '../support/review-of.ts';
import { startWebhook } from '../support/running-webhook.ts';

const REVIEWS = 10_000;
const BATCH = 100;

const MANIFEST = `
apiVersion: v1
kind: ConfigMap
metadata: {name: envoy-initializer}
data:
  envoy: |
    default: true
    when: "!object.metadata.?labels.?batch.hasValue()"
    params: {count: {type: integer, default: 2, minimum: 1}}
    containers: [{name: envoy, image: "e:1", args: ["n \${{ params.count }}"]}]
  log: |
    containers: [{name: log, image: "l:1"}]
`;

const asking = (value: string, more: JsonObject = {}): JsonObject => ({
  'sidecar-injector.dev/inject': value,
  ...more,
});
const labelled = (labels: JsonObject): JsonObject => ({
  ...podOf(),
  metadata: { name: 'shop', labels, annotations: asking('true') },
});

/** Bodies of every kind; what users choose differs in each. */
function bodyOf(index: number): { readonly body: unknown; readonly isReview: boolean } {
  const word = `w${index}`;
  const pods: readonly JsonObject[] = [
    podOf({}, asking('true')),
    podOf({}, asking('envoy,log')),
    podOf({}, asking(word)),
    podOf({}, asking(`${word} ${word}`)),
    podOf({}, {}),
    podOf({ hostNetwork: true }, asking('true')),
    podOf({ containers: [{ name: 'envoy', image: word }] }, asking('envoy')),
    podOf({}, asking('true', { [`sidecar-injector.dev/envoy.${word}`]: word })),
    podOf({}, asking('true', { [`initializer.kubernetes.io/${word}`]: 'true' })),
    labelled({ batch: word, [word]: word }),
  ];
  if (index % 11 === 10) return { body: { kind: word }, isReview: false };
  return { body: reviewOf(pods[index % pods.length], { namespace: word, uid: word }), isReview: true };
}

/** The lines of metrics whose names are ours, without values. */
function seriesOf(samples: MetricSamples): ReadonlySet<string> {
  return new Set([...samples.keys()].filter((line) => line.startsWith('sidecar_injector_')));
}

describe('the metrics', () => {
  it(`add up after ${REVIEWS} reviews of every kind, in no more series than before`, { timeout: 120_000 }, async () => {
    const { port, metrics, close } = await startWebhook({ manifest: MANIFEST });
    const url = `https://127.0.0.1:${port}/mutate/requested`;
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    onTestFinished(async () => {
      agent.destroy();
      await close();
    });
    const sendAll = async (from: number, to: number): Promise<void> => {
      for (let start = from; start < to; start += BATCH) {
        const batch = Array.from({ length: Math.min(BATCH, to - start) }, (_, offset) => bodyOf(start + offset));
        const replies = batch.map(async ({ body, isReview }) => {
          const { status } = await send(url, { body, agent });
          expect(status).toBe(isReview ? 200 : 400);
        });
        await Promise.all(replies);
      }
    };
    await sendAll(0, 220);
    const early = seriesOf(await metrics());
    await sendAll(220, REVIEWS);
    const samples = await metrics();
    expect(sumOf(samples, 'sidecar_injector_reviews_total')).toBe(REVIEWS);
    expect(sumOf(samples, 'sidecar_injector_decisions_total')).toBe(REVIEWS);
    expect(sumOf(samples, 'sidecar_injector_review_duration_seconds_count')).toBe(REVIEWS);
    expect(seriesOf(samples)).toStrictEqual(early);
    const decisions = [...samples].filter(([line]) => line.startsWith('sidecar_injector_decisions_total'));
    expect(decisions.filter(([, count]) => count > 0).length).toBeGreaterThan(7);
  });
});

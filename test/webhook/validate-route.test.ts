import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { JsonObject } from '../../src/injection/json.ts';
import { configMapOf, configMapReview, GOOD } from '../support/configmap-review.ts';
import { send } from '../support/https-client.ts';
import { sumOf } from '../support/metric-samples.ts';
import { responseIn, reviewOf } from '../support/review-of.ts';
import { startWebhook, type RunningWebhook } from '../support/running-webhook.ts';

const MIB = 1024 * 1024;
const UID = '13796e58-a751-4671-8371-67ff68c1f41d';
const CANARY = 'canary7f3a';
const BROKEN = `containers: [{name: envoy, image: "envoy:1", imge: "${CANARY}"}]`;

let server: RunningWebhook;
let url: string;

beforeAll(async () => {
  server = await startWebhook();
  url = new URL('/validate', server.url).href;
});

afterAll(async () => server.close());

async function resultsOf(result: string): Promise<number> {
  return (await server.metrics()).get(`sidecar_injector_template_reviews_total{result="${result}"}`) ?? 0;
}

/** Sends a body; the answer, and the log line that it left. */
async function sendLogged(body: unknown, result: string) {
  const [before, lines] = [await resultsOf(result), server.logText().split('\n').length];
  const answer = await send(url, { body });
  await expect.poll(() => resultsOf(result)).toBe(before + 1);
  const line = JSON.parse(server.logText().split('\n')[lines - 1] ?? '') as JsonObject;
  return { answer, line };
}

describe('POST /validate', () => {
  it('lets a good ConfigMap in', async () => {
    const { answer, line } = await sendLogged(configMapReview(configMapOf({ config: GOOD })), 'allowed');
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toStrictEqual({
      apiVersion: 'admission.k8s.io/v1',
      kind: 'AdmissionReview',
      response: { uid: UID, allowed: true },
    });
    expect(line).toStrictEqual({
      level: 30,
      time: expect.any(Number),
      uid: UID,
      namespace: 'sidecar-injector',
      name: 'envoy-initializer',
      allowed: true,
      result: 'allowed',
      problems: 0,
      durationMs: expect.any(Number),
      msg: 'template review',
    });
  });

  it('refuses a bad one of any name where there is no cluster, and logs no text of it', async () => {
    const review = configMapReview(configMapOf({ config: BROKEN }), null, { name: 'mine', dryRun: true });
    const { answer, line } = await sendLogged(review, 'refused');
    expect(answer.status).toBe(200);
    expect(responseIn(answer.text)).toMatchObject({
      uid: UID,
      allowed: false,
      status: { code: 422, reason: 'Invalid' },
    });
    expect(line).toMatchObject({
      level: 30,
      allowed: false,
      result: 'refused',
      name: 'mine',
      problems: 1,
      dryRun: true,
    });
    expect(JSON.stringify(line)).not.toContain(CANARY);
    expect(JSON.stringify(line)).not.toContain('imge');
  });

  it('lets a Pod in without a look at it', async () => {
    const { answer, line } = await sendLogged(reviewOf(), 'unchecked');
    expect(responseIn(answer.text)).toStrictEqual({ uid: UID, allowed: true });
    expect(line).toMatchObject({ allowed: true, result: 'unchecked' });
  });

  it.each<[string, unknown, number, string]>([
    ['no body', undefined, 400, 'empty-body'],
    ['text that is not JSON', '{', 400, 'not-json'],
    ['no review', {}, 400, 'not-a-review'],
    ['no object', configMapReview(null), 400, 'no-object'],
    ['a document that is a number', configMapReview({ data: { a: 1 } }), 400, 'malformed-configmap'],
    ['20 MiB without a uid', 'x'.repeat(20 * MIB), 413, 'too-large-without-uid'],
  ])('answers %s with a status that lets failurePolicy decide', async (_title, body, code, reason) => {
    const { answer, line } = await sendLogged(body, 'failed');
    expect(answer.status).toBe(code);
    expect(JSON.parse(answer.text)).toMatchObject({ kind: 'Status', code });
    expect(line).toMatchObject({ level: 40, result: 'failed', reason, msg: 'template review' });
  });

  it('refuses a ConfigMap that is larger than what is read', async () => {
    const { answer, line } = await sendLogged(
      configMapReview(configMapOf({ config: 'x'.repeat(11 * MIB) })),
      'refused',
    );
    expect(responseIn(answer.text)).toMatchObject({ uid: UID, allowed: false, status: { code: 413 } });
    expect(responseIn(answer.text).status?.message).toContain('make the ConfigMap smaller');
    expect(line).toMatchObject({ uid: UID, reason: 'too-large' });
  });

  it('is counted apart from the reviews of Pods', async () => {
    const before = sumOf(await server.metrics(), 'sidecar_injector_reviews_total');
    await sendLogged(configMapReview(configMapOf({ config: GOOD })), 'allowed');
    const after = await server.metrics();
    expect(sumOf(after, 'sidecar_injector_reviews_total')).toBe(before);
    expect(after.get('sidecar_injector_in_flight_bytes')).toBe(0);
  });

  it('tells those who ask for too much to come again, and goes on with Pods', async () => {
    const flooded = await startWebhook();
    onTestFinished(() => flooded.close());
    const dense = `[${'a,'.repeat(30_000)}]`;
    const body = configMapReview(configMapOf(Object.fromEntries(['a', 'b', 'c', 'd'].map((key) => [key, dense]))));
    const answers = [];
    for (let count = 0; count < 20 && answers.at(-1)?.status !== 429; count += 1)
      answers.push(await send(new URL('/validate', flooded.url).href, { body }));
    expect(answers.at(-1)).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
    expect(answers.length).toBeGreaterThan(1);
    expect((await send(flooded.url, { body: reviewOf() })).status).toBe(200);
  });
});

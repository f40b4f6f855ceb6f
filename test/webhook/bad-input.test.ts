import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/injection/json.ts';
import { applyPatch } from '../support/apply-patch.ts';
import { openTls, send, type SendOptions } from '../support/https-client.ts';
import { podOf } from '../support/load-example.ts';
import { decisionsOf, sumOf } from '../support/metric-samples.ts';
import { patchIn, responseIn, reviewOf } from '../support/review-of.ts';
import { startWebhook, type RunningWebhook } from '../support/running-webhook.ts';

const MIB = 1024 * 1024;
const DEPTH = 100_000;
const DEEP = '['.repeat(DEPTH) + ']'.repeat(DEPTH);

/** As the API server names them. */
const STATUS_REASONS = new Map([
  [400, 'BadRequest'],
  [413, 'RequestEntityTooLarge'],
  [415, 'UnsupportedMediaType'],
]);

let server: RunningWebhook;

beforeAll(async () => {
  server = await startWebhook();
});

afterAll(async () => server.close());

/** Sends a body and tells how it was counted: by how much the reviews and this decision went up. */
async function sendCounted(options: SendOptions, decision: string, reason: string) {
  const before = await server.metrics();
  const answer = await send(server.url, options);
  const counted = async (): Promise<readonly number[]> => {
    const after = await server.metrics();
    return [
      sumOf(after, 'sidecar_injector_reviews_total') - sumOf(before, 'sidecar_injector_reviews_total'),
      sumOf(after, 'sidecar_injector_decisions_total') - sumOf(before, 'sidecar_injector_decisions_total'),
      decisionsOf(after, decision, reason) - decisionsOf(before, decision, reason),
    ];
  };
  await expect.poll(counted).toStrictEqual([1, 1, 1]);
  return answer;
}

async function expectStillAnswers(): Promise<void> {
  const answer = await send(server.url, { body: reviewOf() });
  expect(responseIn(answer.text).auditAnnotations).toMatchObject({ decision: 'inject' });
}

const withObject = (object: unknown): SendOptions => ({ body: reviewOf(object) });
const withMetadata = (metadata: unknown): SendOptions => withObject({ ...podOf(), metadata });
const withSpec = (spec: unknown): SendOptions => withObject({ ...podOf(), spec });
const typed = (contentType: string): SendOptions => ({ body: reviewOf(), headers: { 'content-type': contentType } });

describe('POST /mutate/… with a body that is no review', () => {
  it.each<[string, SendOptions, number, string]>([
    ['no body and no content type', { headers: {} }, 400, 'empty-body'],
    ['no body', {}, 400, 'empty-body'],
    ['an empty body', { body: '' }, 400, 'empty-body'],
    ['an empty chunked body', { body: '', isChunked: true }, 400, 'empty-body'],
    ['text that is not JSON', { body: 'kind: AdmissionReview' }, 400, 'not-json'],
    ['JSON that ends early', { body: JSON.stringify(reviewOf()).slice(0, -1) }, 400, 'not-json'],
    ['bytes that are no text', { body: Buffer.from([0xff, 0xfe, 0]) }, 400, 'not-json'],
    ['a JSON array', { body: [reviewOf()] }, 400, 'not-a-review'],
    ['a JSON null', { body: null }, 400, 'not-a-review'],
    ['a JSON text', { body: '"AdmissionReview"' }, 400, 'not-a-review'],
    ['arrays 100,000 deep', { body: DEEP }, 400, 'not-a-review'],
    ['another kind', { body: { ...reviewOf(), kind: 'Pod' } }, 400, 'not-a-review'],
    ['v1beta1', { body: { ...reviewOf(), apiVersion: 'admission.k8s.io/v1beta1' } }, 400, 'not-a-review'],
    ['no apiVersion', { body: { ...reviewOf(), apiVersion: undefined } }, 400, 'not-a-review'],
    ['no request', { body: { ...reviewOf(), request: undefined } }, 400, 'no-request'],
    ['a request that is text', { body: { ...reviewOf(), request: 'Pod' } }, 400, 'no-request'],
    ['a request that is a list', { body: { ...reviewOf(), request: [] } }, 400, 'no-request'],
    ['no uid', { body: reviewOf(podOf(), { uid: undefined }) }, 400, 'no-uid'],
    ['an empty uid', { body: reviewOf(podOf(), { uid: '' }) }, 400, 'no-uid'],
    ['a uid that is a number', { body: reviewOf(podOf(), { uid: 7 }) }, 400, 'no-uid'],
    ['no object', { body: reviewOf(podOf(), { object: undefined }) }, 400, 'no-object'],
    ['an object that is null', withObject(null), 400, 'no-object'],
    ['an object that is a list', withObject([podOf()]), 400, 'no-object'],
    ['metadata that are text', withMetadata('web'), 400, 'malformed-pod'],
    ['annotations that are a list', withMetadata({ annotations: ['a'] }), 400, 'malformed-pod'],
    ['an annotation that is a number', withMetadata({ annotations: { a: 1 } }), 400, 'malformed-pod'],
    ['an annotation that is true', withMetadata({ annotations: { a: true } }), 400, 'malformed-pod'],
    ['a label that is null', withMetadata({ labels: { a: null } }), 400, 'malformed-pod'],
    ['a spec that is a list', withSpec([]), 400, 'malformed-pod'],
    ['containers that are text', withSpec({ containers: 'web' }), 400, 'malformed-pod'],
    ['containers that are an object', withSpec({ containers: { name: 'a' } }), 400, 'malformed-pod'],
    ['a container that is null', withSpec({ containers: [null] }), 400, 'malformed-pod'],
    ['a container named by a number', withSpec({ containers: [{ name: 1 }] }), 400, 'malformed-pod'],
    ['volumes that are text', withSpec({ containers: [], volumes: 'a' }), 400, 'malformed-pod'],
    ['text/plain', typed('text/plain'), 415, 'unsupported-media-type'],
    ['a JSON patch', typed('application/json-patch+json'), 415, 'unsupported-media-type'],
    ['no content type', { body: reviewOf(), headers: {} }, 415, 'unsupported-media-type'],
    ['20 MiB without a uid', { body: 'x'.repeat(20 * MIB) }, 413, 'too-large-without-uid'],
  ])('answers %s with a Status, counts it, and goes on', async (_title, options, code, reason) => {
    const answer = await sendCounted(options, 'failed', reason);
    expect(answer.status).toBe(code);
    expect(JSON.parse(answer.text)).toStrictEqual({
      kind: 'Status',
      apiVersion: 'v1',
      status: 'Failure',
      reason: STATUS_REASONS.get(code),
      code,
      message: expect.stringMatching(/^.{10,200}$/),
    });
    await expectStillAnswers();
  });

  it('refuses 20 MiB for good when the uid is at the start', async () => {
    const body = JSON.stringify(reviewOf(podOf({ padding: 'x'.repeat(20 * MIB) })));
    const answer = await sendCounted({ body }, 'rejected', 'too-large');
    expect(answer.status).toBe(200);
    expect(responseIn(answer.text)).toMatchObject({
      uid: '13796e58-a751-4671-8371-67ff68c1f41d',
      allowed: false,
      status: { code: 413, reason: 'RequestEntityTooLarge' },
      auditAnnotations: { decision: 'reject', reason: 'too-large' },
    });
    await expectStillAnswers();
  });

  it('refuses 20 MiB in chunks of unknown length for good too', async () => {
    const body = JSON.stringify(reviewOf(podOf({ padding: 'x'.repeat(20 * MIB) })));
    const answer = await sendCounted({ body, isChunked: true }, 'rejected', 'too-large');
    expect(responseIn(answer.text)).toMatchObject({ allowed: false, status: { code: 413 } });
    await expectStillAnswers();
  });

  it('closes the connection of a sender that does not stop at 32 MiB, and counts it once', async () => {
    const before = await server.metrics();
    await expect(send(server.url, { body: 'x'.repeat(40 * MIB) })).rejects.toThrow(/ECONNRESET|EPIPE|socket hang up/);
    const failed = async (): Promise<number> => sumOf(await server.metrics(), 'sidecar_injector_decisions_total');
    await expect.poll(failed).toBe(sumOf(before, 'sidecar_injector_decisions_total') + 1);
    await expectStillAnswers();
  });

  it('counts a body whose sender goes away as aborted', async () => {
    const before = await server.metrics();
    const socket = await openTls(server.port);
    socket.on('error', () => undefined);
    socket.write('POST /mutate/enabled HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n');
    socket.write('Content-Length: 1000\r\n\r\n{"kind":');
    const arrived = async (): Promise<number> => sumOf(await server.metrics(), 'sidecar_injector_reviews_total');
    await expect.poll(arrived).toBe(sumOf(before, 'sidecar_injector_reviews_total') + 1);
    socket.destroy();
    const aborted = async (): Promise<number> => decisionsOf(await server.metrics(), 'failed', 'aborted');
    await expect.poll(aborted).toBe(decisionsOf(before, 'failed', 'aborted') + 1);
    await expectStillAnswers();
  });
});

describe('POST /mutate/… with an unusual review', () => {
  it.each<[string, unknown]>([
    ['an UPDATE', reviewOf(podOf(), { operation: 'UPDATE' })],
    ['a DELETE, which has no object', reviewOf(null, { operation: 'DELETE' })],
    ['a subresource', reviewOf(podOf(), { subResource: 'ephemeralcontainers' })],
    [
      'a Deployment',
      reviewOf({ spec: { template: {} } }, { kind: { group: 'apps', version: 'v1', kind: 'Deployment' } }),
    ],
    ['a Pod of another group', reviewOf(podOf(), { kind: { group: 'metrics.k8s.io', version: 'v1', kind: 'Pod' } })],
    ['a kind that is text', reviewOf(podOf(), { kind: 'Pod' })],
    ['a Pod without containers', reviewOf(podOf({ containers: [] }))],
    ['a Pod without spec', reviewOf({ ...podOf(), spec: null })],
    [
      'containers only behind __proto__',
      JSON.stringify(reviewOf({ ...podOf(), spec: 'SPEC' })).replace(
        '"SPEC"',
        '{"__proto__":{"containers":[{"name":"a"}]}}',
      ),
    ],
  ])('lets %s through unchanged', async (_title, body) => {
    const answer = await sendCounted({ body }, 'skipped', 'not-a-pod-create');
    expect(answer.status).toBe(200);
    expect(responseIn(answer.text)).toStrictEqual({
      uid: '13796e58-a751-4671-8371-67ff68c1f41d',
      allowed: true,
      auditAnnotations: { decision: 'skip', reason: 'not-a-pod-create' },
    });
  });

  it.each<[string, SendOptions]>([
    ['a content type with a charset', typed('application/json; charset=utf-8')],
    ['a body in chunks of unknown length', { body: reviewOf(), isChunked: true }],
    ['a content type in capitals', typed('Application/JSON')],
    [
      'arrays 100,000 deep in an unknown field',
      { body: JSON.stringify(reviewOf(podOf({ later: 0 }))).replace('"later":0', `"later":${DEEP}`) },
    ],
    ['a body of 9 MiB', { body: reviewOf(podOf({ padding: 'x'.repeat(9 * MIB) })) }],
  ])('injects with %s', async (_title, options) => {
    const answer = await sendCounted(options, 'injected', 'injected');
    expect(answer.status).toBe(200);
    expect(responseIn(answer.text)).toMatchObject({ allowed: true, patchType: 'JSONPatch' });
    await expectStillAnswers();
  });

  it('injects when the path carries the timeout, as API servers send it', async () => {
    const answer = await send(`${server.url}?timeout=5s`, { body: reviewOf() });
    expect(responseIn(answer.text).auditAnnotations).toMatchObject({ decision: 'inject' });
  });

  it('keeps keys named __proto__ and constructor as data', async () => {
    const marked = JSON.stringify(reviewOf(podOf())).replace(
      '"metadata":{',
      '"metadata":{"labels":{"__proto__":"a","constructor":"b"},',
    );
    const answer = await sendCounted({ body: marked }, 'injected', 'injected');
    const { object } = (JSON.parse(marked) as { request: { object: JsonObject } }).request;
    const pod = applyPatch(object, patchIn(responseIn(answer.text))) as unknown as { metadata: { labels: object } };
    expect(Object.entries(pod.metadata.labels)).toStrictEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['sidecar-injector.dev/injected', 'true'],
    ]);
    expect(Object.keys(Object.prototype)).toStrictEqual([]);
  });

  it('does not take an annotation behind __proto__ for the Pod’s own', async () => {
    const body = JSON.stringify(reviewOf(podOf({}, { own: 'a' }))).replace(
      '"own":"a"',
      '"__proto__":{"sidecar-injector.dev/inject":"true"}',
    );
    const answer = await sendCounted({ body }, 'failed', 'malformed-pod');
    expect(answer.status).toBe(400);
  });
});

describe('other requests', () => {
  it.each([
    ['GET', '/mutate/enabled'],
    ['HEAD', '/mutate/enabled'],
    ['PUT', '/mutate/requested'],
    ['POST', '/mutate'],
    ['POST', '/mutate/disabled'],
    ['GET', '/metrics'],
    ['POST', '/'],
    ['POST', '/mutate/enabled/%00'],
  ])('answers %s %s with a Status, counted as no review', async (method, path) => {
    const before = await server.metrics();
    const answer = await send(new URL(path, server.url).href, {
      method,
      body: method.startsWith('P') ? {} : undefined,
    });
    expect(answer.status).toBe(404);
    if (method !== 'HEAD') expect(JSON.parse(answer.text)).toMatchObject({ kind: 'Status', code: 404 });
    await expectStillAnswers();
    const after = await server.metrics();
    expect(sumOf(after, 'sidecar_injector_reviews_total')).toBe(sumOf(before, 'sidecar_injector_reviews_total') + 1);
  });

  it('answers GET on the path with 404', async () => {
    const answer = await send(server.url, { method: 'GET' });
    expect(answer.status).toBe(404);
    expect(JSON.parse(answer.text)).toMatchObject({ reason: 'NotFound', message: 'there is no GET /mutate/enabled' });
  });

  it('answers a path that cannot be decoded with 400', async () => {
    const answer = await send(new URL('/%', server.url).href);
    expect(answer.status).toBe(400);
    await expectStillAnswers();
  });

  it('closes a connection that does not speak HTTP, and goes on', async () => {
    const socket = await openTls(server.port);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined).resume();
    socket.write('\u0016\u0003\u0001 what is this\r\n\r\n');
    await closed;
    await expectStillAnswers();
  });
});

import { describe, expect, it, onTestFinished } from 'vitest';
import { makeMemoryCertificate } from '../../src/cli/memory-certificate.ts';
import { checkReadiness } from '../../src/webhook/readiness.ts';
import { send } from '../support/https-client.ts';
import { reviewOf } from '../support/review-of.ts';
import { startWebhook, type RunningWebhook, type RunningWebhookOptions } from '../support/running-webhook.ts';

const REVISION = /^[0-9a-f]{12}$/;

async function start(options: RunningWebhookOptions = {}): Promise<RunningWebhook> {
  const server = await startWebhook(options);
  onTestFinished(() => server.close());
  return server;
}

async function get(server: RunningWebhook, path: string) {
  const response = await fetch(server.probesUrl + path);
  const type = response.headers.get('content-type');
  return { status: response.status, type, text: await response.text() };
}

function revisionOf({ templates }: RunningWebhook): string {
  return templates.current.set.templates.get('envoy')?.revision ?? '';
}

describe('checkReadiness', () => {
  it('writes a line for each check, and its notes below', () => {
    const readiness = checkReadiness([
      { name: 'certificate', failure: () => undefined, notes: () => ['valid until tomorrow'] },
      { name: 'templates', failure: () => 'no template is in force' },
    ]);
    expect(readiness).toStrictEqual({
      isReady: false,
      text: [
        '[+]certificate ok',
        '    valid until tomorrow',
        '[-]templates failed: no template is in force',
        'readyz check failed',
        '',
      ].join('\n'),
    });
  });

  it('is ready when all checks hold', () => {
    const readiness = checkReadiness([{ name: 'templates', failure: () => undefined }]);
    expect(readiness).toStrictEqual({ isReady: true, text: '[+]templates ok\nreadyz check passed\n' });
  });
});

describe('the probe server', () => {
  it('answers ok while all is well, and the checks when asked', async () => {
    const server = await start();
    const { notAfter } = server.certificates.current;
    expect(revisionOf(server)).toMatch(REVISION);
    const ok = { status: 200, type: 'text/plain', text: 'ok\n' };
    expect(await get(server, '/livez')).toStrictEqual(ok);
    expect(await get(server, '/readyz')).toStrictEqual(ok);
    expect(await get(server, '/readyz?verbose')).toStrictEqual({
      ...ok,
      text: [
        '[+]certificate ok',
        `    valid until ${notAfter.toISOString()}`,
        '[+]templates ok',
        `    envoy ${revisionOf(server)}`,
        '[+]draining ok',
        'readyz check passed',
        '',
      ].join('\n'),
    });
    expect(await get(server, '/mutate/enabled')).toMatchObject({ status: 404 });
  });

  it('is alive but not ready while no template is in force, and says why', async () => {
    const server = await start({ manifest: '' });
    server.templates.update({ data: new Map([['envoy', 'containers: [{nme: a}]']]), retired: new Set() });
    expect(await get(server, '/livez')).toMatchObject({ status: 200 });
    const { status, text } = await get(server, '/readyz');
    expect(status).toBe(503);
    expect(text).toContain('[-]templates failed: no template is in force: envoy: line 1: ');
    expect(text).toContain('\nreadyz check failed\n');
  });

  it('is ready with an older template in force, and tells the problem when asked', async () => {
    const server = await start();
    server.templates.update({ data: new Map([['config', 'containers: 1']]), retired: new Set() });
    expect(await get(server, '/readyz')).toMatchObject({ status: 200, text: 'ok\n' });
    expect((await get(server, '/readyz?verbose')).text).toMatch(/\n {4}problem: config: line 1: .+\n/);
    const metrics = await server.metrics();
    expect(metrics.get('sidecar_injector_templates{state="stale"}')).toBe(1);
    expect(metrics.get('sidecar_injector_templates{state="good"}')).toBe(0);
  });

  it('is not ready with a certificate that has ended', async () => {
    const certificate = await makeMemoryCertificate(new Date());
    const server = await start({ certificate: { ...certificate, notAfter: new Date('2001-02-03T04:05:06Z') } });
    const { status, text } = await get(server, '/readyz');
    expect(status).toBe(503);
    expect(text).toContain('[-]certificate failed: the certificate ended at 2001-02-03T04:05:06.000Z\n');
  });

  it('is not ready while draining', async () => {
    const server = await startWebhook();
    const drained = server.webhook.drain(500);
    const { status, text } = await get(server, '/readyz');
    expect(status).toBe(503);
    expect(text).toContain('[-]draining failed: the server is about to end\n');
    expect(await get(server, '/livez')).toMatchObject({ status: 200 });
    await drained;
  });

  it('renders metrics as Prometheus reads them, durations from 0.25 ms', async () => {
    const server = await start();
    await send(server.url, { body: reviewOf() });
    const { status, type, text } = await get(server, '/metrics');
    expect(status).toBe(200);
    expect(type).toMatch(/^text\/plain; version=0\.0\.4; charset=utf-8$/);
    const buckets = [...text.matchAll(/^sidecar_injector_review_duration_seconds_bucket\{le="([^"]+)"\}/gm)];
    expect(buckets[0]?.[1]).toBe('0.00025');
    expect(buckets.at(-1)?.[1]).toBe('+Inf');
    expect(text).toContain('# TYPE sidecar_injector_reviews_total counter\n');
    expect(text).toContain('\nprocess_resident_memory_bytes ');
  });
});

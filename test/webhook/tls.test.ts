import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';
import { X509Certificate } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeMemoryCertificate } from '../../src/cli/memory-certificate.ts';
import { openTls, send } from '../support/https-client.ts';
import { reviewOf } from '../support/review-of.ts';
import { startWebhook, type RunningWebhook, type RunningWebhookOptions } from '../support/running-webhook.ts';

async function start(options: RunningWebhookOptions = {}): Promise<RunningWebhook> {
  const server = await startWebhook(options);
  onTestFinished(() => server.close());
  return server;
}

/** Sends a review over an open connection and waits for the start of the answer. */
async function ask(socket: TLSSocket): Promise<string> {
  const body = JSON.stringify(reviewOf());
  socket.write(
    `POST /mutate/enabled HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  const [data] = (await once(socket, 'data')) as [Buffer];
  return data.toString('latin1').split('\r\n', 1)[0] ?? '';
}

async function fingerprintOf(port: number): Promise<string> {
  const socket = await openTls(port);
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

describe('TLS', () => {
  it('speaks 1.3 and refuses 1.2', async () => {
    const { port, metrics } = await start();
    await expect(openTls(port, { maxVersion: 'TLSv1.2' })).rejects.toMatchObject({
      code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
    });
    await expect.poll(async () => (await metrics()).get('sidecar_injector_tls_errors_total')).toBe(1);
    const socket = await openTls(port);
    expect(socket.getProtocol()).toBe('TLSv1.3');
    socket.destroy();
  });

  it('speaks 1.2 too when that is allowed, and refuses 1.1', async () => {
    const { port } = await start({ tlsMinVersion: 'TLSv1.2' });
    const socket = await openTls(port, { maxVersion: 'TLSv1.2' });
    expect(socket.getProtocol()).toBe('TLSv1.2');
    socket.destroy();
    await expect(openTls(port, { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1' })).rejects.toThrow(/./);
  });

  it('offers only http/1.1', async () => {
    const { port } = await start();
    const socket = await openTls(port, { ALPNProtocols: ['h2', 'http/1.1'] });
    expect(socket.alpnProtocol).toBe('http/1.1');
    socket.destroy();
    await expect(openTls(port, { ALPNProtocols: ['h2'] })).rejects.toThrow(/no application protocol/i);
  });

  it('goes on after clients that do not speak TLS', async () => {
    const { port, url, metrics } = await start();
    await expect(fetch(`http://127.0.0.1:${port}/mutate/enabled`)).rejects.toThrow('fetch failed');
    await expect.poll(async () => (await metrics()).get('sidecar_injector_tls_errors_total')).toBe(1);
    expect((await send(url, { body: reviewOf() })).status).toBe(200);
  });
});

describe('CertificateHolder.replace', () => {
  it('serves the new certificate to new connections and drops none that is open', async () => {
    const server = await start();
    const old = server.certificates.current;
    const open = await openTls(server.port);
    expect(await ask(open)).toBe('HTTP/1.1 200 OK');

    const next = await makeMemoryCertificate(new Date());
    expect(next.fingerprint).not.toBe(old.fingerprint);
    server.certificates.replace(next);

    expect(await fingerprintOf(server.port)).toBe(next.fingerprint);
    expect(await ask(open)).toBe('HTTP/1.1 200 OK');
    expect(open.getPeerCertificate().fingerprint256).toBe(old.fingerprint);
    const expiry = (await server.metrics()).get('sidecar_injector_certificate_expiry_timestamp_seconds');
    expect(expiry).toBe(new X509Certificate(next.cert).validToDate.getTime() / 1000);
    open.destroy();
  });

  it('keeps the lowest version and the protocol', async () => {
    const { certificates, port } = await start();
    certificates.replace(await makeMemoryCertificate(new Date()));
    await expect(openTls(port, { maxVersion: 'TLSv1.2' })).rejects.toThrow(/protocol version/i);
    await expect(openTls(port, { ALPNProtocols: ['h2'] })).rejects.toThrow(/no application protocol/i);
    const socket = connect({ host: '127.0.0.1', port, ca: certificates.current.cert, servername: 'localhost' });
    await once(socket, 'secureConnect');
    expect(socket.authorized).toBe(true);
    socket.destroy();
  });
});

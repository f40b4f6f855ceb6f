import { once } from 'node:events';
import { Agent } from 'node:https';
import { connect, type ConnectionOptions } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeMemoryCertificate } from '../../src/cli/memory-certificate.ts';
import { ClientAuthority, parseClientAuthority } from '../../src/webhook/client-authority.ts';
import {
  issueCa,
  issueClientCertificate,
  issueServingCertificate,
  type IssuedCertificate,
} from '../cluster/certificates.ts';
import { send } from '../support/https-client.ts';
import { reviewOf } from '../support/review-of.ts';
import { startWebhook, type RunningWebhook } from '../support/running-webhook.ts';

const ca = await issueCa('clients');
const otherCa = await issueCa('others');
const client = await issueClientCertificate(ca, 'kube-apiserver');
const stranger = await issueClientCertificate(otherCa, 'kube-apiserver');
const server = await issueServingCertificate(ca, ['webhook.svc']);

async function start(): Promise<RunningWebhook & { readonly clientAuthority: ClientAuthority }> {
  const clientAuthority = new ClientAuthority(ca.cert);
  const webhook = await startWebhook({ clientAuthority });
  onTestFinished(() => webhook.close());
  return { ...webhook, clientAuthority };
}

function agentWith(certificate: IssuedCertificate | undefined): Agent {
  const shown = certificate === undefined ? {} : { cert: certificate.cert, key: certificate.private };
  const agent = new Agent({ keepAlive: true, maxSockets: 1, ...shown });
  onTestFinished(() => agent.destroy());
  return agent;
}

async function statusFor(url: string, agent: Agent): Promise<number> {
  return (await send(url, { body: reviewOf(), agent })).status;
}

/** Everything that a client gets to read until its connection ends, whatever it sends. */
async function readAll(port: number, options: ConnectionOptions): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...options });
  let read = '';
  socket.on('data', (data: Buffer) => (read += data.toString('latin1'))).on('error', () => undefined);
  socket.write('GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n');
  await new Promise((resolve) => socket.once('close', resolve));
  return read;
}

describe('parseClientAuthority', () => {
  it('takes one CA and several, and nothing of what stands between them', () => {
    expect(parseClientAuthority(ca.cert)).toStrictEqual({ ok: true, value: `${ca.cert.trim()}\n` });
    const both = parseClientAuthority(`# ours\n${ca.cert}\n\n# and theirs\n${otherCa.cert}`);
    expect(both).toStrictEqual({ ok: true, value: `${ca.cert.trim()}\n${otherCa.cert.trim()}\n` });
  });

  it.each<[string, string, RegExp]>([
    ['nothing', '', /^holds no PEM of a certificate$/],
    ['a key', client.private, /^holds no PEM of a certificate$/],
    ['a certificate that is no CA', client.cert, /^certificate 1 of 1 \(CN=kube-apiserver\) is no CA$/],
    ['a CA and a certificate that is none', `${ca.cert}\n${client.cert}`, /^certificate 2 of 2 .*is no CA$/],
    ['a broken certificate', ca.cert.replace(/\n.{20}/, '\n'), /^certificate 1 of 1 cannot be read: /],
  ])('refuses %s', (_title, pem, problem) => {
    const parsed = parseClientAuthority(pem);
    expect(parsed).toMatchObject({ ok: false, error: expect.stringMatching(problem) });
  });
});

describe('a webhook with a client CA', () => {
  it('answers who has a certificate of it', async () => {
    const { url } = await start();
    expect(await statusFor(url, agentWith(client))).toBe(200);
  });

  it.each<[string, IssuedCertificate | undefined]>([
    ['no certificate', undefined],
    ['a certificate of another CA', stranger],
    ['the CA’s own certificate of a server', server],
    ['a certificate that signed itself', { cert: otherCa.cert, private: otherCa.private }],
  ])('refuses who shows %s in the handshake, and counts it', async (_title, certificate) => {
    const { url, metrics } = await start();
    await expect(statusFor(url, agentWith(certificate))).rejects.toThrow(/ECONNRESET|socket|alert|EPIPE/);
    await expect.poll(async () => (await metrics()).get('sidecar_injector_tls_errors_total')).toBe(1);
    expect((await metrics()).get('sidecar_injector_reviews_total')).toBe(0);
  });

  it('gives an anonymous client not one byte of HTTP, and goes on', async () => {
    const { port, url } = await start();
    const read = await Promise.all(Array.from({ length: 50 }, () => readAll(port, {})));
    expect(read.join('')).toBe('');
    expect(await statusFor(url, agentWith(client))).toBe(200);
  });

  it('gives it nothing in TLS 1.2 either', async () => {
    const webhook = await startWebhook({ clientAuthority: new ClientAuthority(ca.cert), tlsMinVersion: 'TLSv1.2' });
    onTestFinished(() => webhook.close());
    expect(await readAll(webhook.port, { maxVersion: 'TLSv1.2' })).toBe('');
  });

  it('asks new connections for a certificate of a new CA, and drops none that is open', async () => {
    const { url, clientAuthority } = await start();
    const old = agentWith(client);
    expect(await statusFor(url, old)).toBe(200);
    clientAuthority.replace(otherCa.cert);
    expect(await statusFor(url, old)).toBe(200);
    await expect(statusFor(url, agentWith(client))).rejects.toThrow(/ECONNRESET|socket|alert|EPIPE/);
    expect(await statusFor(url, agentWith(stranger))).toBe(200);
    clientAuthority.replace(`${ca.cert}\n${otherCa.cert}`);
    expect(await statusFor(url, agentWith(client))).toBe(200);
    expect(await statusFor(url, agentWith(stranger))).toBe(200);
  });

  it('still asks for it when its own certificate was replaced', async () => {
    const { url, certificates } = await start();
    certificates.replace(await makeMemoryCertificate(new Date()));
    await expect(statusFor(url, agentWith(undefined))).rejects.toThrow(/ECONNRESET|socket|alert|EPIPE/);
    expect(await statusFor(url, agentWith(client))).toBe(200);
  });

  it('takes no session of an earlier CA for a certificate', async () => {
    const { port, clientAuthority } = await start();
    const first = connect({
      host: '127.0.0.1',
      port,
      rejectUnauthorized: false,
      cert: client.cert,
      key: client.private,
    });
    const [session] = (await once(first, 'session')) as [Buffer];
    first.destroy();
    clientAuthority.replace(otherCa.cert);
    const read = await readAll(port, { session });
    expect(read).toBe('');
  });
});

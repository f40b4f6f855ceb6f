import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { createServer } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { issueCa, issueLeaf, type KeyPair } from '../../certs-job/issue.ts';
import { describeEndpoint, lookThroughTls, type Look } from '../../certs-job/look-at-endpoint.ts';
import { SYSTEM_TIMING } from '../../src/kubernetes/timing.ts';

const NAME = { namespace: 'sidecar-injector', service: 'sidecar-injector' };
const NOW = new Date();

const ca = await issueCa(NOW);
const otherCa = await issueCa(NOW);

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

async function look(port: number, timeoutMs = 5_000): Promise<Look> {
  const expected = { ca: new X509Certificate(ca.cert), serverName: 'sidecar-injector.sidecar-injector.svc', timeoutMs };
  return lookThroughTls(SYSTEM_TIMING)({ address: '127.0.0.1', port, isServing: true }, expected);
}

async function served(pair: KeyPair, requestCert = false): Promise<Look> {
  return look(await listen(createServer({ ...pair, minVersion: 'TLSv1.3', requestCert })));
}

describe('lookThroughTls', () => {
  it('knows a certificate of the CA, also where the server asks for one of the client', async () => {
    const leaf = await issueLeaf(ca, NAME, NOW);
    expect(await served(leaf)).toMatchObject({ served: 'current', problem: '' });
    expect(await served(leaf, true)).toMatchObject({ served: 'current' });
  });

  it.each([
    ['another CA', () => issueLeaf(otherCa, NAME, NOW)],
    ['other names', () => issueLeaf(ca, { ...NAME, namespace: 'other' }, NOW)],
    ['a life that is over', () => issueLeaf(ca, NAME, new Date(NOW.getTime() - 7_200_000), 60_000)],
  ])('knows a certificate of %s for what it is', async (_what, make) => {
    const found = await served(await make());
    expect([found.served, found.problem === '']).toEqual(['other', false]);
  });

  it('sees nothing where nobody listens, nobody answers, or TLS is not spoken', async () => {
    const silent = await listen(createTcpServer());
    const garbage = await listen(createTcpServer((socket) => void socket.end('no TLS here\n')));
    const closed = createTcpServer();
    const port = await listen(closed);
    closed.close();
    await once(closed, 'close');
    expect(await look(silent, 300)).toMatchObject({ served: 'unreachable', problem: 'no answer within 300 ms' });
    expect((await look(garbage)).served).toBe('unreachable');
    expect((await look(port)).problem).toContain('ECONNREFUSED');
  });
});

describe('describeEndpoint', () => {
  it('puts brackets around IPv6', () => {
    expect(describeEndpoint({ address: 'fd00::1', port: 1, isServing: true })).toBe('[fd00::1]:1');
    expect(describeEndpoint({ address: '10.0.0.1', port: 8443, isServing: true })).toBe('10.0.0.1:8443');
  });
});

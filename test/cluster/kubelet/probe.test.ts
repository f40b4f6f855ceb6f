import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { issueCa, issueServingCertificate } from '../certificates.ts';
import type { ContainerSpec, ProbeSpec } from './pod.ts';
import { runProbe } from './probe.ts';

const CONTAINER: ContainerSpec = { name: 'app', image: 'app:1', ports: [{ name: 'probes', containerPort: 8080 }] };

/** No pause at all between two probes. */
const HTTP_GET: ProbeSpec = { httpGet: { path: '/livez', port: 'probes' }, periodSeconds: 0.01 };

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** A server that answers with these codes in turn, and with the last one from then on. */
function serve(...codes: readonly number[]): Promise<number> {
  let count = 0;
  return portOf(createServer((_, response) => response.writeHead(codes[count++] ?? codes.at(-1) ?? 500).end()));
}

/** The first verdicts of a probe. */
async function verdicts(port: number, probe: ProbeSpec, count: number): Promise<readonly boolean[]> {
  const stop = new AbortController();
  const given: boolean[] = [];
  const onVerdict = (isGood: boolean): void => {
    given.push(isGood);
    if (given.length === count) stop.abort();
  };
  await runProbe({
    container: CONTAINER,
    probe,
    ports: new Map([[8080, { host: '127.0.0.1', port }]]),
    onVerdict,
    signal: stop.signal,
  });
  return given;
}

describe('runProbe', () => {
  it.each([
    [200, true],
    [302, true],
    [404, false],
    [503, false],
  ])('takes %i for %s', async (code, isGood) => {
    expect(await verdicts(await serve(code), { ...HTTP_GET, failureThreshold: 1 }, 1)).toStrictEqual([isGood]);
  });

  it('says nothing of fewer failures in a row than the threshold', async () => {
    const port = await serve(500, 500, 200, 500, 500, 500);
    expect(await verdicts(port, { ...HTTP_GET, failureThreshold: 3 }, 2)).toStrictEqual([true, false]);
  });

  it('says nothing of fewer successes in a row than the threshold', async () => {
    const port = await serve(200, 500, 200, 200, 500);
    expect(await verdicts(port, { ...HTTP_GET, failureThreshold: 1, successThreshold: 2 }, 3)).toStrictEqual([
      false,
      true,
      false,
    ]);
  });

  it('takes silence for a failure when the time is over', async () => {
    const port = await portOf(createServer(() => {}));
    expect(await verdicts(port, { ...HTTP_GET, timeoutSeconds: 0.05, failureThreshold: 1 }, 1)).toStrictEqual([false]);
  });

  it('takes a refused connection for a failure', async () => {
    expect(await verdicts(1, { ...HTTP_GET, failureThreshold: 1 }, 1)).toStrictEqual([false]);
  });

  it('asks over HTTPS without verifying the certificate', async () => {
    const { cert, private: key } = await issueServingCertificate(await issueCa('unknown'), ['app']);
    const port = await portOf(createHttpsServer({ cert, key }, (_, response) => response.end()));
    const probe: ProbeSpec = { ...HTTP_GET, httpGet: { port: 8080, scheme: 'HTTPS' }, failureThreshold: 1 };
    expect(await verdicts(port, probe, 1)).toStrictEqual([true]);
  });
});

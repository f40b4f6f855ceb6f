import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { ApiConnection } from '../../src/kubernetes/api-connection.ts';
import { openResponse, readText } from '../../src/kubernetes/api-request.ts';
import { Deadline } from '../../src/kubernetes/deadline.ts';
import { connectInCluster } from '../../src/kubernetes/in-cluster.ts';
import { SYSTEM_TIMING } from '../../src/kubernetes/timing.ts';
import { issueCa, issueServingCertificate, type IssuedCertificate } from '../cluster/certificates.ts';
import { ScriptedApiServer } from '../support/scripted-api-server.ts';
import { status } from '../support/scripted-answers.ts';
import { until } from '../support/until.ts';

let ca: IssuedCertificate;
let otherCa: IssuedCertificate;
let tls: { cert: string; key: string };

beforeAll(async () => {
  ca = await issueCa('in-cluster-test');
  otherCa = await issueCa('another');
  const serving = await issueServingCertificate(ca, ['kubernetes.default.svc']);
  tls = { cert: serving.cert, key: serving.private };
});

interface Pod {
  readonly server: ScriptedApiServer;
  readonly connection: ApiConnection;
  readonly mount: (name: 'token' | 'ca.crt', content: string) => Promise<void>;
  readonly advance: (byMs: number) => void;
  /** The outcome of one request: its status, or the kind of its failure. */
  readonly ask: () => Promise<string>;
  /** What the server was sent as credentials, in order. */
  readonly tokens: () => readonly (string | undefined)[];
}

async function makePod(): Promise<Pod> {
  const folder = await mkdtemp(join(tmpdir(), 'service-account-'));
  const mount = (name: string, content: string): Promise<void> => writeFile(join(folder, name), content);
  await mount('token', 'first\n');
  await mount('ca.crt', ca.cert);
  const server = await ScriptedApiServer.start(tls);
  const environment = { KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: String(server.port) };
  let nowMs = 0;
  const connected = connectInCluster({ environment, folder, nowMs: () => nowMs });
  if (!connected.ok) throw new Error(connected.error);
  const connection = connected.value;
  onTestFinished(async () => {
    connection.close();
    await server.stop();
    await rm(folder, { recursive: true });
  });
  return {
    server,
    connection,
    mount,
    advance: (byMs) => (nowMs += byMs),
    ask: () => ask(connection),
    tokens: () => server.received.map(({ headers }) => headers.authorization),
  };
}

async function ask(connection: ApiConnection): Promise<string> {
  const deadline = new Deadline(SYSTEM_TIMING, new AbortController().signal);
  deadline.restart(5_000);
  try {
    const response = await openResponse(connection, { path: '/api/v1/things' }, deadline);
    if (!response.ok) return response.error.kind;
    await readText(response.value, 1_000_000);
    return String(response.value.statusCode);
  } finally {
    deadline.end();
  }
}

describe('connectInCluster', () => {
  it('verifies the API server and sends the token, over one connection', async () => {
    const pod = await makePod();
    expect([await pod.ask(), await pod.ask()]).toEqual(['200', '200']);
    expect(pod.tokens()).toEqual(['Bearer first', 'Bearer first']);
    expect(pod.server.openSockets).toBe(1);
  });

  it('reads the token again after a minute', async () => {
    const pod = await makePod();
    await pod.ask();
    await pod.mount('token', 'second');
    pod.advance(59_000);
    await pod.ask();
    pod.advance(1_000);
    await pod.ask();
    expect(pod.tokens()).toEqual(['Bearer first', 'Bearer first', 'Bearer second']);
    expect(pod.server.openSockets).toBe(1);
  });

  it('reads the token again after a 401', async () => {
    const pod = await makePod();
    await pod.ask();
    await pod.mount('token', 'second');
    pod.server.scriptList(status(401));
    expect([await pod.ask(), await pod.ask()]).toEqual(['unauthorized', '200']);
    expect(pod.tokens()).toEqual(['Bearer first', 'Bearer first', 'Bearer second']);
  });

  it('refuses an API server of another authority, and takes it once the authority is mounted', async () => {
    const pod = await makePod();
    await pod.mount('ca.crt', otherCa.cert);
    expect(await pod.ask()).toBe('connection');
    expect(pod.server.received).toEqual([]);
    await pod.mount('ca.crt', ca.cert);
    pod.advance(60_000);
    expect(await pod.ask()).toBe('200');
  });

  it('fails without a token', async () => {
    const environment = { KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: '1' };
    const connected = connectInCluster({ environment, folder: '/nonexistent', nowMs: () => 0 });
    expect(connected.ok && (await ask(connected.value))).toBe('credentials');
  });

  it('closes its connections', async () => {
    const pod = await makePod();
    await pod.ask();
    pod.connection.close();
    await until('no connection', () => pod.server.openSockets === 0);
  });

  it.each([
    ['no host', {}, undefined],
    ['no port', { KUBERNETES_SERVICE_HOST: '10.0.0.1' }, undefined],
    ['IPv4', { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '443' }, 'https://10.0.0.1/'],
    ['IPv6', { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '6443' }, 'https://[fd00::1]:6443/'],
    ['no URL', { KUBERNETES_SERVICE_HOST: 'a b', KUBERNETES_SERVICE_PORT: '443' }, undefined],
  ])('finds the API server in the environment: %s', (_name, environment, expected) => {
    const connected = connectInCluster({ environment, nowMs: () => 0 });
    expect(connected.ok ? connected.value.server.href : undefined).toBe(expected);
  });
});

import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { makeTempFolder } from '../support/temp-folder.ts';
import { EgressProxy } from './egress-proxy.ts';
import { PodNetwork } from './pod-network.ts';

interface ScriptedEndpoint {
  readonly address: string;
  readonly conditions: { readonly ready: boolean; readonly serving?: boolean; readonly terminating?: boolean };
}

const CLUSTER_IP = '10.96.0.7';
const SERVICE = {
  metadata: { name: 'echo', namespace: 'play' },
  spec: { clusterIPs: [CLUSTER_IP], ports: [{ name: 'https', port: 443 }] },
};

let endpoints: ScriptedEndpoint[];
let isApiServerAway: boolean;
let network: PodNetwork;
let proxy: EgressProxy;
let socketPath: string;

/** An API server that has one Service. */
function answer(path: string): object {
  if (path.startsWith('/api/v1/services?')) return { items: [SERVICE] };
  const wanted = '/apis/discovery.k8s.io/v1/namespaces/play/endpointslices?';
  if (!path.startsWith(wanted) || !path.includes('kubernetes.io%2Fservice-name%3Decho')) throw new Error(path);
  const listed = endpoints.map(({ address, conditions }) => ({ addresses: [address], conditions }));
  return { items: [{ ports: [{ name: 'https', port: 8443 }], endpoints: listed }] };
}

/** A Pod that answers each line with its name. */
async function addPod(name: string, conditions: ScriptedEndpoint['conditions'] = { ready: true }): Promise<void> {
  const server = createServer((socket) => socket.on('data', (line) => socket.write(`${name}: ${line.toString()}`)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = network.allocateAddress();
  const { port } = server.address() as AddressInfo;
  network.open(address, 8443, { pod: `play/${name}`, host: '127.0.0.1', port });
  endpoints.push({ address, conditions });
}

async function connect(authority: string): Promise<{ readonly status: number; readonly socket: Socket }> {
  const outgoing = request({ socketPath, method: 'CONNECT', path: authority, agent: false });
  outgoing.end();
  const [response, socket] = (await once(outgoing, 'connect')) as [{ statusCode: number }, Socket];
  onTestFinished(() => void socket.destroy());
  return { status: response.statusCode, socket };
}

async function sayHello(): Promise<string> {
  const { socket } = await connect(`${CLUSTER_IP}:443`);
  socket.write('hello');
  const [reply] = (await once(socket, 'data')) as [Buffer];
  return reply.toString();
}

beforeEach(async (context) => {
  endpoints = [];
  isApiServerAway = false;
  network = await PodNetwork.create();
  socketPath = join(makeTempFolder(context), 'egress.sock');
  proxy = await EgressProxy.start({
    socketPath,
    network,
    send: ({ path }) =>
      isApiServerAway
        ? Promise.reject(new Error('connection refused'))
        : Promise.resolve({ status: 200, body: JSON.stringify(answer(path)) }),
  });
});

afterEach(() => proxy.stop());

describe('EgressProxy', () => {
  it('gives connections to the ready endpoints in turn, and counts them', async () => {
    await addPod('one');
    await addPod('two');
    await addPod('starting', { ready: false });
    const replies = [await sayHello(), await sayHello(), await sayHello(), await sayHello()];
    expect(new Set(replies)).toStrictEqual(new Set(['one: hello', 'two: hello']));
    expect(Object.fromEntries(proxy.connections)).toStrictEqual({ 'play/one': 2, 'play/two': 2 });
  });

  it('falls back to endpoints that are ending and still serve', async () => {
    await addPod('ending', { ready: false, serving: true, terminating: true });
    expect(await sayHello()).toBe('ending: hello');
  });

  it('refuses with 503 when no endpoint is ready', async () => {
    await addPod('starting', { ready: false, serving: false, terminating: false });
    expect((await connect(`${CLUSTER_IP}:443`)).status).toBe(503);
    expect(proxy.refused).toStrictEqual([`${CLUSTER_IP}:443: no ready endpoint`]);
  });

  it.each([
    ['another address', '10.96.0.8:443', 'no Service'],
    ['another port', `${CLUSTER_IP}:8443`, 'no Service'],
    ['a name', 'example.com:443', 'not an IPv4 address with a port'],
  ])('refuses %s', async (_, authority, reason) => {
    await addPod('one');
    expect((await connect(authority)).status).toBe(503);
    expect(proxy.refused).toStrictEqual([`${authority}: ${reason}`]);
  });

  it('never dials an endpoint that is no Pod of ours', async () => {
    endpoints.push({ address: '127.0.0.1', conditions: { ready: true } });
    expect((await connect(`${CLUSTER_IP}:443`)).status).toBe(503);
    expect(proxy.refused).toStrictEqual([`${CLUSTER_IP}:443: no Pod listens at 127.0.0.1:8443`]);
  });

  it('refuses when the Pod does not listen any more', async () => {
    await addPod('one');
    network.open(endpoints[0]?.address ?? '', 8443, { pod: 'play/one', host: '127.0.0.1', port: 1 });
    expect((await connect(`${CLUSTER_IP}:443`)).status).toBe(503);
  });

  it('goes on with what it knew while no API server answers', async () => {
    await addPod('one');
    await sayHello();
    isApiServerAway = true;
    expect(await sayHello()).toBe('one: hello');
  });

  it('refuses what it never knew while no API server answers', async () => {
    isApiServerAway = true;
    expect((await connect(`${CLUSTER_IP}:443`)).status).toBe(503);
    expect(proxy.refused).toStrictEqual([`${CLUSTER_IP}:443: the API server does not answer`]);
  });

  it('answers plain requests with 405', async () => {
    const outgoing = request({ socketPath, path: 'http://example.com/', agent: false }).end();
    const [response] = (await once(outgoing, 'response')) as [{ statusCode: number; resume: () => void }];
    response.resume();
    expect(response.statusCode).toBe(405);
  });

  it('ends open connections when it stops, and removes its socket', async () => {
    await addPod('one');
    const { socket } = await connect(`${CLUSTER_IP}:443`);
    const closed = once(socket, 'close');
    await proxy.stop();
    await closed;
    expect(existsSync(socketPath)).toBe(false);
  });
});

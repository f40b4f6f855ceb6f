import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findFreePorts } from './ports.ts';
import { TcpBalancer } from './tcp-balancer.ts';

/** A server that answers each line with its name. */
async function serve(name: string): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (line) => socket.write(`${name}: ${line.toString()}`));
    onTestFinished(() => void socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

async function balance(...backends: readonly number[]): Promise<TcpBalancer> {
  const balancer = await TcpBalancer.start(backends);
  onTestFinished(() => balancer.stop());
  return balancer;
}

async function dial({ port }: TcpBalancer): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port });
  socket.on('error', () => {});
  await once(socket, 'connect');
  onTestFinished(() => void socket.destroy());
  return socket;
}

async function ask(socket: Socket): Promise<string> {
  socket.write('hello');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  return answer.toString();
}

describe('TcpBalancer', () => {
  it('gives each connection to the next server', async () => {
    const balancer = await balance(await serve('one'), await serve('two'));
    const answers = [await ask(await dial(balancer)), await ask(await dial(balancer))];
    expect(answers.toSorted()).toStrictEqual(['one: hello', 'two: hello']);
  });

  it('passes over a server that takes no connection', async () => {
    const [nobody = 0] = await findFreePorts(1);
    const balancer = await balance(nobody, await serve('two'));
    const answers = [await ask(await dial(balancer)), await ask(await dial(balancer))];
    expect(answers).toStrictEqual(['two: hello', 'two: hello']);
  });

  it('ends a connection that no server takes', async () => {
    const balancer = await balance(...(await findFreePorts(2)));
    const socket = await dial(balancer);
    await once(socket.resume(), 'close');
    expect(socket.bytesRead).toBe(0);
  });

  it('cuts open connections without a word, and serves new ones', async () => {
    const balancer = await balance(await serve('one'));
    const socket = await dial(balancer);
    expect(await ask(socket)).toBe('one: hello');
    expect(balancer.cutSilently()).toBe(1);
    const heard: string[] = [];
    for (const event of ['data', 'end', 'close', 'error']) socket.on(event, () => heard.push(event));
    socket.write('hello');
    await sleep(200);
    expect(heard).toStrictEqual([]);
    expect(await ask(await dial(balancer))).toBe('one: hello');
  });

  it('resets open connections, those that were cut too', async () => {
    const balancer = await balance(await serve('one'));
    const socket = await dial(balancer);
    await ask(socket);
    balancer.cutSilently();
    const closed = once(socket, 'close');
    balancer.dropConnections();
    await expect(closed).rejects.toMatchObject({ code: 'ECONNRESET' });
  });
});

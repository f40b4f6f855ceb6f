import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { REPOSITORY } from './support/serve-process.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** A server that answers each path with its status; one without an answer leaves the client waiting. */
async function answer(statuses: Readonly<Record<string, number>>): Promise<number> {
  const server = createServer(({ url = '' }, response) => {
    const status = statuses[url];
    if (status !== undefined) response.writeHead(status).end(`${url} ${status}\n`);
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function check(probeListen: string): Promise<{ readonly code: number | null; readonly text: string }> {
  const child = spawn(process.execPath, [join(REPOSITORY, 'src/healthcheck.ts')], {
    env: { SIDECAR_INJECTOR_PROBE_LISTEN: probeListen },
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (text += part));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, text };
}

describe('the health check', () => {
  it('passes when the server is ready, wherever it listens', async () => {
    const port = await answer({ '/readyz': 200 });
    const passed = { code: 0, text: '/readyz 200\n' };
    expect(await check(`0.0.0.0:${port}`)).toEqual(passed);
    expect(await check(`127.0.0.1:${port}`)).toEqual(passed);
  });

  it('fails with what the server says when it is not ready', async () => {
    const port = await answer({ '/readyz': 503, '/livez': 200 });
    expect(await check(`0.0.0.0:${port}`)).toEqual({ code: 1, text: '/readyz 503\n' });
  });

  it('fails when nothing listens', async () => {
    const port = await answer({});
    servers.splice(0).forEach((server) => server.close());
    expect(await check(`0.0.0.0:${port}`)).toEqual({
      code: 1,
      text: expect.stringContaining('ECONNREFUSED') as string,
    });
  });

  it('fails when there is no answer in time', async () => {
    const port = await answer({});
    expect(await check(`0.0.0.0:${port}`)).toEqual({ code: 1, text: 'no answer within 2000 ms\n' });
  });

  it('fails when the address is none', async () => {
    expect(await check('nowhere')).toEqual({
      code: 1,
      text: expect.stringContaining('SIDECAR_INJECTOR_PROBE_LISTEN: "nowhere" is no address') as string,
    });
  });
});

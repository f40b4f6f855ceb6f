import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectTo, type ApiConnection } from '../../src/kubernetes/api-connection.ts';
import { openResponse, readText, type ApiRequest } from '../../src/kubernetes/api-request.ts';
import { Deadline } from '../../src/kubernetes/deadline.ts';
import { CountedTiming } from '../support/counted-timing.ts';
import { ScriptedApiServer } from '../support/scripted-api-server.ts';
import { body, status } from '../support/scripted-answers.ts';

async function send(connection: ApiConnection, request: ApiRequest, timeoutMs = 5_000): Promise<unknown> {
  const timing = new CountedTiming();
  const deadline = new Deadline(timing, new AbortController().signal);
  deadline.restart(timeoutMs);
  const response = await openResponse(connection, request, deadline);
  const answer = response.ok ? await readText(response.value, 1_000) : response.error;
  deadline.end();
  expect(timing.active).toBe(0);
  return answer;
}

async function startServer(): Promise<{ server: ScriptedApiServer; connection: ApiConnection }> {
  const server = await ScriptedApiServer.start();
  const connection = connectTo({ server: `${server.url}/base/` });
  onTestFinished(async () => {
    connection.close();
    await server.stop();
  });
  return { server, connection };
}

describe('openResponse', () => {
  it('keeps the path of the server, and the connection for the next request', async () => {
    const { server, connection } = await startServer();
    server.scriptList(body('one'), body('two'));
    const answers = [
      await send(connection, { path: '/api/v1/x?limit=1' }),
      await send(connection, { path: '/api/v1/y' }),
    ];
    expect(answers).toEqual(['one', 'two']);
    expect(server.received.map(({ path }) => path)).toEqual(['/base/api/v1/x', '/base/api/v1/y']);
    expect(server.openSockets).toBe(1);
  });

  it('sends a body with its method and type', async () => {
    const echo = createServer((request, response) => {
      void text(request).then((sent) =>
        response.end(
          `${request.method} ${request.headers['content-type']} ${request.headers['content-length']} ${sent}`,
        ),
      );
    });
    echo.listen(0, '127.0.0.1');
    await once(echo, 'listening');
    const connection = connectTo({ server: `http://127.0.0.1:${(echo.address() as AddressInfo).port}` });
    onTestFinished(() => {
      connection.close();
      echo.close();
    });
    const contentType = 'application/json-patch+json';
    expect(await send(connection, { method: 'PATCH', path: '/', body: '["ü"]', contentType })).toBe(
      'PATCH application/json-patch+json 6 ["ü"]',
    );
  });

  it('gives the message of a Status, and how long to wait', async () => {
    const { server, connection } = await startServer();
    server.scriptList(status(429, { 'retry-after': '3' }, 'too many requests'));
    expect(await send(connection, { path: '/api/v1/x?limit=1' })).toEqual({
      kind: 'throttled',
      message: 'GET /api/v1/x: 429 too many requests',
      status: 429,
      retryAfterMs: 3_000,
    });
  });

  it('leaves a Retry-After alone that is a date', async () => {
    const { server, connection } = await startServer();
    server.scriptList(status(503, { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }));
    expect(await send(connection, { path: '/x' })).not.toHaveProperty('retryAfterMs');
  });

  it('says that the API server is not there', async () => {
    const { server, connection } = await startServer();
    await server.stop();
    expect(await send(connection, { path: '/x' })).toMatchObject({
      kind: 'connection',
      message: `GET /x: connect ECONNREFUSED 127.0.0.1:${connection.server.port}`,
    });
  });

  it('does not wait for credentials longer than the deadline', async () => {
    const { connection } = await startServer();
    const never: ApiConnection = { ...connection, authorize: () => Promise.withResolvers<never>().promise };
    expect(await send(never, { path: '/x' }, 50)).toMatchObject({ kind: 'timeout' });
  });

  it('says why there are no credentials', async () => {
    const { connection } = await startServer();
    const none: ApiConnection = { ...connection, authorize: () => Promise.reject(new Error('no token')) };
    expect(await send(none, { path: '/x' })).toMatchObject({
      kind: 'credentials',
      message: 'no credentials for GET /x: no token',
    });
  });
});

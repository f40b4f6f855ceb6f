import { once } from 'node:events';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTls, send } from '../support/https-client.ts';
import { imageFlags } from '../support/image-flags.ts';
import { reviewOf } from '../support/review-of.ts';
import { responseIn } from '../support/review-of.ts';
import { startServe, type ServeProcess } from '../support/serve-process.ts';

const BODY = JSON.stringify(reviewOf());

let server: ServeProcess;

beforeAll(async () => {
  server = await startServe([], {}, imageFlags());
});

afterAll(async () => server.process.destroy());

/** Writes a request with these headers as they are, and gives the first line of the answer; none where there is none. */
async function statusFor(headers: readonly string[], body = BODY): Promise<number | undefined> {
  const socket: TLSSocket = await openTls(server.port);
  let answer = '';
  const ended = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => undefined).on('data', (data: Buffer) => (answer += data.toString('latin1')));
  socket.write(`POST /mutate/enabled HTTP/1.1\r\nHost: a\r\n${headers.join('\r\n')}\r\n\r\n${body}`, 'latin1');
  await Promise.race([once(socket, 'data').catch(() => undefined), ended]);
  socket.destroy();
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1];
  return status === undefined ? undefined : Number(status);
}

const LENGTH = `Content-Length: ${Buffer.byteLength(BODY)}`;

async function expectStillAnswers(): Promise<void> {
  const { status, text } = await send(server.url, { body: BODY });
  expect([status, responseIn(text).auditAnnotations?.['decision']]).toStrictEqual([200, 'inject']);
}

describe('a content type', () => {
  it.each([
    'application/json',
    'Application/JSON',
    'application/json;charset=utf-8',
    'application/json; charset=UTF-8',
    'application/json; charset="utf-8"',
  ])('of %j is JSON', async (type) => {
    expect(await statusFor([`Content-Type: ${type}`, LENGTH])).toBe(200);
  });

  // Fastify's advisories CVE-2025-32442, CVE-2026-25223, CVE-2026-3419 and CVE-2026-33806: what is like the type but is not.
  it.each([
    'application/json\ta',
    'application/json a',
    'application/json;',
    'application/json ;',
    'application/json;charset=utf-16',
    'application/json; charset=utf-8; charset=utf-16',
    'application/json; boundary=a',
    'application/json, text/plain',
    'text/plain, application/json',
    'text/plain; application/json',
    'application/json\u00A0',
    'application/jsonx',
    'application/json+x',
    'application/json/x',
    'application/ json',
    'application /json',
    'application/*',
    '*/*',
    '__proto__',
    'constructor',
    'application',
    'x'.repeat(8_000),
  ])('of %j is none', async (type) => {
    expect(await statusFor([`Content-Type: ${type}`, LENGTH])).toBe(415);
    await expectStillAnswers();
  });

  it('that is there twice is the first one', async () => {
    expect(await statusFor(['Content-Type: application/json', 'Content-Type: text/plain', LENGTH])).toBe(200);
    expect(await statusFor(['Content-Type: text/plain', 'Content-Type: application/json', LENGTH])).toBe(415);
  });
});

describe('a header', () => {
  // CVE-2026-21710; and with --disable-proto=throw, Node itself throws where nobody can catch it.
  it.each(['__proto__', 'constructor', 'hasOwnProperty', 'toString', 'prototype'])(
    'named %s is a header',
    async (name) => {
      const json = 'Content-Type: application/json';
      expect(await statusFor([`${name}: a`, json, LENGTH])).toBe(200);
      expect(await statusFor([`${name}: a`, `${name}: b`, json, LENGTH])).toBe(200);
      const chunked = `${Buffer.byteLength(BODY).toString(16)}\r\n${BODY}\r\n0\r\n${name}: a\r\n\r\n`;
      expect(await statusFor([json, `Trailer: ${name}`, 'Transfer-Encoding: chunked'], chunked)).toBe(200);
      await expectStillAnswers();
    },
  );

  it.each<[string, readonly string[]]>([
    ['two lengths', [LENGTH, 'Content-Length: 3']],
    ['a length and chunks', [LENGTH, 'Transfer-Encoding: chunked']],
    ['a length below zero', ['Content-Length: -1']],
    ['a length that is none', ['Content-Length: 1e3']],
    ['a length beyond all numbers', [`Content-Length: ${'9'.repeat(30)}`]],
    ['a coding that nobody knows', ['Transfer-Encoding: x']],
    ['a name with a space', [`Content-Length : ${BODY.length}`]],
    ['a folded line', [LENGTH, 'X-A: a', ' b']],
    ['a line break in a value', [LENGTH, 'X-A: a\rb']],
    ['a null in a value', [LENGTH, 'X-A: a\u0000b']],
  ])('that confuses, %s, is refused', async (_title, headers) => {
    expect(await statusFor(['Content-Type: application/json', ...headers])).toBe(400);
    await expectStillAnswers();
  });

  it.each<[string, readonly string[]]>([
    ['20 KiB long', [`X-A: ${'a'.repeat(20_480)}`]],
    ['one of 3,000', Array.from({ length: 3_000 }, (_, index) => `X-${index}: a`)],
  ])('that is %s is refused', async (_title, headers) => {
    expect(await statusFor(['Content-Type: application/json', LENGTH, ...headers])).toBe(431);
    await expectStillAnswers();
  });
});

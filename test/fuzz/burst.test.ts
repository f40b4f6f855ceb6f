import { Agent } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { send } from '../support/https-client.ts';
import { imageFlags } from '../support/image-flags.ts';
import { podOf } from '../support/load-example.ts';
import { responseIn, reviewOf } from '../support/review-of.ts';
import { startServe } from '../support/serve-process.ts';

/** As the webhook configuration says, and as the API server does within it. */
const WEBHOOK_TIMEOUT_MS = 5_000;
const MAX_RETRIES = 10;

const BURST_MS = 2_000;
const TIMES_CAPACITY = 5;
const CONNECTIONS = 25;

/** More than a server can do within the webhook's timeout is lost, whoever answers: two seconds are left for delays. */
const WORK_SECONDS = 3;

/** A review that fills the budget of bytes together with a few more of its kind. */
const LARGE = JSON.stringify(reviewOf(podOf({ padding: 'x'.repeat(6 * 1024 * 1024) })));
const SMALL = JSON.stringify(reviewOf());

/** One call as the API server makes it: comes again where it is told when; whether it was answered in time. */
async function call(
  url: string,
  body: string,
  agent: Agent,
): Promise<{ readonly isAnswered: boolean; readonly tries: number }> {
  const endMs = performance.now() + WEBHOOK_TIMEOUT_MS;
  for (let tries = 1; tries <= MAX_RETRIES + 1 && performance.now() < endMs; tries += 1) {
    const { status, headers, text } = await send(url, { body, agent });
    if (status === 200) return { isAnswered: responseIn(text).allowed && performance.now() < endMs, tries };
    if (status !== 429) return { isAnswered: false, tries };
    await delay(Number(headers['retry-after']) * 1000);
  }
  return { isAnswered: false, tries: MAX_RETRIES };
}

describe('a burst', () => {
  it(
    `at ${TIMES_CAPACITY} times the rate that one server keeps up with, up to ${WORK_SECONDS} s of work, loses nothing: it is only delayed`,
    { timeout: 60_000 },
    async () => {
      const { process, url } = await startServe([], {}, imageFlags());
      onTestFinished(() => process.destroy());
      const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
      onTestFinished(() => agent.destroy());
      const measured = await Promise.all(Array.from({ length: 400 }, () => timed(() => call(url, SMALL, agent))));
      const capacity = 400 / Math.max(...measured.map(({ seconds }) => seconds));
      const perTick = Math.max(1, Math.round((capacity * TIMES_CAPACITY) / 100));

      const calls: ReturnType<typeof call>[] = [call(url, LARGE, agent), call(url, LARGE, agent)];
      const endMs = performance.now() + BURST_MS;
      // What has not gone out when the connections are full waits in the client, as it does in an API server.
      for (let sent = 0; performance.now() < endMs && sent < capacity * WORK_SECONDS; sent += perTick) {
        for (let index = 0; index < perTick; index += 1) calls.push(call(url, SMALL, agent));
        await delay(10);
      }
      const ended = await Promise.all(calls);
      const lost = ended.filter(({ isAnswered }) => !isAnswered).length;
      const retried = ended.filter(({ tries }) => tries > 1).length;
      console.log(
        `a burst of ${ended.length} calls at ${Math.round(capacity)}/s of capacity: ${lost} lost, ${retried} came again`,
      );
      expect(lost).toBe(0);
      expect(ended.length).toBeGreaterThan(capacity);
    },
  );

  it('of large reviews loses nothing either: they wait, or are told to come again', { timeout: 60_000 }, async () => {
    const { process, url } = await startServe([], {}, imageFlags());
    onTestFinished(() => process.destroy());
    const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
    onTestFinished(() => agent.destroy());
    const ended = await Promise.all(Array.from({ length: 12 }, () => call(url, LARGE, agent)));
    const retried = ended.filter(({ tries }) => tries > 1).length;
    console.log(`12 reviews of 6 MiB at once: ${retried} came again`);
    expect(ended.filter(({ isAnswered }) => !isAnswered)).toStrictEqual([]);
  });
});

async function timed<Value>(run: () => Promise<Value>): Promise<{ readonly value: Value; readonly seconds: number }> {
  const startMs = performance.now();
  const value = await run();
  return { value, seconds: (performance.now() - startMs) / 1000 };
}

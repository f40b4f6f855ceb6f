import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import { makeMemoryCertificate } from '../../src/cli/memory-certificate.ts';
import { send } from '../support/https-client.ts';
import { imageFlags } from '../support/image-flags.ts';
import { podOf } from '../support/load-example.ts';
import { sumOf } from '../support/metric-samples.ts';
import { responseIn, reviewOf } from '../support/review-of.ts';
import { CliProcess, FREE_PORTS, whenReady, type ServeProcess } from '../support/serve-process.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { WatchedApiServer } from '../support/watched-api-server.ts';
import { Dice, FUZZ_SEED, runsOr } from './dice.ts';
import { RawClient } from './raw-client.ts';
import { RequestWriter } from './request-writer.ts';
import { CANARY } from './review-writer.ts';

const REQUESTS = runsOr(5_000);
const CLIENTS = 4;
const TEMPLATES = {
  'b.yaml':
    'default: true\nparams: {image: {type: string, default: "envoy:1"}, port: {type: integer, default: 1, minimum: 1, maximum: 9}}\n' +
    'containers: [{name: envoy, image: "${{ params.image }}", args: ["${{ string(params.port) }}"]}]\n',
};

async function startInCluster(context: TestContext) {
  const api = await WatchedApiServer.start(TEMPLATES, 'demo');
  context.onTestFinished(() => api.stop());
  const folder = makeTempFolder(context);
  const { cert, key } = await makeMemoryCertificate(new Date());
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(join(folder, 'tls.crt'), cert);
  writeFileSync(join(folder, 'tls.key'), key);
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      'current-context': 'a',
      contexts: [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
      clusters: [{ name: 'a', cluster: { server: api.url, 'insecure-skip-tls-verify': true } }],
      users: [{ name: 'a', user: {} }],
    }),
  );
  const args = ['serve', ...FREE_PORTS, '--cert-dir', folder, '--kubeconfig', kubeconfig, '--log-level', 'trace'];
  const cli = new CliProcess(args, {}, imageFlags([folder]));
  context.onTestFinished(() => cli.destroy());
  const server = await whenReady(cli);
  const readiness = async (): Promise<string> => (await fetch(`${server.probesUrl}/readyz?verbose`)).text();
  await expect.poll(readiness, { timeout: 10_000 }).toContain('readyz check passed');
  return { api, server };
}

/** What everybody has to be told in the same words before and after. */
async function askPlainly({ url }: ServeProcess): Promise<string> {
  const { status, text } = await send(url, { body: reviewOf(podOf()) });
  return `${status} ${JSON.stringify(responseIn(text))}`;
}

function countKinds(outcomes: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).toSorted((left, right) => right[1] - left[1]));
}

describe('a server', () => {
  it(`answers ${REQUESTS} requests that nobody sends, and tells nobody what is secret in them`, async (context) => {
    const { api, server } = await startInCluster(context);
    const before = await askPlainly(server);
    const outcomes = await Promise.all(
      Array.from({ length: CLIENTS }, async (_, index) => {
        const writer = new RequestWriter(new Dice(FUZZ_SEED + 10 + index));
        const client = new RawClient(server.port);
        const told: string[] = [];
        while (told.length < REQUESTS / CLIENTS) told.push(await client.send(writer.write()));
        client.close();
        return told;
      }),
    );
    const kinds = countKinds(outcomes.flat());
    console.log(`hostile requests, seed ${FUZZ_SEED}: ${REQUESTS} cases, ${JSON.stringify(kinds)}`);
    expect(await askPlainly(server)).toBe(before);
    for (const [kind, share] of Object.entries(LEAST_SHARES))
      expect([kind, (kinds[kind] ?? 0) > REQUESTS * share]).toStrictEqual([kind, true]);
    expect(Object.keys(kinds).filter((kind) => kind.startsWith('5'))).toStrictEqual([]);

    const metricsText = await (await fetch(`${server.probesUrl}/metrics`)).text();
    await expect.poll(() => api.written.length, { timeout: 5_000 }).toBeGreaterThan(2);
    const told = {
      log: server.process.stdout,
      stderr: server.process.stderr,
      metricsText,
      events: api.written.join(''),
    };
    for (const [where, text] of Object.entries(told))
      expect([where, text.includes(CANARY)]).toStrictEqual([where, false]);
    expect(server.process.log.length).toBeGreaterThan(REQUESTS / 2);
    const metrics = await server.metrics();
    const decided = sumOf(metrics, 'sidecar_injector_decisions_total');
    expect(sumOf(metrics, 'sidecar_injector_reviews_total')).toBe(decided);
  });
});

/** Each kind of answer has to come: who refuses everything fails. */
const LEAST_SHARES: Readonly<Record<string, number>> = {
  '200 injected': 0.1,
  '200 not-a-pod-create': 0.005,
  '200 invalid-annotation': 0.005,
  '400': 0.05,
  '404': 0.02,
  '415': 0.02,
};

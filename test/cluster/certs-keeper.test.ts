import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startCreateLoad } from './create-load.ts';
import { startInjectorCluster, type InjectorCluster } from './injector-cluster.ts';
import { KeeperBench, KEPT, SHORT_WAITS } from './keeper-bench.ts';
import { StaleEndpoint } from './stale-endpoint.ts';
import { waitUntil } from './wait-until.ts';

/** What a real kubelet takes a minute or two for. */
const VOLUME_LAG_MS = 3_000;

let injector: InjectorCluster;
let bench: KeeperBench;

beforeAll(async () => {
  injector = await startInjectorCluster({ volumeLagMs: VOLUME_LAG_MS, volumeSyncMs: 500 });
  bench = new KeeperBench(injector);
  await bench.scale('server', 2);
  await injector.createNamespace('enabled', { 'sidecar-injector.dev/injection': 'enabled' });
});
beforeEach((context) => context.skip(!injector.cluster.network.isOwn, 'Pods have no addresses of their own here'));
afterEach(() => bench.stopAll());
afterAll(() => injector?.[Symbol.asyncDispose]());

describe('certs keep, as its Pod runs it', () => {
  it('hands over to a new CA under load, time and again, without a Pod that fails', async () => {
    await bench.deploy(SHORT_WAITS);
    let ca = await bench.handedOver(undefined);
    const load = startCreateLoad(injector.cluster.controlPlane, 'enabled');
    for (let rotation = 0; rotation < 3; rotation += 1) {
      await bench.rotate();
      ca = await bench.handedOver(ca);
      await sleep(1_000);
    }
    const { injected, failed } = await load.stop();
    expect(failed).toEqual([]);
    expect(injected).toBeGreaterThan(500);
  });

  it.each([
    ['MutatingWebhookConfiguration', KEPT.mutating],
    ['ValidatingWebhookConfiguration', KEPT.validating],
  ])(
    'brings a wiped caBundle of the %s back within 5 s with the usual waits, and writes an Event',
    async (kind, path) => {
      await bench.deploy([]);
      const ca = await bench.handedOver(undefined);
      const before = await bench.restorations(kind);
      await bench.wipe(path);
      expect((await bench.bundles()).some((each) => each.length === 0)).toBe(true);
      const isBack = async (): Promise<true | undefined> =>
        (await bench.bundles()).every((each) => each.join() === ca) ? true : undefined;
      await waitUntil(isBack, { what: 'the caBundle', timeoutMs: 5_000 });
      const isTold = async (): Promise<true | undefined> =>
        (await bench.restorations(kind)) === before + 1 ? true : undefined;
      await waitUntil(isTold, { what: 'the Event', timeoutMs: 5_000 });
      const described = await injector.kubectl(['describe', kind, 'sidecar-injector']);
      expect(described).toMatch(/Warning +CaBundleRestored .* an entry of it had lost the CA of the injector/);
    },
  );
});

describe('certs keep, as a process of its own', () => {
  beforeAll(() => bench.scale('keeper', 0));

  it('converges when it is killed at any point of a rotation and started again', async () => {
    let ca: string | undefined;
    const load = startCreateLoad(injector.cluster.controlPlane, 'enabled', { clients: 4 });
    for (let kills = 0; kills < 12; kills += 1) {
      if (kills % 3 === 0) {
        const keeper = await bench.start();
        ca = await bench.handedOver(ca, 90_000);
        await keeper.destroy();
        await bench.rotate();
      }
      await bench.killAfter(await bench.start(), 400 + kills * 250);
    }
    const keeper = await bench.start();
    await bench.handedOver(ca);
    await keeper.logged('certificates in force');
    const { failed } = await load.stop();
    expect(failed).toEqual([]);
  }, 300_000);

  it('ends in one CA when twenty `certs create` and three keepers begin at once', async () => {
    await injector.kubectl(['delete', 'secret', 'sidecar-injector-ca', 'sidecar-injector-tls', '-n=sidecar-injector']);
    const keepers = await Promise.all(Array.from({ length: 3 }, () => bench.start()));
    const creates = await Promise.all(Array.from({ length: 20 }, () => bench.start([], 'create')));
    const ended = await Promise.all(creates.map(async (each) => ({ ...(await each.ended), stderr: each.stderr })));
    expect(ended.map(({ code, stderr }) => [code, stderr])).toEqual(ended.map(() => [0, '']));
    const made = [...keepers, ...creates].flatMap(({ log }) =>
      log.filter(({ msg, object }) => msg === 'written' && object === 'Secret sidecar-injector/sidecar-injector-ca'),
    );
    expect(made.map(({ reason }) => reason)).toEqual(['it was missing']);
    await bench.handedOver(undefined);
  });

  it('keeps the old CA in while an endpoint serves a certificate of it, however long that is', async () => {
    await bench.start();
    const old = await bench.handedOver(undefined);
    const endpoint = await StaleEndpoint.start(injector, await bench.servingPair());
    await bench.rotate();
    const ca = await bench.signedBy(old);
    await sleep(VOLUME_LAG_MS + 8_000);
    expect(await bench.bundles()).toEqual([1, 2, 3].map(() => [ca, old]));
    await bench.wipe(KEPT.mutating);
    await bench.believed([ca, old], 5_000);
    endpoint.serve(await bench.servingPair());
    expect(await bench.handedOver(old)).toBe(ca);
    await endpoint.stop();
  });

  it('renews certificates that live for seconds, under load, without a Pod that fails', async () => {
    const keeper = await bench.start([...SHORT_WAITS, '--leaf-lifetime=18s']);
    await bench.handedOver(undefined);
    await injector.kubectl(['delete', 'secret', 'sidecar-injector-tls', '-n=sidecar-injector']);
    const load = startCreateLoad(injector.cluster.controlPlane, 'enabled');
    await sleep(45_000);
    const { injected, failed } = await load.stop();
    expect(failed).toEqual([]);
    expect(injected).toBeGreaterThan(500);
    const renewals = keeper.log.filter(({ object }) => object === 'Secret sidecar-injector/sidecar-injector-tls');
    expect(renewals.length).toBeGreaterThanOrEqual(3);
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startCreateLoad } from './create-load.ts';
import { startInjectorCluster, type InjectorCluster } from './injector-cluster.ts';
import { KeeperBench, SHORT_WAITS } from './keeper-bench.ts';

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
});

import { describe, expect, it } from 'vitest';
import { createCertificates } from '../../certs-job/create-certificates.ts';
import { issueCa } from '../../certs-job/issue.ts';
import { KeeperRun, WAITS } from './keeper-run.ts';
import { PATHS } from './memory-cluster.ts';

const NOW = new Date('2026-11-21T07:00:00Z');
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** A cluster in which everything is in force, and two replicas serve it, the one later than the other. */
async function installed(lagsMs: readonly number[] = [30_000, 120_000]): Promise<KeeperRun> {
  const run = new KeeperRun(NOW);
  await run.keep(() => run.cluster.text(PATHS.tls, 'tls.crt') !== '');
  lagsMs.forEach((lagMs, index) => run.addReplica(`10.0.0.${index + 1}`, lagMs));
  expect(await run.keep(() => servedSince(run) !== undefined && run.isAlone())).toBe(true);
  run.cluster.writes.length = 0;
  return run;
}

function servedSince(run: KeeperRun): string | undefined {
  return run.cluster.objects.get(PATHS.ca)?.metadata.annotations?.['sidecar-injector.dev/served-since'];
}

function caOf(run: KeeperRun): string {
  return run.cluster.certificate(PATHS.ca).fingerprint256;
}

/** What the documentation says that asks for a new CA. */
function rotate(run: KeeperRun): string {
  const old = caOf(run);
  run.cluster.objects.delete(PATHS.ca);
  return old;
}

/** What `kubectl patch --type=merge` leaves. */
function setBundles(run: KeeperRun, path: string, pem: string): void {
  const webhooks = (run.cluster.objects.get(path)?.webhooks ?? []).map((entry) =>
    Object.assign({}, entry, {
      clientConfig: { ...entry.clientConfig, caBundle: Buffer.from(pem).toString('base64') },
    }),
  );
  run.cluster.put(path, { webhooks });
}

describe('keepCertificates', () => {
  it('makes everything where nothing is, and then writes nothing for hours', async () => {
    const run = await installed();
    await run.keep(() => false, 3 * 3_600_000, { waits: { ...WAITS, repairMs: 10_000 } });
    expect([run.cluster.writes, run.restored, run.obstacles, run.failures]).toEqual([[], [], [], []]);
    expect(run.looks.at(-1)?.map(({ served }) => served)).toEqual(['current', 'current']);
  });

  it('hands over to a new CA without a moment at which a replica is not believed', async () => {
    const run = await installed();
    const old = rotate(run);
    const startMs = run.nowMs;
    expect(await run.keep(() => run.believed.every((each) => each.length === 2))).toBe(true);
    expect(run.believed).toEqual([1, 2, 3].map(() => [caOf(run), old]));
    expect(await run.keep(() => run.isAlone())).toBe(true);
    // The slower replica, and then the whole overlap.
    expect(run.nowMs - startMs).toBeGreaterThan(120_000 + WAITS.overlapMs);
    expect(run.failures).toEqual([]);
    expect(run.cluster.text(PATHS.ca, 'old-ca.crt')).toBe('');
  });

  it('does not change the certificate before each API server had time to hear of the CA', async () => {
    const run = await installed();
    rotate(run);
    await run.keep(() => run.believed.every((each) => each.length === 2));
    const believedMs = run.nowMs;
    const old = run.cluster.text(PATHS.tls, 'tls.crt');
    await run.keep(() => run.cluster.text(PATHS.tls, 'tls.crt') !== old);
    expect(run.nowMs - believedMs).toBeGreaterThanOrEqual(WAITS.settleMs - WAITS.repairMs);
    expect(run.nowMs - believedMs).toBeLessThan(WAITS.settleMs + 2 * WAITS.repairMs);
  });

  it.each([
    ['the certificate', 20, [PATHS.tls]],
    ['nothing yet', 19.9, []],
  ])('renews %s after %d days by the wall clock', async (_what, days, writes) => {
    const run = await installed();
    run.nowMs += days * DAY_MS;
    await run.keep(() => false, MINUTE_MS);
    expect(run.cluster.writes).toEqual(writes);
    expect(run.failures).toEqual([]);
  });

  it('renews the CA after two thirds of its life, and the certificate with it', async () => {
    const run = await installed();
    const old = caOf(run);
    // A leaf of the day before, as there would be one.
    run.nowMs += 244 * DAY_MS;
    expect(await run.keep(() => run.isAlone() && caOf(run) !== old)).toBe(true);
    const [ca, leaf] = [run.cluster.certificate(PATHS.ca), run.cluster.certificate(PATHS.tls)];
    expect(leaf.validToDate.getTime()).toBeLessThan(ca.validToDate.getTime());
    expect(run.failures).toEqual([]);
  });

  it.each([-5, 5])('does the same with a clock that is %d minutes off', async (minutes) => {
    const run = await installed();
    rotate(run);
    const now = (): Date => new Date(run.now.getTime() + minutes * MINUTE_MS);
    expect(await run.keep(() => run.isAlone(), 3_600_000, { now })).toBe(true);
    const leaf = run.cluster.certificate(PATHS.tls);
    expect(leaf.validFromDate.getTime()).toBeLessThan(run.now.getTime());
    expect(run.failures).toEqual([]);
  });

  it('waits for the overlap anew when the clock was set back', async () => {
    const run = await installed();
    rotate(run);
    const ahead = (): Date => new Date(run.now.getTime() + 60 * MINUTE_MS);
    await run.keep(() => servedSince(run) !== undefined, 3_600_000, { now: ahead });
    const noted = servedSince(run);
    expect(await run.keep(() => run.isAlone())).toBe(true);
    expect(servedSince(run)).not.toBe(noted);
    expect(run.failures).toEqual([]);
  });

  it.each(['lose-request', 'lose-answer'] as const)(
    'converges when it is ended at any request of a rotation and started again (%s)',
    async (how) => {
      for (let endedAt = 1; endedAt <= 40; endedAt += 1) {
        const run = await installed([10_000]);
        const old = rotate(run);
        let count = 0;
        run.cluster.interfere = () => {
          count += 1;
          return count >= endedAt ? how : undefined;
        };
        const waits = { ...WAITS, overlapMs: 20_000 };
        await run.keep(() => count >= endedAt, 3_600_000, { waits });
        run.cluster.interfere = () => undefined;
        expect(await run.keep(() => run.isAlone() && caOf(run) !== old, 3_600_000, { waits })).toBe(true);
        expect(run.failures).toEqual([]);
      }
    },
    60_000,
  );

  it('ends in one CA when several, and several `certs create`, run at once', async () => {
    const run = new KeeperRun(NOW);
    const timing = { nowMs: () => 0, random: () => 0.5, startTimer: startNow };
    const create = (): Promise<unknown> =>
      createCertificates({
        namespace: 'sidecar-injector',
        service: 'sidecar-injector',
        webhookConfiguration: 'sidecar-injector',
        client: run.cluster,
        now: () => NOW,
        timing,
        waitMs: 60_000,
        signal: new AbortController().signal,
        report: () => undefined,
        onObstacle: () => undefined,
      });
    const keep = (): Promise<boolean> => run.keep(() => run.isAlone());
    const ended = await Promise.all([keep(), create(), keep(), create(), create(), keep()]);
    expect(ended).toMatchObject([true, { ok: true }, true, { ok: true }, { ok: true }, true]);
    expect(run.cluster.writes.filter((path) => path === PATHS.ca)).toHaveLength(1);
  });
});

describe('keepCertificates and endpoints', () => {
  it('keeps the old CA while one serves the old certificate, and goes on when it no longer does', async () => {
    const run = await installed();
    run.freeze('10.0.0.1');
    rotate(run);
    const waits = { ...WAITS, repairMs: 60_000 };
    expect(await run.keep(() => run.isAlone(), DAY_MS / 4, { waits })).toBe(false);
    expect(run.believed.map((each) => each.length)).toEqual([2, 2, 2]);
    run.addReplica('10.0.0.1');
    expect(await run.keep(() => run.isAlone())).toBe(true);
    expect(run.failures).toEqual([]);
  });

  it('keeps it while one cannot be reached, or there is none', async () => {
    for (const hide of [
      (run: KeeperRun) => run.silent.add('10.0.0.2'),
      (run: KeeperRun) => run.cluster.endpoints.clear(),
    ]) {
      const run = await installed();
      hide(run);
      rotate(run);
      expect(await run.keep(() => run.isAlone(), 2 * 3_600_000, { waits: { ...WAITS, repairMs: 60_000 } })).toBe(false);
      expect(run.rounds.at(-1)?.pending).toBe('for endpoints; earlier CAs that are still believed: 1');
    }
  });

  it('does not wait for one that is not ready and does not answer, but does for one that answers', async () => {
    const run = await installed();
    run.addReplica('10.0.0.3', Number.POSITIVE_INFINITY, false);
    rotate(run);
    expect(await run.keep(() => run.isAlone(), 3_600_000, { waits: { ...WAITS, repairMs: 60_000 } })).toBe(false);
    run.silent.add('10.0.0.3');
    expect(await run.keep(() => run.isAlone())).toBe(true);
  });

  it('begins the overlap anew when one comes that serves the old certificate', async () => {
    const run = await installed([0]);
    const cert = run.cluster.text(PATHS.tls, 'tls.crt');
    rotate(run);
    await run.keep(() => servedSince(run) !== undefined);
    const stored = run.cluster.objects.get(PATHS.tls);
    run.cluster.put(PATHS.tls, { data: { ...stored?.data, 'tls.crt': Buffer.from(cert).toString('base64') } });
    run.addReplica('10.0.0.2', 240_000);
    run.cluster.put(PATHS.tls, stored ?? {});
    await run.keep(() => servedSince(run) === undefined);
    const startMs = run.nowMs;
    expect(await run.keep(() => run.isAlone())).toBe(true);
    expect(run.nowMs - startMs).toBeGreaterThan(WAITS.overlapMs);
    expect(run.failures).toEqual([]);
  });
});

describe('keepCertificates and those who change caBundle', () => {
  it.each([
    ['MutatingWebhookConfiguration', PATHS.configuration],
    ['ValidatingWebhookConfiguration', PATHS.validating],
  ])('brings a wiped one of the %s back within 5 s, and tells it', async (kind, path) => {
    const run = await installed();
    setBundles(run, path, '');
    const startMs = run.nowMs;
    expect(await run.keep(() => run.isAlone())).toBe(true);
    expect(run.nowMs - startMs).toBeLessThan(5_000);
    expect(run.restored.map((restored) => restored.kind)).toEqual([kind]);
  });

  it('brings both CAs back during a handover', async () => {
    const run = await installed();
    const old = rotate(run);
    await run.keep(() => servedSince(run) !== undefined);
    setBundles(run, PATHS.configuration, '');
    await run.keep(() => run.believed.every((each) => each.length > 0));
    expect(run.believed).toEqual([1, 2, 3].map(() => [caOf(run), old]));
  });

  it('takes a CA out that somebody has added, and tells it', async () => {
    const run = await installed();
    run.nowMs += WAITS.overlapMs;
    const ca = run.cluster.text(PATHS.ca, 'tls.crt');
    setBundles(run, PATHS.configuration, ca + (await issueCa(NOW)).cert);
    const startMs = run.nowMs;
    expect(await run.keep(() => run.isAlone())).toBe(true);
    expect(run.nowMs - startMs).toBeLessThan(5_000);
    expect(run.restored.map(({ problem }) => problem)).toEqual([
      'an entry of it had a CA in its caBundle that nothing is served of',
    ]);
  });

  it('does not call the end of a handover a repair', async () => {
    const run = await installed();
    rotate(run);
    await run.keep(() => run.isAlone());
    expect(run.restored).toEqual([]);
  });

  it('keeps the certificate in force while one configuration is missing, and says which', async () => {
    const run = await installed();
    const [configuration] = [run.cluster.objects.get(PATHS.configuration)];
    run.cluster.objects.delete(PATHS.configuration);
    run.nowMs += 21 * DAY_MS;
    await run.keep(() => false, MINUTE_MS);
    expect(run.cluster.writes).toEqual([PATHS.tls]);
    expect(run.obstacles.at(-1)?.message).toBe('MutatingWebhookConfiguration sidecar-injector is not there yet');
    run.cluster.put(PATHS.configuration, configuration ?? {});
    expect(await run.keep(() => run.isAlone())).toBe(true);
  });
});

function startNow(_delayMs: number, callback: () => void): () => void {
  const handle = setImmediate(callback);
  return () => clearImmediate(handle);
}

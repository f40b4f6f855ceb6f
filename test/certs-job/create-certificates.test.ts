import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkCa, checkLeaf } from '../../certs-job/check-certificate.ts';
import { createCertificates, type CreateContext, type Created } from '../../certs-job/create-certificates.ts';
import { issueCa, issueLeaf } from '../../certs-job/issue.ts';
import { dnsNamesOf } from '../../certs-job/names.ts';
import type { Result } from '../../src/result.ts';
import { MemoryCluster, PATHS } from './memory-cluster.ts';

const NOW = new Date('2026-11-21T07:00:00Z');
const NAME = { namespace: 'sidecar-injector', service: 'sidecar-injector' };

interface Configuration {
  readonly webhooks: readonly object[];
}

function readConfiguration(kind: string): Configuration {
  const file = new URL(`../../webhook-config/${kind}-webhook-configuration.yaml`, import.meta.url);
  return parse(readFileSync(file, 'utf8')) as Configuration;
}

const CONFIGURATION = readConfiguration('mutating');
const VALIDATING = readConfiguration('validating');

function daysLater(days: number): Date {
  return new Date(NOW.getTime() + days * 86_400_000);
}

function installed(): MemoryCluster {
  const cluster = new MemoryCluster();
  cluster.put(PATHS.configuration, CONFIGURATION);
  cluster.put(PATHS.validating, VALIDATING);
  return cluster;
}

/** Certificates as one text, in this order. */
function pem(...certificates: readonly X509Certificate[]): string {
  return certificates.map(String).join('');
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** Runs it on a clock that jumps over every pause. */
async function create(cluster: MemoryCluster, changed: Partial<CreateContext> = {}): Promise<Result<Created, string>> {
  let nowMs = 0;
  const startTimer = (delayMs: number, callback: () => void): (() => void) => {
    const handle = setImmediate(() => {
      nowMs += delayMs;
      callback();
    });
    return () => clearImmediate(handle);
  };
  return createCertificates({
    ...NAME,
    webhookConfiguration: 'sidecar-injector',
    client: cluster,
    now: () => NOW,
    timing: { nowMs: () => nowMs, random: () => 0.5, startTimer },
    waitMs: 60_000,
    signal: new AbortController().signal,
    report: () => undefined,
    onObstacle: () => undefined,
    ...changed,
  });
}

/** What is wrong with what is stored: everything has to belong together. */
function problems(cluster: MemoryCluster, now = NOW): readonly string[] {
  const pair = (path: string): { cert: string; key: string } => ({
    cert: cluster.text(path, 'tls.crt'),
    key: cluster.text(path, 'tls.key'),
  });
  const ca = checkCa(pair(PATHS.ca), now);
  if (!ca.ok) return [ca.error];
  const leaf = checkLeaf(pair(PATHS.tls), { ca: ca.value.certificate, dnsNames: dnsNamesOf(NAME), now });
  return [
    ...(leaf.ok ? [] : [leaf.error]),
    ...(cluster.text(PATHS.tls, 'ca.crt') === ca.value.cert ? [] : ['ca.crt']),
    ...[...cluster.bundles, ...cluster.bundlesOf(PATHS.validating)].flatMap((bundle) =>
      bundle.startsWith(String(ca.value.certificate)) ? [] : ['caBundle'],
    ),
  ];
}

describe('createCertificates', () => {
  it('creates CA, caBundle of both configurations and serving certificate, in this order', async () => {
    const cluster = installed();
    const created = await create(cluster);
    expect(cluster.writes).toEqual([PATHS.ca, PATHS.configuration, PATHS.validating, PATHS.tls]);
    expect(problems(cluster)).toEqual([]);
    expect(created).toEqual({
      ok: true,
      value: {
        certificates: {
          caFingerprint: cluster.certificate(PATHS.ca).fingerprint256,
          caNotAfter: new Date('2027-11-21T07:00:00Z'),
          fingerprint: cluster.certificate(PATHS.tls).fingerprint256,
          notAfter: new Date('2026-12-21T07:00:00Z'),
        },
      },
    });
  });

  it('never puts the key of the CA where the server is', async () => {
    const cluster = installed();
    await create(cluster);
    expect(Object.keys(cluster.objects.get(PATHS.tls)?.data ?? {}).toSorted()).toEqual([
      'ca.crt',
      'tls.crt',
      'tls.key',
    ]);
    expect(cluster.text(PATHS.tls, 'tls.key')).not.toBe(cluster.text(PATHS.ca, 'tls.key'));
  });

  it('writes nothing when it is run again', async () => {
    const cluster = installed();
    await create(cluster);
    cluster.writes.length = 0;
    await create(cluster, { now: () => daysLater(19) });
    expect(cluster.writes).toEqual([]);
  });

  it('ends in one CA when many run at once', async () => {
    const cluster = installed();
    const created = await Promise.all(Array.from({ length: 20 }, () => create(cluster)));
    expect(new Set(created.map((each) => (each.ok ? each.value.certificates.fingerprint : each.error))).size).toBe(1);
    expect(cluster.writes).toEqual([PATHS.ca, PATHS.configuration, PATHS.validating, PATHS.tls]);
    expect(problems(cluster)).toEqual([]);
  });

  it.each(['lose-request', 'lose-answer'] as const)(
    'converges when it is killed at any request and run again (%s)',
    async (how) => {
      for (let killedAt = 1; killedAt <= 12; killedAt += 1) {
        const cluster = installed();
        cluster.interfere = (_request, count) => (count >= killedAt ? how : undefined);
        await create(cluster, { waitMs: 0 });
        cluster.interfere = () => undefined;
        expect((await create(cluster)).ok).toBe(true);
        expect(problems(cluster)).toEqual([]);
      }
    },
  );

  it('goes on by itself after each single request that fails', async () => {
    for (let failing = 1; failing <= 12; failing += 1) {
      const cluster = installed();
      cluster.interfere = (_request, count) => (count === failing ? 'lose-answer' : undefined);
      expect((await create(cluster)).ok).toBe(true);
      expect(problems(cluster)).toEqual([]);
    }
  });

  it('renews the serving certificate after two thirds of its life, and leaves the CA alone', async () => {
    const cluster = installed();
    await create(cluster);
    cluster.writes.length = 0;
    await create(cluster, { now: () => daysLater(20) });
    expect(cluster.writes).toEqual([PATHS.tls]);
    expect(cluster.certificate(PATHS.tls).validToDate).toEqual(daysLater(50));
  });

  it('adds a new CA beside the old one before the server gets a certificate of it', async () => {
    const cluster = installed();
    await create(cluster);
    const old = cluster.certificate(PATHS.ca);
    cluster.writes.length = 0;
    const later = daysLater(250);
    await create(cluster, { now: () => later });
    expect(cluster.writes).toEqual([PATHS.ca, PATHS.configuration, PATHS.validating, PATHS.tls]);
    const both = pem(cluster.certificate(PATHS.ca), old);
    expect([...cluster.bundles, ...cluster.bundlesOf(PATHS.validating)]).toEqual([both, both, both]);
    expect(problems(cluster, later)).toEqual([]);
  });

  it.each([
    ['an empty CA Secret', PATHS.ca, {}],
    ['a CA Secret of garbage', PATHS.ca, { 'tls.crt': 'eA==', 'tls.key': 'eA==' }],
    ['an empty serving Secret', PATHS.tls, {}],
    ['a serving Secret of garbage', PATHS.tls, { 'tls.crt': 'eA==', 'tls.key': 'eA==', 'ca.crt': 'eA==' }],
  ])('repairs %s, and leaves other keys of it', async (_what, path, data) => {
    const cluster = installed();
    await create(cluster);
    cluster.put(path, { data: { ...data, note: 'bm90ZQ==' } });
    expect((await create(cluster)).ok).toBe(true);
    expect(problems(cluster)).toEqual([]);
    expect(cluster.text(path, 'note')).toBe('note');
  });

  it('repairs a caBundle that was wiped or replaced, and keeps a stranger’s CA in it', async () => {
    const cluster = installed();
    await create(cluster);
    const stranger = new X509Certificate((await issueCa(NOW)).cert);
    const [first, second] = CONFIGURATION.webhooks as readonly { readonly clientConfig: object }[];
    const caBundle = encode(pem(stranger));
    cluster.put(PATHS.configuration, {
      webhooks: [first, { ...second, clientConfig: { ...second?.clientConfig, caBundle } }],
    });
    cluster.writes.length = 0;
    await create(cluster);
    const ca = cluster.certificate(PATHS.ca);
    expect(cluster.bundles).toEqual([pem(ca), pem(ca, stranger)]);
    expect(cluster.writes).toEqual([PATHS.configuration]);
  });

  it('leaves entries that call something else alone', async () => {
    const cluster = installed();
    const other = { name: 'other.example', clientConfig: { service: { namespace: 'other', name: 'other' } } };
    cluster.put(PATHS.configuration, { webhooks: [other, ...CONFIGURATION.webhooks] });
    await create(cluster);
    expect(cluster.objects.get(PATHS.configuration)?.webhooks?.[0]).toEqual(other);
    expect(cluster.bundles.map((bundle) => bundle === '')).toEqual([true, false, false]);
  });

  it('reads again when the configuration changes between reading and writing', async () => {
    const cluster = installed();
    cluster.interfere = ({ method }) => {
      const isFirst = method === 'PATCH' && cluster.writes.length === 1;
      if (isFirst) cluster.put(PATHS.configuration, { webhooks: CONFIGURATION.webhooks.toReversed() });
      return undefined;
    };
    let tries = 0;
    const obstacles: string[] = [];
    await create(cluster, {
      onObstacle: ({ kind }) => {
        obstacles.push(kind);
        tries += 1;
        if (tries === 1) cluster.interfere = () => undefined;
      },
    });
    expect(obstacles).toEqual(['lost']);
    expect(problems(cluster)).toEqual([]);
  });

  it('makes the serving certificate while it waits for the configuration', async () => {
    const cluster = new MemoryCluster();
    const kinds: string[] = [];
    const created = await create(cluster, {
      onObstacle: ({ kind }) => {
        kinds.push(kind);
        if (kinds.length < 3) return;
        cluster.put(PATHS.configuration, CONFIGURATION);
        cluster.put(PATHS.validating, VALIDATING);
      },
    });
    expect(kinds).toEqual(['waiting', 'waiting', 'waiting']);
    expect(cluster.writes).toEqual([PATHS.ca, PATHS.tls, PATHS.configuration, PATHS.validating]);
    expect([created.ok, problems(cluster)]).toEqual([true, []]);
  });

  it('gives up with a reason when the configuration never comes', async () => {
    expect(await create(new MemoryCluster(), { waitMs: 5000 })).toEqual({
      ok: false,
      error: 'given up after 5 s: MutatingWebhookConfiguration sidecar-injector is not there yet',
    });
  });

  it('refuses a configuration without an entry for the Service', async () => {
    const cluster = new MemoryCluster();
    cluster.put(PATHS.configuration, { webhooks: [] });
    expect(await create(cluster)).toEqual({
      ok: false,
      error:
        'MutatingWebhookConfiguration sidecar-injector has no entry that calls the Service sidecar-injector/sidecar-injector',
    });
  });

  it('uses a CA that somebody else put there', async () => {
    const cluster = installed();
    const { cert, key } = await issueCa(daysLater(-1));
    const leaf = await issueLeaf({ cert, key }, NAME, NOW);
    cluster.put(PATHS.ca, { data: { 'tls.crt': encode(cert), 'tls.key': encode(key) } });
    cluster.put(PATHS.tls, {
      data: { 'tls.crt': encode(leaf.cert), 'tls.key': encode(leaf.key), 'ca.crt': encode(cert) },
    });
    await create(cluster);
    expect(cluster.writes).toEqual([PATHS.configuration, PATHS.validating]);
  });
});

describe('createCertificates and the ValidatingWebhookConfiguration', () => {
  const ABSENT = 'ValidatingWebhookConfiguration sidecar-injector is not there yet';

  it('brings a caBundle of it back that was wiped, and touches nothing else', async () => {
    const cluster = installed();
    await create(cluster);
    cluster.put(PATHS.validating, VALIDATING);
    cluster.writes.length = 0;
    await create(cluster);
    expect([cluster.writes, problems(cluster)]).toEqual([[PATHS.validating], []]);
  });

  it('does without it when it does not come within 10 s, and says so', async () => {
    const cluster = installed();
    cluster.objects.delete(PATHS.validating);
    const waits: string[] = [];
    const created = await create(cluster, { onObstacle: ({ message }) => void waits.push(message) });
    expect(created).toMatchObject({ ok: true, value: { absent: ABSENT } });
    expect([cluster.writes, problems(cluster)]).toEqual([[PATHS.ca, PATHS.configuration, PATHS.tls], []]);
    expect(new Set(waits)).toEqual(new Set([ABSENT]));
  });

  it('gives it the CA when it comes a moment later', async () => {
    const cluster = installed();
    cluster.objects.delete(PATHS.validating);
    let waits = 0;
    const created = await create(cluster, {
      onObstacle: () => {
        waits += 1;
        if (waits === 3) cluster.put(PATHS.validating, VALIDATING);
      },
    });
    expect([waits, problems(cluster)]).toEqual([3, []]);
    expect(created).toMatchObject({ ok: true, value: { certificates: {} } });
    expect(created).not.toMatchObject({ value: { absent: ABSENT } });
  });

  it('waits no longer for it than it may wait for anything', async () => {
    const cluster = installed();
    cluster.objects.delete(PATHS.validating);
    let waits = 0;
    await create(cluster, { waitMs: 0, onObstacle: () => void (waits += 1) });
    expect([waits, problems(cluster)]).toEqual([0, []]);
  });

  it('has all the rest in force before it gives up on one that calls another Service', async () => {
    const cluster = installed();
    cluster.put(PATHS.validating, { webhooks: [] });
    expect(await create(cluster)).toEqual({
      ok: false,
      error:
        'ValidatingWebhookConfiguration sidecar-injector has no entry that calls the Service sidecar-injector/sidecar-injector',
    });
    expect([cluster.writes, problems(cluster)]).toEqual([[PATHS.ca, PATHS.configuration, PATHS.tls], []]);
  });

  it('gets the CA while the other configuration is waited for', async () => {
    const cluster = installed();
    cluster.objects.delete(PATHS.configuration);
    expect((await create(cluster, { waitMs: 1000 })).ok).toBe(false);
    expect([cluster.writes, problems(cluster)]).toEqual([[PATHS.ca, PATHS.validating, PATHS.tls], []]);
  });
});

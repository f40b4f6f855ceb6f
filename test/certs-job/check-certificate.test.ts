import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkCa, checkLeaf, type LeafUse } from '../../certs-job/check-certificate.ts';
import { issueCa, issueLeaf, type KeyPair } from '../../certs-job/issue.ts';
import { dnsNamesOf } from '../../certs-job/names.ts';

const NOW = new Date('2026-11-21T07:00:00Z');
const NAME = { namespace: 'sidecar-injector', service: 'sidecar-injector' };
const DAY_MS = 86_400_000;

function daysLater(days: number): Date {
  return new Date(NOW.getTime() + days * DAY_MS);
}

function minutesLater(minutes: number): Date {
  return new Date(NOW.getTime() + minutes * 60_000);
}

const ca = await issueCa(NOW);
const leaf = await issueLeaf(ca, NAME, NOW);
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const strangeKey = privateKey.export({ type: 'pkcs8', format: 'pem' });

function caProblem(pair: KeyPair, now = NOW): string | undefined {
  const checked = checkCa(pair, now);
  return checked.ok ? undefined : checked.error;
}

const USE: LeafUse = { ca: new X509Certificate(ca.cert), dnsNames: dnsNamesOf(NAME), now: NOW };

function leafProblem(pair: KeyPair, changed: Partial<LeafUse> = {}): string | undefined {
  const checked = checkLeaf(pair, { ...USE, ...changed });
  return checked.ok ? undefined : checked.error;
}

describe('checkCa', () => {
  it.each([
    ['just made', 0, undefined],
    ['before two thirds of its life', 243, undefined],
    ['after two thirds of its life', 244, 'it ends at 2027-11-21T07:00:00.000Z, and is due to be renewed'],
    ['at its end', 365, 'it ended at 2027-11-21T07:00:00.000Z'],
  ])('judges a CA %s', (_when, days, expected) => {
    expect(caProblem(ca, daysLater(days))).toBe(expected);
  });

  it('lets clocks differ by five minutes beyond the hour that it is backdated by', () => {
    expect(caProblem(ca, minutesLater(-65))).toBe(undefined);
    expect(caProblem(ca, minutesLater(-66))).toBe('it is valid from 2026-11-21T06:00:00.000Z only');
  });

  it('refuses what is no CA, has another key, or cannot be read', () => {
    expect(caProblem(leaf)).toBe('it is no CA');
    expect(caProblem({ cert: ca.cert, key: strangeKey })).toBe('its key does not belong to its certificate');
    expect(caProblem({ cert: '', key: '' })).toContain('it is not PEM of a certificate and its key: ');
    expect(caProblem({ cert: ca.cert, key: 'x' })).toContain('it is not PEM of a certificate and its key: ');
  });
});

describe('checkLeaf', () => {
  it.each([
    ['just made', 0, undefined],
    ['before two thirds of its life', 19.9, undefined],
    ['after two thirds of its life', 20, 'it ends at 2026-12-21T07:00:00.000Z, and is due to be renewed'],
    ['at its end', 30, 'it ended at 2026-12-21T07:00:00.000Z'],
  ])('judges a certificate %s', (_when, days, expected) => {
    expect(leafProblem(leaf, { now: daysLater(days) })).toBe(expected);
  });

  it('refuses another CA’s, even one of the same name', async () => {
    const other = await issueCa(NOW);
    expect(leafProblem(leaf, { ca: new X509Certificate(other.cert) })).toBe('it is not signed by the CA');
  });

  it('refuses a name that it lacks', async () => {
    const other = await issueLeaf(ca, { namespace: 'other', service: 'sidecar-injector' }, NOW);
    expect(leafProblem(other)).toBe(
      'it is not for sidecar-injector.sidecar-injector.svc, sidecar-injector.sidecar-injector, ' +
        'sidecar-injector.sidecar-injector.svc.cluster.local',
    );
  });

  it('refuses the CA itself, another key, and what cannot be read', () => {
    expect(leafProblem(ca, { dnsNames: [] })).toBe('it is not for a server');
    expect(leafProblem({ cert: leaf.cert, key: strangeKey })).toBe('its key does not belong to its certificate');
    expect(leafProblem({ cert: 'x', key: leaf.key })).toContain('it is not PEM of a certificate and its key: ');
  });
});

import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { addToBundle, MAX_BUNDLE_CAS } from '../../certs-job/ca-bundle.ts';
import { issueCa, issueLeaf } from '../../certs-job/issue.ts';

const NOW = new Date('2026-11-21T07:00:00Z');
const YEAR_MS = 365 * 86_400_000;

/** Certificates as one text, in this order. */
function pem(...certificates: readonly X509Certificate[]): string {
  return certificates.map(String).join('');
}

async function makeCa(daysAgo = 0): Promise<X509Certificate> {
  return new X509Certificate((await issueCa(new Date(NOW.getTime() - daysAgo * 86_400_000))).cert);
}

describe('addToBundle', () => {
  it('makes a bundle of one where there was none', async () => {
    const ca = await makeCa();
    expect(addToBundle('', ca, NOW)).toBe(String(ca));
  });

  it('puts a new CA before those that are there', async () => {
    const [ca, old, older] = [await makeCa(), await makeCa(10), await makeCa(20)];
    expect(addToBundle(pem(old, older), ca, NOW)).toBe(pem(ca, old, older));
  });

  it('gives the same text when the CA is in it', async () => {
    const [ca, old] = [await makeCa(), await makeCa(10)];
    const bundle = addToBundle(pem(old), ca, NOW);
    expect(addToBundle(bundle, ca, NOW)).toBe(bundle);
  });

  it('leaves out what has ended, is no CA, is there twice, or cannot be read', async () => {
    const [ca, old, ended] = [await makeCa(), await makeCa(10), await makeCa(366)];
    const pair = await issueCa(NOW);
    const leaf = await issueLeaf(pair, { namespace: 'n', service: 's' }, NOW);
    const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    const bundle = `# a comment\n${pem(old, ended)}${leaf.cert}\n${broken}${pem(old)}garbage`;
    expect(addToBundle(bundle, ca, NOW)).toBe(pem(ca, old));
  });

  it('keeps a CA that ended within the last five minutes, since clocks differ', async () => {
    const [ca, old] = [await makeCa(), await makeCa(365)];
    expect(addToBundle(pem(old), ca, new Date(NOW.getTime() + 299_000))).toBe(pem(ca, old));
    expect(addToBundle(pem(old), ca, new Date(NOW.getTime() + 300_000))).toBe(pem(ca));
    expect(old.validToDate.getTime() - old.validFromDate.getTime()).toBe(YEAR_MS + 3_600_000);
  });

  it('never grows beyond its bound', async () => {
    const cas = await Promise.all(Array.from({ length: MAX_BUNDLE_CAS + 2 }, (_, days) => makeCa(days)));
    const [ca, ...others] = cas;
    if (ca === undefined) throw new Error('no CA');
    expect(addToBundle(others.join(''), ca, NOW)).toBe(cas.slice(0, MAX_BUNDLE_CAS).join(''));
  });
});

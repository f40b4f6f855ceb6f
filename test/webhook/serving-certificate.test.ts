import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { issueCa, issueLeaf, type KeyPair } from '../../certs-job/issue.ts';
import {
  findCertificateFault,
  parseServingCertificate,
  type CertificateUse,
} from '../../src/webhook/serving-certificate.ts';

const NOW = new Date('2026-11-21T07:00:00Z');
const NAME = { namespace: 'sidecars', service: 'injector' };
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const ca = await issueCa(NOW);
const otherCa = await issueCa(NOW);
const leaf = await issueLeaf(ca, NAME, NOW);

function fault(pair: KeyPair, changed: Partial<CertificateUse> = {}): string | undefined {
  const parsed = parseServingCertificate(pair.cert, pair.key);
  if (!parsed.ok) throw new Error(parsed.error);
  return findCertificateFault(parsed.value, { now: NOW, ca: ca.cert, serverName: 'injector.sidecars.svc', ...changed });
}

describe('parseServingCertificate', () => {
  it('takes a pair that belongs together', () => {
    expect(parseServingCertificate(leaf.cert, leaf.key)).toMatchObject({
      ok: true,
      value: { notBefore: new Date('2026-11-21T06:00:00Z'), notAfter: new Date('2026-12-21T07:00:00Z') },
    });
  });

  it('refuses another key, and what cannot be read', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
    const error = 'the key does not belong to the certificate';
    expect(parseServingCertificate(leaf.cert, key)).toEqual({ ok: false, error });
    for (const [cert, broken] of [
      ['', ''],
      [leaf.cert, 'x'],
    ] as const) {
      const parsed = parseServingCertificate(cert, broken);
      expect(parsed.ok ? '' : parsed.error).toMatch(/^not PEM of a certificate and its key: /);
    }
  });
});

describe('findCertificateFault', () => {
  it.each([
    ['now', 0, undefined],
    ['just before it ends', 30 * DAY_MS - 1, undefined],
    ['five minutes after it ended', 30 * DAY_MS + 5 * MINUTE_MS, 'the certificate ended at 2026-12-21T07:00:00.000Z'],
    ['less than that', 30 * DAY_MS + 5 * MINUTE_MS - 1, undefined],
    ['five minutes before it begins', -65 * MINUTE_MS, undefined],
    ['earlier', -65 * MINUTE_MS - 1, 'the certificate is valid from 2026-11-21T06:00:00.000Z only'],
  ])('judges its dates %s', (_when, laterMs, expected) => {
    expect(fault(leaf, { now: new Date(NOW.getTime() + laterMs) })).toBe(expected);
  });

  it('wants the name that API servers ask for, where that is known', async () => {
    const other = await issueLeaf(ca, { namespace: 'other', service: 'injector' }, NOW);
    expect(fault(other)).toBe('the certificate is not for injector.sidecars.svc');
    const parsed = parseServingCertificate(other.cert, other.key);
    expect(parsed.ok && findCertificateFault(parsed.value, { now: NOW, ca: ca.cert })).toBe(undefined);
  });

  it('wants a CA of ca.crt behind it, where there is one', () => {
    const unknown = 'the certificate is not signed by the CA in ca.crt beside it';
    expect(fault(leaf, { ca: otherCa.cert })).toBe(unknown);
    expect(fault(leaf, { ca: 'garbage' })).toBe(unknown);
    expect(fault(leaf, { ca: otherCa.cert + ca.cert })).toBe(undefined);
    expect(fault(leaf, { ca: '' })).toBe(undefined);
  });

  it('follows a chain in tls.crt to the CA', async () => {
    const { generate } = await import('selfsigned');
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'intermediate' }], {
      keyType: 'ec',
      algorithm: 'sha256',
      notBeforeDate: NOW,
      notAfterDate: new Date(NOW.getTime() + DAY_MS),
      extensions: [{ name: 'basicConstraints', cA: true, critical: true }],
      ca,
    });
    const below = await issueLeaf({ cert, key }, NAME, NOW);
    expect(fault({ cert: below.cert + cert, key: below.key })).toBe(undefined);
    expect(fault(below)).toBe('the certificate is not signed by the CA in ca.crt beside it');
  });
});

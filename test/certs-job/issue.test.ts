import { createPublicKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { issueCa, issueLeaf, type KeyPair } from '../../certs-job/issue.ts';

const NOW = new Date('2026-11-21T07:00:00Z');
const NAME = { namespace: 'sidecar-injector', service: 'sidecar-injector' };

/** The extensions of a certificate as DER, by the bytes of their object identifier: enough to see which are critical. */
function hasDer({ raw }: X509Certificate, hex: string): boolean {
  return raw.toString('hex').includes(hex);
}

/** An EC P-256 key, and a signature by ECDSA with SHA-256. */
function isP256({ raw, publicKey }: X509Certificate): boolean {
  const ecdsaWithSha256 = '06082a8648ce3d040302';
  return (
    publicKey.asymmetricKeyDetails?.namedCurve === 'prime256v1' &&
    raw.toString('hex').split(ecdsaWithSha256).length === 3
  );
}

async function issue(ca: KeyPair, now: Date = NOW): Promise<X509Certificate> {
  return new X509Certificate((await issueLeaf(ca, NAME, now)).cert);
}

describe('issueCa', () => {
  it('makes a CA for a year from now, backdated by an hour', async () => {
    const { cert, key } = await issueCa(NOW);
    const ca = new X509Certificate(cert);
    expect({ subject: ca.subject, issuer: ca.issuer, isCa: ca.ca, isP256: isP256(ca) }).toEqual({
      subject: 'CN=sidecar-injector-ca-1795244400',
      issuer: 'CN=sidecar-injector-ca-1795244400',
      isCa: true,
      isP256: true,
    });
    expect([ca.validFromDate, ca.validToDate]).toEqual([
      new Date('2026-11-21T06:00:00Z'),
      new Date('2027-11-21T07:00:00Z'),
    ]);
    expect(createPublicKey(key).equals(ca.publicKey)).toBe(true);
    expect(ca.verify(ca.publicKey)).toBe(true);
  });

  it('says, each time critical, that it signs certificates and lists, and no further CA', async () => {
    const ca = new X509Certificate((await issueCa(NOW)).cert);
    const basicConstraintsCaPathlen0 = '0603551d130101ff040830060101ff020100';
    const keyUsageCertSignCrlSign = '0603551d0f0101ff040403020106';
    expect([hasDer(ca, basicConstraintsCaPathlen0), hasDer(ca, keyUsageCertSignCrlSign)]).toEqual([true, true]);
  });
});

describe('issueLeaf', () => {
  it('makes a serving certificate for 30 days from now, signed by the CA', async () => {
    const pair = await issueCa(NOW);
    const ca = new X509Certificate(pair.cert);
    const leaf = await issue(pair);
    expect([leaf.subject, leaf.issuer, leaf.ca, isP256(leaf)]).toEqual([
      'CN=sidecar-injector',
      ca.subject,
      false,
      true,
    ]);
    expect([leaf.validFromDate, leaf.validToDate]).toEqual([
      new Date('2026-11-21T06:00:00Z'),
      new Date('2026-12-21T07:00:00Z'),
    ]);
    expect([leaf.checkIssued(ca), leaf.verify(ca.publicKey)]).toEqual([true, true]);
  });

  it('is for each name that a Service has, and for servers only', async () => {
    const leaf = await issue(await issueCa(NOW));
    expect(leaf.subjectAltName?.split(', ')).toEqual([
      'DNS:sidecar-injector.sidecar-injector.svc',
      'DNS:sidecar-injector.sidecar-injector',
      'DNS:sidecar-injector.sidecar-injector.svc.cluster.local',
      'DNS:sidecar-injector',
    ]);
    expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    const keyUsageDigitalSignature = '0603551d0f0101ff040403020780';
    const basicConstraintsNone = '0603551d130101ff04023000';
    expect([hasDer(leaf, keyUsageDigitalSignature), hasDer(leaf, basicConstraintsNone)]).toEqual([true, true]);
  });

  it('never outlives its CA', async () => {
    const pair = await issueCa(NOW);
    const leaf = await issue(pair, new Date('2027-11-11T07:00:00Z'));
    expect(leaf.validToDate).toEqual(new X509Certificate(pair.cert).validToDate);
  });

  it('gives PEM that can be joined with other PEM', async () => {
    const ca = await issueCa(NOW);
    const leaf = await issueLeaf(ca, NAME, NOW);
    expect([ca.cert, ca.key, leaf.cert, leaf.key].map((pem) => /[^\n]\n$/u.test(pem))).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  it('has another serial number and key each time', async () => {
    const ca = await issueCa(NOW);
    const [one, two] = [await issue(ca), await issue(ca)];
    expect(one.serialNumber).not.toBe(two.serialNumber);
    expect(one.publicKey.equals(two.publicKey)).toBe(false);
  });
});

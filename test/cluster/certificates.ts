import { generate } from 'selfsigned';

/** A certificate and its private key, PEM. */
export interface IssuedCertificate {
  readonly cert: string;
  readonly private: string;
}

const HOUR_MS = 3_600_000;

/** A certificate authority for one day, EC P-256. */
export function issueCa(commonName: string): Promise<IssuedCertificate> {
  return generate([{ name: 'commonName', value: commonName }], {
    ...validity(),
    extensions: [
      { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  });
}

/** A serving certificate for one day, for these DNS names and 127.0.0.1, EC P-256. */
export function issueServingCertificate(
  ca: IssuedCertificate,
  dnsNames: readonly [string, ...string[]],
): Promise<IssuedCertificate> {
  return generate([{ name: 'commonName', value: dnsNames[0] }], {
    ...validity(),
    ca: { key: ca.private, cert: ca.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [...dnsNames.map((value) => ({ type: 2 as const, value })), { type: 7, ip: '127.0.0.1' }],
      },
    ],
  });
}

/** A certificate that a client shows to servers, for one day, EC P-256. */
export function issueClientCertificate(ca: IssuedCertificate, commonName: string): Promise<IssuedCertificate> {
  return generate([{ name: 'commonName', value: commonName }], {
    ...validity(),
    ca: { key: ca.private, cert: ca.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', clientAuth: true },
    ],
  });
}

/** selfsigned's defaults are RSA and SHA-1, and it ignores `days`. */
function validity(): { keyType: 'ec'; algorithm: string; notBeforeDate: Date; notAfterDate: Date } {
  const nowMs = Date.now();
  return {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(nowMs - HOUR_MS),
    notAfterDate: new Date(nowMs + 24 * HOUR_MS),
  };
}

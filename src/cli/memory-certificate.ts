import { parseServingCertificate, type ServingCertificate } from '../webhook/serving-certificate.ts';

const HOUR_MS = 3600 * 1000;
const VALIDITY_DAYS = 365;

/**
 * Makes a certificate for this machine's loopback names that lives in memory only: for standalone use.
 *
 * @throws Error if the certificate that was made cannot be served
 */
export async function makeMemoryCertificate(now: Date): Promise<ServingCertificate> {
  const { generate } = await import('../../certs-job/selfsigned.ts');
  const names = [
    { type: 2, value: 'localhost' } as const,
    { type: 7, ip: '127.0.0.1' } as const,
    { type: 7, ip: '::1' } as const,
  ];
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'sidecar-injector standalone' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(now.getTime() - HOUR_MS),
    notAfterDate: new Date(now.getTime() + VALIDITY_DAYS * 24 * HOUR_MS),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: names },
    ],
  });
  const parsed = parseServingCertificate(cert, key);
  if (!parsed.ok) throw new Error(`the certificate made in memory is not usable: ${parsed.error}`);
  return parsed.value;
}

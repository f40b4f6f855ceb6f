import { createPrivateKey, X509Certificate } from 'node:crypto';
import { failure, ok, type Result } from '../src/result.ts';
import { isSignedBy } from '../src/x509.ts';
import type { KeyPair } from './issue.ts';
import { findLapse, type Validity } from './lifetimes.ts';

/** A certificate that was found to be good, with what it was read from. */
export interface CheckedCertificate extends KeyPair {
  readonly certificate: X509Certificate;
}

/** What a serving certificate has to be for. */
export interface LeafUse {
  readonly ca: X509Certificate;
  readonly dnsNames: readonly string[];
  readonly now: Date;
}

/** `id-kp-serverAuth`. @see https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.12 */
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

/** Takes a certificate and key as a CA that can sign at `now` and is not due to be renewed, or says in words why not. */
export function checkCa(pair: KeyPair, now: Date): Result<CheckedCertificate, string> {
  return check(pair, (certificate) => {
    if (!certificate.ca) return 'it is no CA';
    if (!isSignedBy(certificate, certificate)) return 'it is not signed by itself';
    return findLapse(validityOf(certificate), now);
  });
}

/** Takes a certificate and key as a serving certificate for all the names, or says in words why not. */
export function checkLeaf(pair: KeyPair, { ca, dnsNames, now }: LeafUse): Result<CheckedCertificate, string> {
  return check(pair, (certificate) => {
    if (!isSignedBy(certificate, ca)) return 'it is not signed by the CA';
    const missing = dnsNames.filter((name) => certificate.checkHost(name, { subject: 'never' }) === undefined);
    if (missing.length > 0) return `it is not for ${missing.join(', ')}`;
    if (certificate.ca || !hasUsage(certificate, SERVER_AUTH)) return 'it is not for a server';
    if (validityOf(certificate).notAfter > validityOf(ca).notAfter) return 'it outlives its CA';
    return findLapse(validityOf(certificate), now);
  });
}

/** When a certificate is valid. */
export function validityOf({ validFromDate, validToDate }: X509Certificate): Validity {
  return { notBefore: validFromDate, notAfter: validToDate };
}

function check(
  { cert, key }: KeyPair,
  findProblem: (certificate: X509Certificate) => string | undefined,
): Result<CheckedCertificate, string> {
  try {
    const certificate = new X509Certificate(cert);
    if (!certificate.checkPrivateKey(createPrivateKey(key)))
      return failure('its key does not belong to its certificate');
    const problem = findProblem(certificate);
    return problem === undefined ? ok({ cert, key, certificate }) : failure(problem);
  } catch (error) {
    return failure(`it is not PEM of a certificate and its key: ${error instanceof Error ? error.message : 'unknown'}`);
  }
}

/** Node leaves the list out where the extension is absent. */
function hasUsage({ keyUsage }: { readonly keyUsage: readonly string[] | undefined }, usage: string): boolean {
  return keyUsage !== undefined && keyUsage.includes(usage);
}

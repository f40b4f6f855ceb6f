import { createPrivateKey, X509Certificate } from 'node:crypto';
import { failure, ok, type Result } from '../result.ts';
import { isSignedBy, readCertificates } from '../x509.ts';

/** A certificate with its key, both PEM, that were found to belong together. */
export interface ServingCertificate {
  readonly cert: string;
  readonly key: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** SHA-256 of the certificate, as colon-separated hex digits. */
  readonly fingerprint: string;
}

/** What a certificate is to hold for. */
export interface CertificateUse {
  readonly now: Date;
  /** PEM of the CAs that vouch for it; empty where they are not known. */
  readonly ca: string;
  /** The name that API servers ask for; any will do when left out. */
  readonly serverName?: string;
}

/** This much difference of clocks never makes a certificate count as not yet valid, or as ended. */
const CLOCK_SLACK_MS = 5 * 60_000;

/** Longer chains exist only by mistake. */
const MAX_CHAIN = 8;

/** Takes a certificate and a key if they can be read and belong together. Says in words what is wrong otherwise. */
export function parseServingCertificate(cert: string, key: string): Result<ServingCertificate, string> {
  try {
    const certificate = new X509Certificate(cert);
    if (!certificate.checkPrivateKey(createPrivateKey(key)))
      return failure('the key does not belong to the certificate');
    const { validFromDate: notBefore, validToDate: notAfter, fingerprint256: fingerprint } = certificate;
    return ok({ cert, key, notBefore, notAfter, fingerprint });
  } catch (error) {
    return failure(`not PEM of a certificate and its key: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * Why API servers would not believe a certificate: its dates, its name, or who vouches for it. `undefined` where they would.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-6.1
 */
export function findCertificateFault(
  { cert, notBefore, notAfter }: ServingCertificate,
  { now, ca, serverName }: CertificateUse,
): string | undefined {
  if (notBefore.getTime() - CLOCK_SLACK_MS > now.getTime())
    return `the certificate is valid from ${notBefore.toISOString()} only`;
  if (notAfter.getTime() + CLOCK_SLACK_MS <= now.getTime()) return `the certificate ended at ${notAfter.toISOString()}`;
  const chain = readCertificates(cert);
  if (serverName !== undefined && chain[0]?.checkHost(serverName, { subject: 'never' }) === undefined)
    return `the certificate is not for ${serverName}`;
  const isVouchedFor = ca === '' || leadsTo(chain, readCertificates(ca));
  return isVouchedFor ? undefined : 'the certificate is not signed by the CA in ca.crt beside it';
}

/** Whether the first certificate is signed by a CA, at once or through the others. */
function leadsTo([leaf, ...others]: readonly X509Certificate[], cas: readonly X509Certificate[]): boolean {
  let current = leaf;
  for (let length = 0; current !== undefined && length < MAX_CHAIN; length += 1) {
    const certificate = current;
    if (cas.some((ca) => isSignedBy(certificate, ca))) return true;
    current = others.find((other) => other !== certificate && isSignedBy(certificate, other));
  }
  return false;
}

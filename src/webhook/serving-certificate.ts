import { createPrivateKey, X509Certificate } from 'node:crypto';
import { failure, ok, type Result } from '../result.ts';

/** A certificate with its key, both PEM, that were found to belong together. */
export interface ServingCertificate {
  readonly cert: string;
  readonly key: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** SHA-256 of the certificate, as colon-separated hex digits. */
  readonly fingerprint: string;
}

/**
 * Takes a certificate and a key if they can be served: both can be read, belong together, and the certificate has not
 * ended at `now`. Says in words what is wrong otherwise.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5
 */
export function parseServingCertificate(cert: string, key: string, now: Date): Result<ServingCertificate, string> {
  try {
    const certificate = new X509Certificate(cert);
    if (!certificate.checkPrivateKey(createPrivateKey(key)))
      return failure('the key does not belong to the certificate');
    const notBefore = new Date(certificate.validFrom);
    const notAfter = new Date(certificate.validTo);
    if (notAfter <= now) return failure(`the certificate ended at ${notAfter.toISOString()}`);
    return ok({ cert, key, notBefore, notAfter, fingerprint: certificate.fingerprint256 });
  } catch (error) {
    return failure(`not PEM of a certificate and its key: ${error instanceof Error ? error.message : String(error)}`);
  }
}

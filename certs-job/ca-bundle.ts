import type { X509Certificate } from 'node:crypto';
import { readCertificates } from '../src/x509.ts';
import { CLOCK_SLACK_MS } from './lifetimes.ts';

/** So many CAs are kept, the newest first: a Secret that is deleted again and again must not fill the configuration. */
export const MAX_BUNDLE_CAS = 8;

/**
 * Adds a CA to a bundle, at its head. CAs that are in it stay until they end, so that whoever still serves a certificate
 * of theirs is believed; what has ended, is no CA, or cannot be read is left out.
 *
 * @param bundle concatenated PEM; may be empty
 * @param earlier CAs that are to be in it as well, behind those that are
 * @returns the same text where there is nothing to do
 */
export function addToBundle(
  bundle: string,
  ca: X509Certificate,
  now: Date,
  earlier: readonly X509Certificate[] = [],
): string {
  return [ca, ...otherCas([...readCertificates(bundle), ...earlier], ca, now)].slice(0, MAX_BUNDLE_CAS).join('');
}

/** The CAs that still hold, each once and in their order, without this one. */
export function otherCas(
  certificates: readonly X509Certificate[],
  ca: X509Certificate,
  now: Date,
): readonly X509Certificate[] {
  const others = certificates.filter(
    (other) =>
      other.ca &&
      other.validToDate.getTime() + CLOCK_SLACK_MS > now.getTime() &&
      other.fingerprint256 !== ca.fingerprint256,
  );
  return [...new Map(others.map((other) => [other.fingerprint256, other])).values()].slice(0, MAX_BUNDLE_CAS - 1);
}

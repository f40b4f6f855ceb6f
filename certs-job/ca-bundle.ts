import { X509Certificate } from 'node:crypto';
import { CLOCK_SLACK_MS } from './lifetimes.ts';

/** So many CAs are kept, the newest first: a Secret that is deleted again and again must not fill the configuration. */
export const MAX_BUNDLE_CAS = 8;

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/gu;

/**
 * Adds a CA to a bundle, at its head. CAs that are in it stay until they end, so that whoever still serves a certificate
 * of theirs is believed; what has ended, is no CA, or cannot be read is left out.
 *
 * @param bundle concatenated PEM; may be empty
 * @returns the same text where there is nothing to do
 */
export function addToBundle(bundle: string, ca: X509Certificate, now: Date): string {
  const others = readCas(bundle).filter(
    ({ validToDate, fingerprint256 }) =>
      validToDate.getTime() + CLOCK_SLACK_MS > now.getTime() && fingerprint256 !== ca.fingerprint256,
  );
  const byFingerprint = new Map([ca, ...others].map((certificate) => [certificate.fingerprint256, certificate]));
  return [...byFingerprint.values()].slice(0, MAX_BUNDLE_CAS).map(String).join('');
}

function readCas(bundle: string): readonly X509Certificate[] {
  return (bundle.match(PEM_CERTIFICATE) ?? []).flatMap(readCertificate).filter(({ ca }) => ca);
}

function readCertificate(pem: string): readonly X509Certificate[] {
  try {
    return [new X509Certificate(pem)];
  } catch {
    return [];
  }
}

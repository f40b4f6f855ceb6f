import { X509Certificate } from 'node:crypto';
import type { CertificateExtension } from 'selfsigned';
import { CA_LIFETIME_MS, LEAF_LIFETIME_MS, validityFrom } from './lifetimes.ts';
import { dnsNamesOf, type ServiceName } from './names.ts';

/** A certificate and its private key, PEM. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

/**
 * Makes a CA: EC P-256, valid for a year unless told otherwise, for certificates that sign nothing themselves. Its name holds the time, so that
 * an old and a new CA in one bundle are told apart.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.9
 */
export function issueCa(now: Date, lifetimeMs: number = CA_LIFETIME_MS): Promise<KeyPair> {
  const seconds = Math.floor(now.getTime() / 1000);
  return issue(`sidecar-injector-ca-${seconds}`, validityFrom(now, lifetimeMs), [
    { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
  ]);
}

/**
 * Makes a serving certificate for a Service: EC P-256, valid for 30 days unless told otherwise, but never longer than its CA.
 *
 * @throws Error where the CA's key is not an EC key
 */
export function issueLeaf(
  ca: KeyPair,
  name: ServiceName,
  now: Date,
  lifetimeMs: number = LEAF_LIFETIME_MS,
): Promise<KeyPair> {
  const altNames = dnsNamesOf(name).map((value) => ({ type: 2 as const, value }));
  const { notBefore, notAfter } = validityFrom(now, lifetimeMs);
  const caEnd = new X509Certificate(ca.cert).validToDate;
  return issue(name.service, { notBefore, notAfter: caEnd < notAfter ? caEnd : notAfter, ca }, [
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectAltName', altNames },
  ]);
}

interface IssueOptions {
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Signs itself when left out. */
  readonly ca?: KeyPair;
}

/** selfsigned's own defaults are RSA, SHA-1 and a year; it ignores `days`, and puts the name into a string with commas. */
async function issue(
  commonName: string,
  { notBefore, notAfter, ca }: IssueOptions,
  extensions: CertificateExtension[],
): Promise<KeyPair> {
  const { generate } = await import('./selfsigned.ts');
  const { cert, private: key } = await generate([{ name: 'commonName', value: commonName }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: notBefore,
    notAfterDate: notAfter,
    extensions,
    ...(ca === undefined ? {} : { ca }),
  });
  // Without a line break at its end it could not stand before another one.
  return { cert: `${cert.trimEnd()}\n`, key };
}

import type { Logger } from 'pino';
import type { Result } from '../result.ts';
import { CertificateHolder } from '../webhook/certificate-holder.ts';
import { readCertificateFolder, watchCertificateFolder, type FoundCertificate } from './certificate-folder.ts';
import { makeMemoryCertificate } from './memory-certificate.ts';
import { RefusedError } from './refused-error.ts';

/** The certificate that is served, kept up to date. */
export interface FollowedCertificates {
  readonly certificates: CertificateHolder;
  readonly stop: () => void;
}

/** Where the certificate is, and what it has to be for. */
export interface CertificateSource {
  /** One is made in memory when left out. */
  readonly certDir: string | undefined;
  /** The name that API servers ask for. */
  readonly serverName: string | undefined;
}

/**
 * Reads the certificate to serve from a folder and follows its changes; makes one in memory where there is no folder. At the start one
 * that API servers would not believe is served all the same, unready, until a good one comes; later the old one stays.
 *
 * @throws RefusedError where the folder has none that can be served
 */
export async function followCertificates(
  { certDir: folder, serverName }: CertificateSource,
  log: Logger,
): Promise<FollowedCertificates> {
  if (folder === undefined) {
    return { certificates: new CertificateHolder(await makeMemoryCertificate(new Date())), stop: () => undefined };
  }
  const from = { folder, now: () => new Date(), ...(serverName !== undefined && { serverName }) };
  const first = await readCertificateFolder(from);
  if (!first.ok) throw new RefusedError(`--cert-dir ${folder}: ${first.error}`);
  const { certificate, fault } = first.value;
  if (fault !== undefined)
    log.error({ problem: fault }, 'the certificate does not hold: not ready until another comes');
  const certificates = new CertificateHolder(certificate, fault);
  const takeOver = takeOverCertificates(certificates, log);
  return { certificates, stop: watchCertificateFolder(from, takeOver) };
}

/** Serves what holds; what does not is told once. */
export function takeOverCertificates(
  certificates: CertificateHolder,
  log: Logger,
): (found: Result<FoundCertificate, string>) => boolean {
  let lastRefused = '';
  return (found) => {
    const problem = found.ok ? found.value.fault : found.error;
    const fingerprint = found.ok ? found.value.certificate.fingerprint : '';
    const isServed = fingerprint === certificates.current.fingerprint;
    if (found.ok && problem === undefined) {
      lastRefused = '';
      if (isServed && certificates.fault === undefined && certificates.refused === undefined) return true;
      certificates.replace(found.value.certificate);
      log.info({ notAfter: found.value.certificate.notAfter, fingerprint }, 'certificate replaced');
      return true;
    }
    const refused = `${fingerprint} ${problem}`;
    if (refused === lastRefused || (isServed && certificates.fault === problem)) return false;
    lastRefused = refused;
    certificates.refuse(problem ?? '');
    log.error({ problem }, 'certificate refused: the old one stays');
    return false;
  };
}

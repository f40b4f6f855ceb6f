import type { Logger } from 'pino';
import { CertificateHolder } from '../webhook/certificate-holder.ts';
import { readCertificateFolder, watchCertificateFolder } from './certificate-folder.ts';
import { makeMemoryCertificate } from './memory-certificate.ts';
import { RefusedError } from './refused-error.ts';

/** The certificate that is served, kept up to date. */
export interface FollowedCertificates {
  readonly certificates: CertificateHolder;
  readonly stop: () => void;
}

/**
 * Reads the certificate to serve from a folder and follows its changes; makes one in memory where there is no folder.
 *
 * @throws RefusedError where the folder has none that can be served
 */
export async function followCertificates(certDir: string | undefined, log: Logger): Promise<FollowedCertificates> {
  if (certDir === undefined) {
    return { certificates: new CertificateHolder(await makeMemoryCertificate(new Date())), stop: () => undefined };
  }
  const first = await readCertificateFolder(certDir, new Date());
  if (!first.ok) throw new RefusedError(`--cert-dir ${certDir}: ${first.error}`);
  const certificates = new CertificateHolder(first.value);
  const stop = watchCertificateFolder(
    certDir,
    (certificate) => {
      certificates.replace(certificate);
      log.info({ notAfter: certificate.notAfter, fingerprint: certificate.fingerprint }, 'certificate replaced');
    },
    (problem) => log.error({ problem }, 'certificate refused: the old one stays'),
  );
  return { certificates, stop };
}

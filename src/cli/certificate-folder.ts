import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failure, type Result } from '../result.ts';
import { watchFile } from '../watch-file.ts';
import { parseServingCertificate, type ServingCertificate } from '../webhook/serving-certificate.ts';

const CERTIFICATE_FILE = 'tls.crt';
const KEY_FILE = 'tls.key';

/** Reads `tls.crt` and `tls.key` of a folder, as a Secret of type `kubernetes.io/tls` is mounted. */
export async function readCertificateFolder(folder: string, now: Date): Promise<Result<ServingCertificate, string>> {
  try {
    const [cert, key] = await Promise.all(
      [CERTIFICATE_FILE, KEY_FILE].map((file) => readFile(join(folder, file), 'utf8')),
    );
    return parseServingCertificate(cert ?? '', key ?? '', now);
  } catch (error) {
    return failure(error instanceof Error ? error.message : String(error));
  }
}

/**
 * Hands on each new certificate of a folder that can be served. One that cannot is reported, and the old one stays.
 *
 * @returns ends the watch
 */
export function watchCertificateFolder(
  folder: string,
  onCertificate: (certificate: ServingCertificate) => void,
  onProblem: (problem: string) => void,
): () => void {
  const reload = async (): Promise<void> => {
    const certificate = await readCertificateFolder(folder, new Date());
    if (certificate.ok) onCertificate(certificate.value);
    else onProblem(certificate.error);
  };
  const ends = [CERTIFICATE_FILE, KEY_FILE].map((file) => watchFile(join(folder, file), () => void reload()));
  return () => ends.forEach((end) => end());
}

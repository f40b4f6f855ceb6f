import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failure, ok, type Result } from '../result.ts';
import { watchFile } from '../watch-file.ts';
import {
  findCertificateFault,
  parseServingCertificate,
  type ServingCertificate,
} from '../webhook/serving-certificate.ts';

const CERTIFICATE_FILE = 'tls.crt';
const KEY_FILE = 'tls.key';
/** Of the CA that signed it. May be absent. */
const CA_FILE = 'ca.crt';

/** What does not hold is looked at again after this long: only time may have been missing. */
const RETRY_MS = 30_000;

/** A folder with a certificate, and what it is to be for. */
export interface CertificateFolder {
  readonly folder: string;
  /** The name that API servers ask for; any will do when left out. */
  readonly serverName?: string;
  readonly now: () => Date;
}

/** A certificate that could be served. */
export interface FoundCertificate {
  readonly certificate: ServingCertificate;
  /** Why API servers would not believe it; `undefined` where they would. */
  readonly fault: string | undefined;
}

/**
 * Reads `tls.crt` and `tls.key` of a folder, as a Secret of type `kubernetes.io/tls` is mounted, and `ca.crt` where there is one.
 *
 * @returns the pair, or why it cannot be served at all
 */
export async function readCertificateFolder(from: CertificateFolder): Promise<Result<FoundCertificate, string>> {
  const read = (file: string): Promise<string> => readFile(join(from.folder, file), 'utf8');
  try {
    const [cert, key, ca] = await Promise.all([read(CERTIFICATE_FILE), read(KEY_FILE), read(CA_FILE).catch(orNothing)]);
    const parsed = parseServingCertificate(cert, key);
    if (!parsed.ok) return parsed;
    const { serverName } = from;
    const use = { now: from.now(), ca, ...(serverName !== undefined && { serverName }) };
    return ok({ certificate: parsed.value, fault: findCertificateFault(parsed.value, use) });
  } catch (error) {
    return failure(error instanceof Error ? error.message : String(error));
  }
}

function orNothing(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
  throw error;
}

/**
 * Hands on what is in a folder after each change of it, and every 30 s while that does not hold.
 *
 * @param onFound returns whether it held
 * @returns ends the watch
 */
export function watchCertificateFolder(
  from: CertificateFolder,
  onFound: (found: Result<FoundCertificate, string>) => boolean,
): () => void {
  let retry: NodeJS.Timeout | undefined;
  let isEnded = false;
  let work = Promise.resolve();
  const look = async (): Promise<void> => {
    const found = await readCertificateFolder(from);
    clearTimeout(retry);
    if (!isEnded && !onFound(found)) retry = setTimeout(lookNext, RETRY_MS).unref();
  };
  // One after the other: the files of a folder change at the same time.
  function lookNext(): void {
    work = work.then(look);
  }
  const files = [CERTIFICATE_FILE, KEY_FILE, CA_FILE];
  const ends = files.map((file) => watchFile(join(from.folder, file), lookNext));
  // What changed before the watch began, or does not hold yet.
  lookNext();
  return () => {
    isEnded = true;
    clearTimeout(retry);
    ends.forEach((end) => end());
  };
}

import { X509Certificate } from 'node:crypto';
import { failure, ok, type Result } from '../result.ts';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Reads the certificates that clients must be signed by, PEM. Says in words what is wrong where there is none, or one is no CA.
 * One that has ended is no obstacle: beside its successor it may stay.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.9
 */
export function parseClientAuthority(pem: string): Result<string, string> {
  const certificates = pem.match(CERTIFICATE) ?? [];
  if (certificates.length === 0) return failure('holds no PEM of a certificate');
  for (const [index, certificate] of certificates.entries()) {
    const problem = findProblem(certificate);
    if (problem !== undefined) return failure(`certificate ${index + 1} of ${certificates.length} ${problem}`);
  }
  return ok(`${certificates.join('\n')}\n`);
}

function findProblem(pem: string): string | undefined {
  try {
    const { ca, subject } = new X509Certificate(pem);
    return ca ? undefined : `(${subject.replaceAll('\n', ', ')}) is no CA`;
  } catch (error) {
    return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** The CAs that clients must be signed by now; tells its one listener when they are replaced. */
export class ClientAuthority {
  #pem: string;
  #onReplace: () => void = () => undefined;

  constructor(first: string) {
    this.#pem = first;
  }

  /** The CAs, PEM. */
  get pem(): string {
    return this.#pem;
  }

  /** Asks new connections for a certificate of these CAs; those that are open stay. */
  replace(pem: string): void {
    this.#pem = pem;
    this.#onReplace();
  }

  /** Sets what is called when they are replaced. */
  onReplace(listener: () => void): void {
    this.#onReplace = listener;
  }
}

import type { ServingCertificate } from './serving-certificate.ts';

/** The certificate that is served now; tells its one listener when it is replaced. */
export class CertificateHolder {
  #current: ServingCertificate;
  #fault: string | undefined;
  #refused: string | undefined;
  #refusals = 0;
  #onReplace: (certificate: ServingCertificate) => void = () => undefined;

  /** @param fault why the first one does not hold; it is served for want of a better one */
  constructor(first: ServingCertificate, fault?: string) {
    this.#current = first;
    this.#fault = fault;
  }

  /** The certificate that is served now. */
  get current(): ServingCertificate {
    return this.#current;
  }

  /** Why the one that is served did not hold when the server started; `undefined` where it did, or a good one has come since. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** Why the last one that came was refused; `undefined` once a good one has come. */
  get refused(): string | undefined {
    return this.#refused;
  }

  /** How many were refused. */
  get refusals(): number {
    return this.#refusals;
  }

  /** Serves another certificate from now on. */
  replace(certificate: ServingCertificate): void {
    this.#current = certificate;
    this.#fault = undefined;
    this.#refused = undefined;
    this.#onReplace(certificate);
  }

  /** Notes that another one came and does not do; the old one stays. */
  refuse(problem: string): void {
    this.#refused = problem;
    this.#refusals += 1;
  }

  /** Sets what is called with each new certificate. */
  onReplace(listener: (certificate: ServingCertificate) => void): void {
    this.#onReplace = listener;
  }
}

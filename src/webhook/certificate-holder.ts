import type { ServingCertificate } from './serving-certificate.ts';

/** The certificate that is served now; tells its one listener when it is replaced. */
export class CertificateHolder {
  #current: ServingCertificate;
  #onReplace: (certificate: ServingCertificate) => void = () => undefined;

  constructor(first: ServingCertificate) {
    this.#current = first;
  }

  /** The certificate that is served now. */
  get current(): ServingCertificate {
    return this.#current;
  }

  /** Serves another certificate from now on. */
  replace(certificate: ServingCertificate): void {
    this.#current = certificate;
    this.#onReplace(certificate);
  }

  /** Sets what is called with each new certificate. */
  onReplace(listener: (certificate: ServingCertificate) => void): void {
    this.#onReplace = listener;
  }
}

/** The one cluster and the one user of a kubeconfig. */
export interface KubeconfigOptions {
  /** Base URL of the API server. */
  readonly server: string;
  /** Absolute path of the certificate authority to verify the server with, PEM. */
  readonly caCertificatePath: string;
  readonly user: string;
  readonly token: string;
}

/** A kubeconfig, as JSON (which is YAML). The default namespace is `default`. */
export function renderKubeconfig(options: KubeconfigOptions): string {
  const name = 'test';
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [{ name, cluster: { server: options.server, 'certificate-authority': options.caCertificatePath } }],
    users: [{ name: options.user, user: { token: options.token } }],
    contexts: [{ name, context: { cluster: name, user: options.user } }],
  };
  return `${JSON.stringify(kubeconfig, undefined, 2)}\n`;
}

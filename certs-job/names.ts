/** The Secret with the CA and its key. Only `certs create` and `certs keep` read it; no Pod mounts it. */
export const CA_SECRET = 'sidecar-injector-ca';

/** The Secret that the server mounts: `tls.crt`, `tls.key`, and beside them the CA's certificate as `ca.crt`. */
export const TLS_SECRET = 'sidecar-injector-tls';

/** What a serving certificate is for: the Service that the API server calls. */
export interface ServiceName {
  readonly namespace: string;
  readonly service: string;
}

/**
 * The DNS names of a Service. The API server asks for the first one.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#services
 */
export function dnsNamesOf({ namespace, service }: ServiceName): readonly [string, ...string[]] {
  return [
    `${service}.${namespace}.svc`,
    `${service}.${namespace}`,
    `${service}.${namespace}.svc.cluster.local`,
    service,
  ];
}

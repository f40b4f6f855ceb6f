import type { ObjectApi } from './object-api.ts';
import type { Pod, TokenSource } from './pod.ts';

interface TokenRequest {
  readonly status: { readonly token: string; readonly expirationTimestamp: string };
}

interface HeldToken {
  readonly token: string;
  readonly renewAtMs: number;
}

/** The kubelet renews a token when this part of its life is over. */
const RENEW_AFTER = 0.8;
const DEFAULT_EXPIRATION_SECONDS = 3_600;

/**
 * The tokens of one Pod, from TokenRequest, bound to it and renewed in time.
 *
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#serviceaccount-token-volume-projection
 */
export class ServiceAccountTokens {
  readonly #api: ObjectApi;
  readonly #pod: Pod;
  readonly #held: Map<string, HeldToken> = new Map();

  constructor(api: ObjectApi, pod: Pod) {
    this.#api = api;
    this.#pod = pod;
  }

  /** A token that is good for a while yet. */
  async get({ audience, expirationSeconds = DEFAULT_EXPIRATION_SECONDS }: TokenSource): Promise<string> {
    const key = `${audience ?? ''} ${expirationSeconds}`;
    const held = this.#held.get(key);
    if (held !== undefined && Date.now() < held.renewAtMs) return held.token;
    const requestedMs = Date.now();
    const { token, expirationTimestamp } = await this.#request(audience, expirationSeconds);
    const lifeMs = Math.min(Date.parse(expirationTimestamp) - requestedMs, expirationSeconds * 1_000);
    this.#held.set(key, { token, renewAtMs: requestedMs + lifeMs * RENEW_AFTER });
    return token;
  }

  async #request(audience: string | undefined, expirationSeconds: number): Promise<TokenRequest['status']> {
    const { namespace, name, uid } = this.#pod.metadata;
    const account = this.#pod.spec.serviceAccountName ?? 'default';
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`;
    const { status } = await this.#api.create<TokenRequest>(path, {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: {
        ...(audience === undefined ? {} : { audiences: [audience] }),
        expirationSeconds,
        boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name, uid },
      },
    });
    return status;
  }
}

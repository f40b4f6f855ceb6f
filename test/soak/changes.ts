import type { InjectorCluster } from '../cluster/injector-cluster.ts';
import { waitUntil } from '../cluster/wait-until.ts';

const TEMPLATES = '/api/v1/namespaces/sidecar-injector/configmaps/envoy-initializer';
const SECRETS = '/api/v1/namespaces/sidecar-injector/secrets';

interface SecretObject {
  readonly metadata: { readonly uid: string };
}

/** How often each thing was changed. */
export interface ChangeCounts {
  templates: number;
  leaves: number;
  authorities: number;
}

/** Changes what a running injector depends on. */
export class Changes {
  readonly counts: ChangeCounts = { templates: 0, leaves: 0, authorities: 0 };
  readonly #injector: InjectorCluster;

  constructor(injector: InjectorCluster) {
    this.#injector = injector;
  }

  /** Another version of the template. */
  async swapTemplate(): Promise<void> {
    this.counts.templates += 1;
    const version = this.counts.templates;
    const container = { name: 'envoy', image: `envoy:v${version}`, args: ['--version', `${version}`] };
    await this.#injector.api.merge(TEMPLATES, { data: { config: JSON.stringify({ containers: [container] }) } });
  }

  /** Takes the serving certificate away: the keeper makes another. */
  async renewLeaf(): Promise<void> {
    await this.#replace('sidecar-injector-tls');
    this.counts.leaves += 1;
  }

  /** Takes the CA away: the keeper makes another, and a serving certificate of it. */
  async renewAuthority(): Promise<void> {
    await this.#replace('sidecar-injector-ca');
    this.counts.authorities += 1;
  }

  async #replace(name: string): Promise<void> {
    const path = `${SECRETS}/${name}`;
    const uid = (await this.#injector.api.find<SecretObject>(path))?.metadata.uid;
    if (uid === undefined) throw new Error(`there is no Secret ${name} to take away`);
    await this.#injector.api.remove(path, uid);
    const isAnother = async (): Promise<true | undefined> => {
      const other = (await this.#injector.api.find<SecretObject>(path))?.metadata.uid;
      return other !== undefined && other !== uid ? true : undefined;
    };
    await waitUntil(isAnother, { what: `another Secret ${name}`, timeoutMs: 30_000, intervalMs: 200 });
  }
}

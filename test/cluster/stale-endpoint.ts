import { once } from 'node:events';
import { createServer, type Server } from 'node:tls';
import type { InjectorCluster } from './injector-cluster.ts';
import { NAMESPACE } from './installation.ts';

/** A certificate and its key, PEM. */
interface Pair {
  readonly cert: string;
  readonly key: string;
}

const SLICES = `/apis/discovery.k8s.io/v1/namespaces/${NAMESPACE}/endpointslices`;
const NAME = 'sidecar-injector-stale';

/** An endpoint of the Service that serves what the test wants, as a replica does whose volume is behind. */
export class StaleEndpoint {
  readonly #server: Server;
  readonly #injector: InjectorCluster;

  private constructor(injector: InjectorCluster, server: Server) {
    this.#injector = injector;
    this.#server = server;
  }

  /** Listens at an address of a Pod, and is one of the Service's ready endpoints from then on. */
  static async start(injector: InjectorCluster, pair: Pair): Promise<StaleEndpoint> {
    const address = injector.cluster.network.allocateAddress();
    const server = createServer({ ...pair, ALPNProtocols: ['http/1.1'] });
    server.listen(8443, address);
    await once(server, 'listening');
    await injector.api.create(SLICES, {
      metadata: { name: NAME, labels: { 'kubernetes.io/service-name': 'sidecar-injector' } },
      addressType: 'IPv4',
      ports: [{ name: 'https', port: 8443, protocol: 'TCP' }],
      endpoints: [{ addresses: [address], conditions: { ready: true } }],
    });
    return new StaleEndpoint(injector, server);
  }

  /** Serves another certificate from now on. */
  serve(pair: Pair): void {
    this.#server.setSecureContext(pair);
  }

  /** Is no endpoint any more. */
  async stop(): Promise<void> {
    await this.#injector.kubectl(['delete', 'endpointslice', NAME, `-n=${NAMESPACE}`, '--ignore-not-found']);
    this.#server.close();
  }
}

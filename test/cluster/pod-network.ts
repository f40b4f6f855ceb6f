/** Where a Pod listens in fact. */
export interface PodRoute {
  /** `namespace/name`. */
  readonly pod: string;
  /** Port on 127.0.0.1. */
  readonly port: number;
}

const LAST_HOST = 254;

/**
 * The network of Pods that are local processes: addresses of their own, as EndpointSlices refuse loopback ones, and which
 * loopback port stands for each port of an address. Nothing is ever sent to these addresses.
 */
export class PodNetwork {
  readonly #routes: Map<string, PodRoute> = new Map();
  #count = 0;

  /** An address out of 10.244.0.0/16 that was not given before. */
  allocateAddress(): string {
    const subnet = Math.floor(this.#count / LAST_HOST);
    const host = (this.#count % LAST_HOST) + 1;
    if (subnet > 255) throw new Error('10.244.0.0/16 has no address left');
    this.#count += 1;
    return `10.244.${subnet}.${host}`;
  }

  /** From now on this port of this address is that loopback port. */
  open(address: string, containerPort: number, route: PodRoute): void {
    this.#routes.set(`${address}:${containerPort}`, route);
  }

  /** From now on nothing listens at this port of this address. */
  close(address: string, containerPort: number): void {
    this.#routes.delete(`${address}:${containerPort}`);
  }

  /** Where a port of an address leads to, if a Pod has it. */
  find(address: string, port: number): PodRoute | undefined {
    return this.#routes.get(`${address}:${port}`);
  }
}

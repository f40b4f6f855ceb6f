import { once } from 'node:events';
import { createServer } from 'node:net';
import { findFreePorts } from './ports.ts';

/** An address and a port of this machine. */
export interface SocketAddress {
  readonly host: string;
  readonly port: number;
}

/** Where a Pod listens in fact. */
export interface PodRoute extends SocketAddress {
  /** `namespace/name`. */
  readonly pod: string;
}

const LAST_HOST = 254;

/** Subnets of each of the clusters that tests run beside each other, in one network namespace. */
const SUBNETS = 64;

/**
 * The network of Pods that are local processes: addresses of their own, as EndpointSlices refuse loopback ones. In a network
 * namespace of the tests' own (`own-network.ts`) Pods listen at these addresses in fact; elsewhere a loopback port stands for
 * each port of an address, and nothing is ever sent to them.
 */
export class PodNetwork {
  /** Whether the addresses of Pods are addresses of this machine. */
  readonly isOwn: boolean;
  readonly #routes: Map<string, PodRoute> = new Map();
  readonly #firstSubnet: number;
  #count = 0;

  private constructor(isOwn: boolean, firstSubnet: number) {
    this.isOwn = isOwn;
    this.#firstSubnet = firstSubnet;
  }

  /** Finds out whether the addresses of Pods are ours. */
  static async create(): Promise<PodNetwork> {
    // The number of the worker, from 1, where several run tests.
    const worker = Number(process.env['VITEST_POOL_ID'] ?? 1);
    return new PodNetwork(await canListenAt('10.244.0.1'), (worker - 1) * SUBNETS);
  }

  /** An address out of 10.244.0.0/16 that was not given before. */
  allocateAddress(): string {
    const subnet = Math.floor(this.#count / LAST_HOST);
    const host = (this.#count % LAST_HOST) + 1;
    if (subnet >= SUBNETS) throw new Error(`the ${SUBNETS} subnets of this cluster have no address left`);
    this.#count += 1;
    return `10.244.${this.#firstSubnet + subnet}.${host}`;
  }

  /** Where a process has to listen so that it stands for these ports of this address. */
  async allocateListeners(
    address: string,
    containerPorts: readonly number[],
  ): Promise<ReadonlyMap<number, SocketAddress>> {
    if (this.isOwn) return new Map(containerPorts.map((port) => [port, { host: address, port }]));
    const free = await findFreePorts(containerPorts.length);
    return new Map(containerPorts.map((port, index) => [port, { host: '127.0.0.1', port: free[index] ?? 0 }]));
  }

  /** From now on this port of this address leads there. */
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

async function canListenAt(host: string): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(0, host);
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

import { describe, expect, it } from 'vitest';
import { PodNetwork } from './pod-network.ts';

describe('PodNetwork', () => {
  it('has Pods listen at their own addresses where these are ours, and else at free loopback ports', async () => {
    const network = await PodNetwork.create();
    const address = network.allocateAddress();
    const listeners = await network.allocateListeners(address, [8443]);
    const listener = listeners.get(8443);
    if (network.isOwn) expect(listener).toStrictEqual({ host: address, port: 8443 });
    else expect(listener?.host).toBe('127.0.0.1');
  });

  it('gives each address once', async () => {
    const network = await PodNetwork.create();
    const addresses = Array.from({ length: 600 }, () => network.allocateAddress());
    expect(new Set(addresses).size).toBe(600);
    expect(addresses.at(-1)).toMatch(/^10\.244\.\d+\.92$/u);
  });
});

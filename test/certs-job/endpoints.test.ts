import { describe, expect, it } from 'vitest';
import { listEndpoints, type Endpoint } from '../../certs-job/endpoints.ts';
import type { JsonObject } from '../../src/injection/json.ts';
import { ok } from '../../src/result.ts';

/** What is found in these slices, and the paths that were asked for. */
async function find(items: readonly object[]): Promise<{ found: readonly Endpoint[]; paths: readonly string[] }> {
  const paths: string[] = [];
  const found = await listEndpoints({
    namespace: 'sidecars',
    service: 'injector',
    webhookConfiguration: 'x',
    client: {
      send: async ({ path }) => {
        paths.push(path);
        return ok({ items } as unknown as JsonObject);
      },
    },
    now: () => new Date(0),
    report: () => undefined,
  });
  if (!found.ok) throw new Error(found.error.message);
  return { found: found.value, paths };
}

const HTTPS = { name: 'https', port: 8443 };

describe('listEndpoints', () => {
  it('asks for the slices of the Service', async () => {
    expect((await find([])).paths).toEqual([
      '/apis/discovery.k8s.io/v1/namespaces/sidecars/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3Dinjector',
    ]);
  });

  it.each([
    [{}, true],
    [{ ready: true, serving: true }, true],
    [{ ready: false, serving: true, terminating: true }, true],
    [{ ready: false, serving: false }, false],
    [{ ready: false }, false],
  ])('takes one with %j as serving: %s', async (conditions, isServing) => {
    const { found } = await find([{ ports: [HTTPS], endpoints: [{ addresses: ['10.0.0.1'], conditions }] }]);
    expect(found).toEqual([{ address: '10.0.0.1', port: 8443, isServing }]);
  });

  it('takes the port called https, or the only one, and each address once', async () => {
    const endpoints = [{ addresses: ['10.0.0.1'] }, { addresses: ['10.0.0.1'] }];
    const probes = { name: 'probes', port: 8080 };
    expect((await find([{ ports: [probes, HTTPS], endpoints }])).found.map(({ port }) => port)).toEqual([8443]);
    expect((await find([{ ports: [{ port: 443 }], endpoints }])).found.map(({ port }) => port)).toEqual([443]);
    expect((await find([{ ports: [HTTPS], endpoints: null }, {}])).found).toEqual([]);
  });
});

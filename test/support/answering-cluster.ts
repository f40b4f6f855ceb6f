import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { makeTempFolder } from './temp-folder.ts';

/**
 * Serves these objects by their paths, and 404 for any other, until the test ends.
 *
 * @returns the kubeconfig by which it is reached
 */
export function startAnsweringCluster(objects: Readonly<Record<string, unknown>>): Promise<string> {
  return startScriptedCluster((url) => objects[url]);
}

/**
 * Serves what `find` gives for a path with its query, and 404 where that is `undefined`, until the test ends.
 *
 * @returns the kubeconfig by which it is reached
 */
export async function startScriptedCluster(find: (url: string) => unknown): Promise<string> {
  const server = createServer(({ url = '/' }, response) => {
    const object = find(url);
    response.writeHead(object === undefined ? 404 : 200).end(JSON.stringify(object ?? {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const kubeconfig = join(makeTempFolder(), 'kubeconfig');
  const content = {
    'current-context': 'c',
    clusters: [{ name: 'c', cluster: { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'c', user: {} }],
    contexts: [{ name: 'c', context: { cluster: 'c', user: 'c' } }],
  };
  writeFileSync(kubeconfig, JSON.stringify(content));
  return kubeconfig;
}

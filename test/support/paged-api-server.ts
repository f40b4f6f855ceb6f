import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { makeTempFolder } from './temp-folder.ts';

/** An API server that answers what it is given. */
export interface PagedApiServer {
  readonly kubeconfig: string;
  /** What was asked, in order: path and query. */
  readonly asked: readonly string[];
}

/**
 * Starts an API server until the test is finished: single objects by their path, and lists in pages of two.
 *
 * @param answers objects, or lists of objects, by path; 404 for any other
 */
export async function startPagedApiServer(answers: Readonly<Record<string, unknown>>): Promise<PagedApiServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    asked.push(`${url.pathname}${url.search}`);
    const found = answers[url.pathname];
    const answer = Array.isArray(found) ? pageOf(found, Number(url.searchParams.get('continue') ?? 0)) : found;
    response.writeHead(answer === undefined ? 404 : 200).end(JSON.stringify(answer ?? {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { kubeconfig: writeKubeconfig(`http://127.0.0.1:${port}`), asked };
}

function pageOf(items: readonly unknown[], start: number): object {
  const rest = items.length - start - 2;
  const metadata = rest > 0 ? { continue: String(start + 2), remainingItemCount: rest } : {};
  return { metadata, items: items.slice(start, start + 2) };
}

function writeKubeconfig(server: string): string {
  const file = join(makeTempFolder(), 'kubeconfig');
  const content = {
    'current-context': 'c',
    clusters: [{ name: 'c', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'c', user: {} }],
    contexts: [{ name: 'c', context: { cluster: 'c', user: 'c', namespace: 'shop' } }],
  };
  writeFileSync(file, JSON.stringify(content));
  return file;
}

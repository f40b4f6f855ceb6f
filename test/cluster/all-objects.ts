import type { InjectorCluster } from './injector-cluster.ts';

/** Kinds whose objects come and go by themselves. */
const RESTLESS = new Set(['events', 'events.events.k8s.io', 'leases.coordination.k8s.io', 'componentstatuses']);
const COLUMNS = '-o=custom-columns=KIND:.kind,NAMESPACE:.metadata.namespace,NAME:.metadata.name';

/** Every object that the API server can list, of whatever kind: `Secret sidecar-injector sidecar-injector-ca`. */
export async function listAllObjects(injector: InjectorCluster): Promise<ReadonlySet<string>> {
  const resources = await injector.kubectl(['api-resources', '--verbs=list', '--output=name']);
  const kinds = resources
    .trim()
    .split('\n')
    .filter((kind) => !RESTLESS.has(kind));
  const lines = await injector.kubectl(['get', kinds.join(','), '--all-namespaces', '--no-headers', COLUMNS]);
  return new Set(
    lines
      .trim()
      .split('\n')
      .map((line) => line.trim().replaceAll(/\s+/gu, ' ')),
  );
}

import type { Pod } from './pod.ts';

/** A Pod, and the addresses that it was given. */
export interface PodFacts {
  readonly pod: Pod;
  readonly podIP: string;
  readonly nodeName: string;
  readonly hostIP: string;
}

/**
 * The value of a field as the downward API gives it.
 *
 * @throws When it is none of the fields that are played.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/downward-api/
 */
export function readFieldRef(fieldPath: string, { pod, podIP, nodeName, hostIP }: PodFacts): string {
  const { metadata, spec } = pod;
  const fields: Readonly<Record<string, string>> = {
    'metadata.name': metadata.name,
    'metadata.namespace': metadata.namespace,
    'metadata.uid': metadata.uid,
    'metadata.labels': renderMap(metadata.labels),
    'metadata.annotations': renderMap(metadata.annotations),
    'spec.nodeName': nodeName,
    'spec.serviceAccountName': spec.serviceAccountName ?? 'default',
    'status.podIP': podIP,
    'status.podIPs': podIP,
    'status.hostIP': hostIP,
    'status.hostIPs': hostIP,
  };
  const [, map, key = ''] = /^metadata\.(labels|annotations)\['(.+)'\]$/u.exec(fieldPath) ?? [];
  const value = map === undefined ? fields[fieldPath] : (metadata[map as 'labels' | 'annotations']?.[key] ?? '');
  if (value === undefined) throw new Error(`fieldRef ${fieldPath} is not played by this kubelet`);
  return value;
}

function renderMap(map: Readonly<Record<string, string>> = {}): string {
  return Object.keys(map)
    .toSorted()
    .map((key) => `${key}=${JSON.stringify(map[key])}`)
    .join('\n');
}

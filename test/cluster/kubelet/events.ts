import type { ObjectApi } from './object-api.ts';
import type { Pod } from './pod.ts';

/** What happened to a Pod. */
export interface PodEvent {
  readonly reason: string;
  readonly message: string;
}

/** Writes a warning about a Pod, as `kubectl describe` shows it. */
export async function recordEvent(api: ObjectApi, { metadata }: Pod, { reason, message }: PodEvent): Promise<void> {
  const { name, namespace, uid } = metadata;
  const time = new Date().toISOString();
  await api.create(`/api/v1/namespaces/${namespace}/events`, {
    metadata: { generateName: `${name}.` },
    involvedObject: { apiVersion: 'v1', kind: 'Pod', name, namespace, uid },
    type: 'Warning',
    reason,
    message,
    source: { component: 'kubelet' },
    firstTimestamp: `${time.slice(0, 19)}Z`,
    lastTimestamp: `${time.slice(0, 19)}Z`,
    count: 1,
  });
}

import { ApiError, type ObjectApi } from './object-api.ts';
import { formatTime } from './container-state.ts';

/** Which Node, and its address: one that nothing can be sent to (RFC 5737). */
export interface NodeIdentity {
  readonly name: string;
  readonly address: string;
}

const CAPACITY = { cpu: '64', memory: '256Gi', pods: '1000', 'ephemeral-storage': '1Ti' };

const PRESSURES = ['MemoryPressure', 'DiskPressure', 'PIDPressure'];

/** Well above the 5 s at which the node-lifecycle controller looks, well below the 50 s after which it gives up. */
const LEASE_SECONDS = 40;

/** Creates the Node, or takes over the one of this name, and says that it is ready. */
export async function registerNode(api: ObjectApi, { name, address }: NodeIdentity): Promise<void> {
  const labels = { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64' };
  await createUnlessThere(api, '/api/v1/nodes', { metadata: { name, labels } });
  const time = formatTime(new Date());
  const times = { lastHeartbeatTime: time, lastTransitionTime: time };
  const ready = { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'plays the kubelet', ...times };
  const pressures = PRESSURES.map((type) => Object.assign({ type, status: 'False' }, times));
  await api.merge(`/api/v1/nodes/${name}/status`, {
    status: {
      capacity: CAPACITY,
      allocatable: CAPACITY,
      addresses: [{ type: 'InternalIP', address }],
      conditions: [...pressures, ready],
    },
  });
  await createUnlessThere(api, '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases', {
    metadata: { name },
    spec: { holderIdentity: name, leaseDurationSeconds: LEASE_SECONDS, renewTime: microTime() },
  });
}

/** Says that the Node still lives; without it, it would count as lost after 50 s and its Pods be evicted. */
export async function renewNodeLease(api: ObjectApi, name: string): Promise<void> {
  const path = `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${name}`;
  await api.merge(path, { spec: { renewTime: microTime() } });
}

async function createUnlessThere(api: ObjectApi, path: string, object: object): Promise<void> {
  try {
    await api.create(path, object);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 409) throw error;
  }
}

function microTime(): string {
  return new Date().toISOString().replace('Z', '000Z');
}

import type { PodNetwork } from '../pod-network.ts';
import { type ContainerState, type ContainerStatus, formatTime } from './container-state.ts';
import type { ObjectApi } from './object-api.ts';
import { type ContainerSpec, pathOf, type Pod } from './pod.ts';
import { buildPodStatus } from './pod-status.ts';

/** What a marker needs of its kubelet. */
export interface WorkloadMarkerOptions {
  readonly api: ObjectApi;
  readonly network: PodNetwork;
  readonly hostIP: string;
}

/** Says of Pods that nothing runs for that they run, so that what waits for them goes on. */
export class WorkloadMarker {
  readonly #options: WorkloadMarkerOptions;
  readonly #marked: Set<string> = new Set();

  constructor(options: WorkloadMarkerOptions) {
    this.#options = options;
  }

  /** Marks a bound Pod once: ready, or succeeded when a Job owns it. One that is deleted is taken away at once. */
  async mark(pod: Pod): Promise<void> {
    const { uid, deletionTimestamp } = pod.metadata;
    if (deletionTimestamp !== undefined) {
      await this.#options.api.remove(pathOf(pod), uid);
      this.#marked.delete(uid);
      return;
    }
    if (this.#marked.has(uid)) return;
    this.#marked.add(uid);
    try {
      await this.#options.api.merge(`${pathOf(pod)}/status`, { metadata: { uid }, status: this.#statusOf(pod) });
    } catch (error) {
      this.#marked.delete(uid);
      throw error;
    }
  }

  #statusOf(pod: Pod): object {
    const { containers, initContainers = [], restartPolicy = 'Always' } = pod.spec;
    const time = formatTime(new Date());
    const isJob = pod.metadata.ownerReferences?.some(({ kind }) => kind === 'Job') === true;
    const completed: ContainerState = {
      terminated: { exitCode: 0, reason: 'Completed', startedAt: time, finishedAt: time },
    };
    const state: ContainerState = isJob ? completed : { running: { startedAt: time } };
    const status = buildPodStatus({
      restartPolicy,
      containers: statusesOf(containers, state),
      podIP: this.#options.network.allocateAddress(),
      hostIP: this.#options.hostIP,
      startTime: time,
      isEnded: isJob,
    });
    return { ...status, initContainerStatuses: statusesOf(initContainers, completed) };
  }
}

function statusesOf(specs: readonly ContainerSpec[], state: ContainerState): readonly ContainerStatus[] {
  const isRunning = 'running' in state;
  return specs.map(({ image, name }) => ({
    name,
    image,
    imageID: image,
    ready: isRunning,
    started: isRunning,
    restartCount: 0,
    state,
    lastState: {},
  }));
}

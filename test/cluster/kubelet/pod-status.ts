import { type ContainerStatus, formatTime } from './container-state.ts';
import type { PodPhase, PodSpec } from './pod.ts';

/** One condition of a Pod or Node. */
export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime: string;
}

/** What is told of a Pod. */
export interface PodStatus {
  readonly phase: PodPhase;
  readonly conditions: readonly Condition[];
  readonly hostIP: string;
  readonly hostIPs: readonly { readonly ip: string }[];
  readonly podIP?: string;
  readonly podIPs?: readonly { readonly ip: string }[];
  readonly startTime: string;
  readonly containerStatuses: readonly ContainerStatus[];
}

/** What is known of a Pod. */
export interface PodState {
  readonly restartPolicy: NonNullable<PodSpec['restartPolicy']>;
  readonly containers: readonly ContainerStatus[];
  readonly podIP: string;
  readonly hostIP: string;
  readonly startTime: string;
  /** Whether its containers have been ended because it is deleted. */
  readonly isEnded: boolean;
}

/** The status of a Pod. Conditions that have not changed since `previous` keep their time. */
export function buildPodStatus(state: PodState, previous: readonly Condition[] = []): PodStatus {
  const { containers, hostIP, podIP, startTime } = state;
  const phase = phaseOf(state);
  const isReady = phase === 'Running' && containers.every(({ ready }) => ready);
  const isCreated = phase !== 'Pending';
  const waiting = containers.find(({ state: now }) => 'waiting' in now);
  const why = isReady ? {} : { reason: phase === 'Succeeded' ? 'PodCompleted' : 'ContainersNotReady' };
  const message = waiting !== undefined && 'waiting' in waiting.state ? waiting.state.waiting.message : undefined;
  const conditions = [
    { type: 'PodScheduled', isTrue: true },
    { type: 'PodReadyToStartContainers', isTrue: isCreated },
    { type: 'Initialized', isTrue: true },
    { type: 'ContainersReady', isTrue: isReady, ...why, ...(message === undefined ? {} : { message }) },
    { type: 'Ready', isTrue: isReady, ...why },
  ];
  return {
    phase,
    conditions: conditions.map(({ isTrue, ...condition }) =>
      keepTime({ ...condition, status: isTrue ? 'True' : 'False' }, previous),
    ),
    hostIP,
    hostIPs: [{ ip: hostIP }],
    ...(isCreated ? { podIP, podIPs: [{ ip: podIP }] } : {}),
    startTime,
    containerStatuses: containers,
  };
}

/** @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-phase */
function phaseOf({ containers, isEnded, restartPolicy }: PodState): PodPhase {
  const ends = containers.flatMap(({ state }) => ('terminated' in state ? [state.terminated] : []));
  const isOver = ends.length === containers.length && (isEnded || restartPolicy !== 'Always');
  if (isOver) return ends.every(({ exitCode }) => exitCode === 0) ? 'Succeeded' : 'Failed';
  if (isEnded) return 'Failed';
  return containers.every(({ lastState, state }) => 'waiting' in state && lastState.terminated === undefined)
    ? 'Pending'
    : 'Running';
}

function keepTime(condition: Omit<Condition, 'lastTransitionTime'>, previous: readonly Condition[]): Condition {
  const before = previous.find(({ type, status }) => type === condition.type && status === condition.status);
  return { ...condition, lastTransitionTime: before?.lastTransitionTime ?? formatTime(new Date()) };
}

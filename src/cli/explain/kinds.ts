/** A kind that makes Pods, and where the API server has it. */
export interface Kind {
  readonly kind: string;
  readonly plural: string;
  readonly group: string;
  readonly short: readonly string[];
}

/** The kinds that can be named, as kubectl names them. @see https://kubernetes.io/docs/reference/kubectl/#resource-types */
export const KINDS: readonly Kind[] = [
  { kind: 'Pod', plural: 'pods', group: 'api/v1', short: ['po'] },
  { kind: 'ReplicationController', plural: 'replicationcontrollers', group: 'api/v1', short: ['rc'] },
  { kind: 'Deployment', plural: 'deployments', group: 'apis/apps/v1', short: ['deploy'] },
  { kind: 'ReplicaSet', plural: 'replicasets', group: 'apis/apps/v1', short: ['rs'] },
  { kind: 'StatefulSet', plural: 'statefulsets', group: 'apis/apps/v1', short: ['sts'] },
  { kind: 'DaemonSet', plural: 'daemonsets', group: 'apis/apps/v1', short: ['ds'] },
  { kind: 'Job', plural: 'jobs', group: 'apis/batch/v1', short: [] },
  { kind: 'CronJob', plural: 'cronjobs', group: 'apis/batch/v1', short: ['cj'] },
];

/** Words for kinds, for help and completion. */
export const KIND_WORDS: readonly string[] = KINDS.map(({ kind }) => kind.toLowerCase());

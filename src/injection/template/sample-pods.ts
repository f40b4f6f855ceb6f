import type { JsonObject } from '../json.ts';
import { TOKEN_MOUNT_PATH } from '../token-mount.ts';

/** A Pod that templates are tried on when they are loaded. */
export interface SamplePod {
  /** In words that follow "tried on". */
  readonly name: string;
  readonly pod: JsonObject;
}

const TOKEN_MOUNT: JsonObject = { name: 'kube-api-access-sample', readOnly: true, mountPath: TOKEN_MOUNT_PATH };
const TOKEN_VOLUME: JsonObject = {
  name: 'kube-api-access-sample',
  projected: { sources: [{ serviceAccountToken: { expirationSeconds: 3607, path: 'token' } }] },
};

/** Pods as an API server sends them: as bare as can be, with what most have, one that ends, and one of a node agent. */
export const SAMPLE_PODS: readonly SamplePod[] = [
  {
    name: 'a Pod with nothing but a container',
    pod: podOf({ name: 'sample' }, { containers: [containerOf('sample-app')] }),
  },
  {
    name: 'a Pod with labels, ports, variables and a token',
    pod: podOf(
      {
        generateName: 'sample-5d9c7b-',
        labels: { app: 'sample', 'app.kubernetes.io/name': 'sample', 'pod-template-hash': '5d9c7b' },
        annotations: { 'example.com/team': 'sample' },
        ownerReferences: [
          { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'sample-5d9c7b', uid: 'sample', controller: true },
        ],
      },
      {
        serviceAccountName: 'default',
        containers: [
          {
            ...containerOf('sample-app'),
            ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
            env: [{ name: 'SAMPLE', value: 'yes' }],
            resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
            volumeMounts: [TOKEN_MOUNT],
          },
          { ...containerOf('sample-helper'), volumeMounts: [TOKEN_MOUNT] },
        ],
        initContainers: [{ ...containerOf('sample-setup'), volumeMounts: [TOKEN_MOUNT] }],
        volumes: [TOKEN_VOLUME],
      },
    ),
  },
  {
    name: 'the Pod of a Job',
    pod: podOf(
      { generateName: 'sample-', labels: { 'batch.kubernetes.io/job-name': 'sample', 'job-name': 'sample' } },
      { restartPolicy: 'Never', containers: [containerOf('sample-job')] },
    ),
  },
  {
    name: 'a Pod with users of its own and a privileged container',
    pod: podOf(
      { name: 'sample-agent', labels: { app: 'sample-agent' } },
      { hostUsers: false, containers: [{ ...containerOf('sample-agent'), securityContext: { privileged: true } }] },
    ),
  },
];

function podOf(metadata: JsonObject, spec: JsonObject): JsonObject {
  const defaults = {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    enableServiceLinks: true,
    securityContext: {},
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace: 'sample', ...metadata },
    spec: { ...defaults, ...spec },
    status: {},
  };
}

function containerOf(name: string): JsonObject {
  return {
    name,
    image: 'registry.example/sample:1',
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent',
  };
}

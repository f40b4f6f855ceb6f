/** How a manifest reaches the API server. `raw` is one POST to the Pods of the namespace. */
export type Delivery = 'create' | 'create-dry-run' | 'apply' | 'apply-server-side' | 'raw';

/** One fixture: the manifest that makes the API server send the review. */
export interface RecordedCase {
  readonly name: string;
  readonly delivery: Delivery;
  /** JSON, sent as it is. */
  readonly manifest: string;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** What a Pod of a case has beside its label and its containers. */
interface PodParts {
  readonly generateName?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec?: JsonObject;
}

const ASKING = { 'sidecar-injector.dev/inject': 'true' } as const;
const CLASSIC = { 'initializer.kubernetes.io/envoy': 'true' } as const;
const APP_CONTAINER = {
  name: 'app',
  image: 'registry.example/shop:1.4.2',
  ports: [{ name: 'http', containerPort: 8080 }],
  env: [
    { name: 'LOG_LEVEL', value: 'info' },
    { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
  ],
  resources: { requests: { cpu: '250m', memory: '64Mi' }, limits: { memory: '128Mi' } },
  readinessProbe: { httpGet: { path: '/ready', port: 'http' } },
};

/** The Node that the DaemonSet's Pod is for. */
export const NODE_MANIFEST: string = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'node-1', labels: { 'kubernetes.io/hostname': 'node-1', 'kubernetes.io/os': 'linux' } },
});

/** All cases. The first one takes up to a minute until its Pod comes. */
export function listRecordedCases(): readonly RecordedCase[] {
  return [...workloadCases(), ...podCases(), ...shapeCases(), ...hostileCases()];
}

function workloadCases(): readonly RecordedCase[] {
  return [
    workload('cron-job', 'batch/v1', 'CronJob', { schedule: '* * * * *', jobTemplate: { spec: jobSpec('cron-job') } }),
    workload('deployment', 'apps/v1', 'Deployment', { replicas: 1, ...selected('deployment') }),
    workload('deployment-classic', 'apps/v1', 'Deployment', {
      replicas: 1,
      ...selected('deployment-classic', { annotations: CLASSIC }),
    }),
    workload('job', 'batch/v1', 'Job', jobSpec('job')),
    workload('stateful-set', 'apps/v1', 'StatefulSet', {
      replicas: 1,
      serviceName: 'stateful-set',
      ...selected('stateful-set'),
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
      ],
    }),
    workload('daemon-set', 'apps/v1', 'DaemonSet', selected('daemon-set')),
  ];
}

function podCases(): readonly RecordedCase[] {
  return [
    podCase('pod-with-name', {}),
    podCase('pod-with-generate-name', { generateName: 'pod-with-generate-name-' }),
    podCase('pod-classic', { annotations: CLASSIC }),
    podCase('dry-run', {}, 'create-dry-run'),
    podCase('applied', {}, 'apply'),
    podCase('applied-server-side', {}, 'apply-server-side'),
    podCase('opted-out', { annotations: { 'sidecar-injector.dev/inject': 'false' } }),
    podCase('not-asking', { annotations: {} }),
    podCase('host-network', { spec: { hostNetwork: true } }),
    podCase('windows', {
      spec: {
        os: { name: 'windows' },
        nodeSelector: { 'kubernetes.io/os': 'windows' },
        securityContext: { windowsOptions: { runAsUserName: 'ContainerUser' } },
      },
    }),
    podCase('without-token', { spec: { automountServiceAccountToken: false } }),
  ];
}

/** Pods with more in them than one container. */
function shapeCases(): readonly RecordedCase[] {
  const mounts = [
    { name: 'cache', mountPath: '/cache' },
    { name: 'settings', mountPath: '/etc/shop', readOnly: true },
  ];
  const helper = { name: 'helper', image: 'registry.example/helper:2', command: ['sleep', 'infinity'] };
  const migrate = { name: 'migrate', image: 'registry.example/shop:1.4.2', args: ['migrate'] };
  const logger = { name: 'logger', image: 'registry.example/logger:3', restartPolicy: 'Always' };
  return [
    podCase('init-containers', { spec: { initContainers: [migrate, logger] } }),
    podCase('several-containers', { spec: { containers: [APP_CONTAINER, helper, { ...helper, name: 'reporter' }] } }),
    podCase('volumes', {
      spec: {
        serviceAccountName: 'default',
        containers: [{ ...APP_CONTAINER, volumeMounts: mounts }],
        volumes: [
          { name: 'cache', emptyDir: { sizeLimit: '100Mi' } },
          { name: 'settings', configMap: { name: 'shop', items: [{ key: 'shop.yaml', path: 'shop.yaml' }] } },
          { name: 'certificate', secret: { secretName: 'shop-tls', optional: true } },
          { name: 'data', persistentVolumeClaim: { claimName: 'shop' } },
        ],
      },
    }),
    podCase('scheduling', {
      spec: {
        imagePullSecrets: [{ name: 'registry' }],
        hostAliases: [{ ip: '192.0.2.10', hostnames: ['shop.example'] }],
        tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'shop', effect: 'NoSchedule' }],
        topologySpreadConstraints: [
          { maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway' },
        ],
        schedulingGates: [{ name: 'shop.example/ready' }],
        readinessGates: [{ conditionType: 'shop.example/warm' }],
        securityContext: { fsGroup: 2000, supplementalGroups: [3000], sysctls: [] },
      },
    }),
  ];
}

/** Pods that a webhook may stumble over. `proto-keys` is refused, but only after the webhooks were called. */
function hostileCases(): readonly RecordedCase[] {
  const protoKeys = protoVolume('proto-keys').replace('"annotations":{', '"annotations":{"__proto__":"polluted",');
  return [
    { name: 'proto-keys', delivery: 'raw', manifest: protoKeys },
    { name: 'proto-volume', delivery: 'raw', manifest: protoVolume('proto-volume') },
    podCase(
      'duplicate-env',
      withEnv([
        { name: 'LOG_LEVEL', value: 'info' },
        { name: 'REGION', value: 'north' },
        { name: 'LOG_LEVEL', value: 'debug' },
      ]),
    ),
    podCase('angle-brackets', withEnv([{ name: 'MARKUP', value: '<'.repeat(200 * 1024) }])),
    podCase(
      'large',
      withEnv(Array.from({ length: 200 }, (_, index) => ({ name: `V${index}`, value: 'x'.repeat(7_200) }))),
    ),
  ];
}

/** The API server takes such a volume. As an object literal the key would set the prototype, hence the text. */
function protoVolume(name: string): string {
  const volumes = '[{"name":"data","csi":{"driver":"csi.example","volumeAttributes":{"__proto__":"x"}}}]';
  return JSON.stringify(pod(name, { spec: { volumes: [] } })).replace('"volumes":[]', `"volumes":${volumes}`);
}

function withEnv(env: readonly JsonObject[]): PodParts {
  return { spec: { containers: [{ ...APP_CONTAINER, env }] } };
}

function jobSpec(name: string): JsonObject {
  return { template: template(name, { spec: { restartPolicy: 'Never' } }) };
}

function podCase(name: string, parts: PodParts, delivery: Delivery = 'create'): RecordedCase {
  return { name, delivery, manifest: JSON.stringify(pod(name, parts)) };
}

function pod(name: string, parts: PodParts): JsonObject {
  const { metadata, spec } = template(name, parts);
  const identity = parts.generateName === undefined ? { name } : { generateName: parts.generateName };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { ...identity, ...metadata }, spec };
}

function workload(name: string, apiVersion: string, kind: string, spec: JsonObject): RecordedCase {
  return { name, delivery: 'create', manifest: JSON.stringify({ apiVersion, kind, metadata: { name }, spec }) };
}

function selected(name: string, parts: PodParts = {}): JsonObject {
  return { selector: { matchLabels: { app: name } }, template: template(name, parts) };
}

function template(name: string, parts: PodParts): { readonly metadata: JsonObject; readonly spec: JsonObject } {
  return {
    metadata: { labels: { app: name }, annotations: parts.annotations ?? ASKING },
    spec: { containers: [APP_CONTAINER], ...parts.spec },
  };
}

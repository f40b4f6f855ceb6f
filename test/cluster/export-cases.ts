import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { objectAt, type JsonObject } from '../../src/injection/json.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'deploy', 'examples');

/** Documents of templates by ConfigMap key. */
export type Documents = Readonly<Record<string, string>>;

/** Templates that policies can express, of one ConfigMap. */
export const EXPRESSIBLE: Documents = {
  constants: `
default: true
containers:
- name: envoy
  image: envoy:1
  args: ["line 1\\nline 2", "'single' \\"double\\" \\\\ back", "ünï – 🚀 \\u2028 \\u200b", "\${not} $(VAR) $\${{ literal }}"]
  env:
  - {name: A, value: "1"}
  - {name: B, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
  ports: [{containerPort: 80}, {containerPort: 53, protocol: UDP, name: dns}]
  resources: {limits: {cpu: 1.5, memory: 64Mi}, requests: {cpu: "1000m"}}
  readinessProbe: {httpGet: {path: /ready, port: 80}, periodSeconds: 3}
  securityContext: {runAsNonRoot: true, runAsUser: 1000, capabilities: {drop: [ALL]}}
  volumeMounts: [{name: shared, mountPath: /etc/envoy}, {name: scratch, mountPath: /tmp}]
volumes:
- {name: shared, configMap: {name: envoy, items: [{key: a, path: b}]}}
- {name: scratch, emptyDir: {medium: Memory, sizeLimit: 1024Mi}}
`,
  metadata: `
metadata:
  labels: {mesh: "yes", example.com/proxy: "\${{ object.metadata.?labels[?'app'] }}"}
  annotations: {example.com/note: "it's \\"here\\"\\n", prometheus.io/scrape: "true"}
containers: [{name: meta, image: m:1}]
`,
  'no-containers': `
metadata: {labels: {only: label}}
volumes: [{name: shared, configMap: {name: envoy, items: [{key: a, path: b}]}}]
containers: []
`,
  init: `
native: never
initContainers:
- {name: setup, image: s:1, command: [sh, -c, "true"]}
- {name: agent, image: a:1, restartPolicy: Always}
- {name: after, image: b:1}
containers: [{name: log, image: l:1}, {name: log-2, image: l:2}]
`,
  expressions: `
metadata: {annotations: {example.com/app: "app-\${{ object.metadata.?labels[?'app'].orValue('none') }}"}}
containers:
- name: expr
  image: "e:\${{ object.metadata.?labels[?'tag'].orValue('latest') }}"
  args:
  - --namespace=\${{ request.namespace }}
  - "\${{ namespaceObject.metadata.labels['team'] }}"
  - "\${{ object.metadata.?labels[?'verbose'].hasValue() ? optional.of('--verbose') : optional.none() }}"
  - "\${{ string(object.spec.containers.size()) }} containers \${{ object.spec.containers.map(c, c.name).join('+') }}"
  env: "\${{ object.spec.containers[0].?env.orValue([]) }}"
  ports: [{containerPort: "\${{ 8000 + object.spec.containers.size() }}"}]
  workingDir: "\${{ object.metadata.?annotations[?'dir'] }}"
  volumeMounts: [{name: work, mountPath: "/work/\${{ object.spec.containers[0].name }}"}]
volumes: [{name: work, configMap: {name: "\${{ object.metadata.?labels[?'app'].orValue('none') }}"}}]
`,
  when: `
when: "!object.metadata.?labels.?batch.hasValue() && object.spec.containers.all(c, c.image != 'no:1')"
containers: [{name: cond, image: c:1}]
`,
  failing: `
metadata: {labels: {copy: "\${{ object.metadata.labels['app'] }}"}}
containers: [{name: failing, image: c:1}]
`,
  first: `
order: {containers: first, initContainers: first}
native: never
metadata: {annotations: {x: "y"}}
initContainers: [{name: first-init, image: c:1}]
containers: [{name: first-1, image: c:1}, {name: first-2, image: c:2}]
`,
  native: `
native: always
containers: [{name: native-1, image: c:1, startupProbe: {tcpSocket: {port: 1}}}, {name: native-2, image: c:1}]
initContainers: [{name: native-3, image: c:1, restartPolicy: Always}, {name: native-4, image: c:1}]
`,
  jobs: `
order: {containers: first, initContainers: last}
containers: [{name: jobs-1, image: c:1}, {name: jobs-2, image: c:1}]
initContainers: [{name: jobs-3, image: c:1, restartPolicy: Always}]
`,
  fields: `
terminationGracePeriodSeconds: 60
dnsPolicy: Default
enableServiceLinks: false
shareProcessNamespace: true
hostAliases: [{ip: 10.0.0.1, hostnames: [a, b]}]
imagePullSecrets: [{name: registry}]
tolerations: [{key: k, operator: Exists}, {key: l, value: v, effect: NoSchedule, tolerationSeconds: null}]
nodeSelector: {disk: ssd, example.com/zone: "\${{ object.metadata.?labels[?'zone'].orValue('z') }}"}
securityContext: {fsGroup: 5, supplementalGroups: [7], sysctls: [{name: net.ipv4.tcp_syncookies, value: "1"}], seccompProfile: {type: RuntimeDefault}}
dnsConfig: {searches: [x.example], options: [{name: ndots, value: "2"}]}
topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {a: b}}}]
affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [{key: a, operator: Exists}]}}]}}
containers: [{name: fields, image: f:1}]
`,
  'no-token': `
token: none
containers: [{name: no-token, image: c:1}]
initContainers: [{name: no-token-init, image: c:1}]
`,
  params: `
params:
  count: {type: integer, default: 2, minimum: 1, maximum: 16}
  ratio: {type: number, default: 0.5, maximum: 1.5}
  debug: {type: boolean, default: false}
  name: {type: string, default: "it's", pattern: "^[a-z']+$"}
  level: {type: string, default: info, enum: [info, debug]}
when: "params.level == 'info' || params.debug"
containers:
- name: params
  image: p:1
  args: ["\${{ string(params.count * 2) }}", "\${{ params.name }}-\${{ params.debug }}-\${{ params.count }}", "\${{ params.ratio > 0.7 ? 'much' : 'little' }}"]
  ports: [{containerPort: "\${{ params.count }}"}]
`,
  anywhere: `
os: any
hostNetwork: allow
containers: [{name: anywhere, image: c:1, ports: [{containerPort: 9999}, {containerPort: 9998, hostPort: 9998}]}]
`,
  demanding: `
os: any
hostNetwork: allow
terminationGracePeriodSeconds: 40
securityContext: {sysctls: [{name: net.ipv4.tcp_syncookies, value: "1"}]}
containers:
- name: demanding
  image: c:1
  ports: [{containerPort: 1000, hostPort: 1001}]
  lifecycle: {preStop: {sleep: {seconds: 35}}}
  resizePolicy: [{resourceName: cpu, restartPolicy: RestartContainer}]
  securityContext: {runAsUser: 1}
`,
  windows: `
os: windows
containers: [{name: win, image: c:1}]
`,
};

/** The documents of the examples that have a folder, by the names of their templates. */
export function listExampleFolders(): Documents {
  const folders = readdirSync(EXAMPLES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return Object.fromEntries(
    folders.map(({ name }) => [name, readFileSync(join(EXAMPLES, name, `${name}.yaml`), 'utf8')]),
  );
}

/** The document of the Envoy initializer. */
export function readClassicExample(): Documents {
  const { data } = parse(readFileSync(join(EXAMPLES, 'envoy-initializer.yaml'), 'utf8')) as { data: Documents };
  return data;
}

/** The Pod that an example brings for itself, or the one that its workload makes. */
export function readExamplePod(example: string): JsonObject {
  const manifest = parse(readFileSync(join(EXAMPLES, example, 'pod.yaml'), 'utf8')) as JsonObject;
  const pod = objectAt(objectAt(manifest, 'spec'), 'template') ?? manifest;
  return { spec: pod['spec'], metadata: { ...objectAt(pod, 'metadata'), name: 'pod' } };
}

const APP: JsonObject = { name: 'app', image: 'registry.example/app:1' };

function podOf(spec: JsonObject, metadata: JsonObject = {}): JsonObject {
  return { metadata: { name: 'pod', ...metadata }, spec: { containers: [APP], ...spec } };
}

const SHARED: JsonObject = { name: 'shared', configMap: { name: 'envoy', items: [{ key: 'a', path: 'b' }] } };

/** Pods as users create them; what they ask for is added by the test. */
export const PODS: Readonly<Record<string, JsonObject>> = {
  bare: podOf({}),
  'null lists': podOf({ initContainers: null, volumes: null, tolerations: null }, { labels: null, annotations: null }),
  'empty lists': podOf({ initContainers: [], volumes: [], tolerations: [], nodeSelector: {} }, { labels: {} }),
  'with labels': podOf(
    {
      containers: [
        { ...APP, env: [{ name: 'X', value: 'y' }] },
        { ...APP, name: 'second' },
      ],
    },
    {
      labels: { app: 'shop', tag: 'v2', verbose: '1', zone: 'eu', mesh: 'own' },
      annotations: { dir: '/srv', x: 'own' },
    },
  ),
  'with an init container': podOf({ initContainers: [{ ...APP, name: 'own-init' }] }),
  'with the volume': podOf({ volumes: [SHARED] }),
  'with the volume, written out': podOf({
    volumes: [{ name: 'shared', configMap: { name: 'envoy', defaultMode: 0o644, items: [{ key: 'a', path: 'b' }] } }],
  }),
  'with another volume of that name': podOf({ volumes: [{ name: 'shared', emptyDir: {} }] }),
  'with a volume that says more': podOf({
    volumes: [{ name: 'shared', configMap: { name: 'envoy', optional: true, items: [{ key: 'a', path: 'b' }] } }],
  }),
  'of a Job': podOf({ restartPolicy: 'Never' }, { labels: { app: 'job' } }),
  'of a batch': podOf({}, { labels: { batch: 'yes' } }),
  'with a label that is too long for a suffix': podOf({}, { labels: { app: 'a'.repeat(63) } }),
  'on the host network': podOf({ hostNetwork: true, containers: [{ ...APP, ports: [{ containerPort: 9998 }] }] }),
  'with a host port': podOf({ containers: [{ ...APP, ports: [{ containerPort: 1, hostPort: 9998 }] }] }),
  'for Windows': podOf({ os: { name: 'windows' } }),
  'for Windows nodes': podOf({ nodeSelector: { 'kubernetes.io/os': 'windows' } }),
  'with fields of its own': podOf({
    terminationGracePeriodSeconds: 10,
    dnsPolicy: 'None',
    dnsConfig: { nameservers: ['10.0.0.10'], options: [{ name: 'ndots', value: '5' }] },
    hostAliases: [{ ip: '10.0.0.1', hostnames: ['own'] }],
    imagePullSecrets: [{ name: 'registry' }, { name: 'own' }],
    tolerations: [{ key: 'k', operator: 'Exists' }],
    nodeSelector: { disk: 'own' },
    securityContext: { fsGroup: 9, supplementalGroups: [8], seccompProfile: { type: 'Unconfined' } },
    topologySpreadConstraints: [{ maxSkew: 3, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' }],
    affinity: { podAffinity: {} },
    shareProcessNamespace: false,
  }),
  'with enough time to end': podOf({ terminationGracePeriodSeconds: 90 }),
  'applied with its defaults': podOf(
    {},
    {
      annotations: {
        'kubectl.kubernetes.io/last-applied-configuration':
          '{"spec":{"terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst"}}',
      },
    },
  ),
  'with the host’s processes': podOf({ hostPID: true }),
  'with parameters': podOf(
    {},
    {
      annotations: {
        'sidecar-injector.dev/params.count': '+7',
        'sidecar-injector.dev/params.ratio': '1.',
        'sidecar-injector.dev/params.debug': 'true',
        'sidecar-injector.dev/params.name': 'other',
        'sidecar-injector.dev/params.level': 'debug',
      },
    },
  ),
  'with a parameter that makes the condition false': podOf(
    {},
    { annotations: { 'sidecar-injector.dev/params.level': 'debug' } },
  ),
  'with a parameter too large': podOf({}, { annotations: { 'sidecar-injector.dev/params.count': '17' } }),
  'with a parameter that is no number': podOf({}, { annotations: { 'sidecar-injector.dev/params.count': 'many' } }),
  'with a parameter that is none of the choices': podOf(
    {},
    { annotations: { 'sidecar-injector.dev/params.level': 'loud' } },
  ),
  'that opted out': podOf({}, { annotations: { 'sidecar-injector.dev/inject': 'false' } }),
  'that misspelt it': podOf({}, { annotations: { 'sidecar-injector.dev/inject': 'True' } }),
  'that says nothing with its annotation': podOf({}, { annotations: { 'sidecar-injector.dev/inject': '' } }),
  'that asks for what is not there': podOf({}, { annotations: { 'sidecar-injector.dev/inject': 'nowhere' } }),
};

const ASKERS = ['constants', 'when'];

/** Pods that tell something of some templates only; the others are tried with all. */
export const ONLY: Readonly<Record<string, readonly string[]>> = {
  'null lists': ['constants', 'init', 'fields'],
  'empty lists': ['constants', 'init', 'fields'],
  'with the volume': ['constants', 'no-containers'],
  'with the volume, written out': ['constants', 'no-containers'],
  'with another volume of that name': ['constants', 'no-containers'],
  'with a volume that says more': ['constants', 'no-containers'],
  'of a batch': ['when'],
  'with a label that is too long for a suffix': ['metadata', 'expressions', 'failing'],
  'on the host network': ['constants', 'anywhere', 'demanding'],
  'with a host port': ['anywhere', 'when'],
  'for Windows nodes': ['windows', 'anywhere', 'constants'],
  'with fields of its own': ['fields', 'constants', 'demanding'],
  'with enough time to end': ['fields', 'demanding'],
  'applied with its defaults': ['fields', 'demanding'],
  'with the host’s processes': ['fields', 'demanding'],
  'with parameters': ['params'],
  'with a parameter that makes the condition false': ['params'],
  'with a parameter too large': ['params'],
  'with a parameter that is no number': ['params'],
  'with a parameter that is none of the choices': ['params'],
  'that opted out': ASKERS,
  'that misspelt it': ASKERS,
  'that says nothing with its annotation': ASKERS,
  'that asks for what is not there': ASKERS,
};

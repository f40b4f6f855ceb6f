import * as fc from 'fast-check';
import type { NamespaceMetadata } from '../../src/admission/mutate.ts';
import { isJsonObject, objectAt, objectsAt, type Json, type JsonObject } from '../../src/injection/json.ts';
import { loadTemplates, NO_TEMPLATES } from '../../src/injection/template/load-templates.ts';
import { acceptablePod } from '../cluster/acceptable-pods.ts';
import { copyOf } from './apply-patch.ts';
import { sha256Hex } from './load-example.ts';

/** A Pod, the namespace that it is created in, and the templates in force, as ConfigMap data. */
export interface LanguageCase {
  readonly documents: Readonly<Record<string, string>>;
  readonly pod: JsonObject;
  /** Whether every Pod of the namespace is injected. */
  readonly isEnabled: boolean;
  readonly namespace: NamespaceMetadata;
}

/** A part of a template: fields for its first container, its spec, its metadata, and the parameters that they read. */
interface Feature {
  readonly params?: JsonObject;
  readonly container?: JsonObject;
  readonly spec?: JsonObject;
  readonly metadata?: JsonObject;
}

const TEMPLATE_NAMES = ['envoy', 'log', 'trace'] as const;
const UP = { path: '/up', port: 15_020 };

/** Parts with a parameter, each of another type and for a field of another type. */
const PARAMETERS: readonly Feature[] = [
  {
    params: { concurrency: { type: 'integer', default: 2, minimum: 1, maximum: 16 } },
    container: { args: ['--concurrency', '${{ string(params.concurrency) }}'] },
  },
  {
    params: { level: { type: 'string', default: 'info', enum: ['info', 'debug'] } },
    container: { env: [{ name: 'LEVEL', value: 'level-${{ params.level }}!' }] },
  },
  {
    params: { image: { type: 'string', default: 'envoyproxy/envoy:v1', pattern: '^envoyproxy/envoy:[a-z0-9.-]+$' } },
    container: { image: '${{ params.image }}' },
  },
  {
    params: { verbose: { type: 'boolean', default: false } },
    container: { tty: '${{ params.verbose }}', stdin: '${{ params.verbose }}' },
  },
  {
    params: { port: { type: 'integer', default: 15_001, minimum: 1, maximum: 65_535 } },
    container: {
      ports: [{ name: 'proxy', containerPort: '${{ params.port }}' }],
      readinessProbe: { httpGet: { path: '/ready', port: '${{ params.port }}' } },
    },
  },
  {
    params: { cpu: { type: 'string', default: '100m', pattern: '^[1-9][0-9]{0,3}m$' } },
    container: { resources: { requests: { cpu: '${{ params.cpu }}' } } },
  },
  {
    params: { grace: { type: 'integer', default: 40, minimum: 0, maximum: 600 } },
    spec: { terminationGracePeriodSeconds: '${{ params.grace }}' },
  },
  {
    params: { ratio: { type: 'number', default: 0.5, minimum: 0, maximum: 1 } },
    container: { env: [{ name: 'RATIO', value: '${{ string(params.ratio) }}' }] },
  },
];

/** Parts that read the Pod, its namespace and the request; some fail on some Pods. */
const EXPRESSIONS: readonly Feature[] = [
  { container: { command: "${{ ['/wrap'] + object.spec.containers.map(c, c.name) }}" } },
  { container: { env: [{ name: 'APP', value: "${{ object.metadata.?labels['app'].orValue('none') }}" }] } },
  { container: { env: [{ name: 'COUNT', value: '${{ object.spec.containers.size() }} containers' }] } },
  { container: { livenessProbe: { tcpSocket: { port: '${{ object.spec.containers[0].ports[0].containerPort }}' } } } },
  { metadata: { labels: { team: "${{ object.metadata.labels['team'] }}" } } },
  { metadata: { labels: { stage: "${{ namespaceObject.metadata.labels['stage'] }}" } } },
  { metadata: { annotations: { 'example.com/by': 'made by ${{ request.userInfo.username }}' } } },
  { spec: { nodeSelector: { 'example.com/pool': '${{ request.namespace }}' } } },
  { spec: { shareProcessNamespace: '${{ object.spec.containers.size() > 1 }}' } },
  { spec: { hostAliases: [{ ip: '10.0.0.1', hostnames: ['${{ request.namespace }}.internal'] }] } },
  { spec: { tolerations: [{ key: 'for', operator: 'Equal', value: '${{ namespaceObject.metadata.name }}' }] } },
];

/** Parts without an expression. */
const CONSTANTS: readonly Feature[] = [
  { container: { lifecycle: { preStop: { sleep: { seconds: 20 } } } } },
  { container: { lifecycle: { postStart: { exec: { command: ['/bin/hello'] } } } } },
  { container: { startupProbe: { httpGet: UP, failureThreshold: 30 } } },
  { container: { securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } } },
  { container: { resources: { limits: { cpu: '1000m', memory: '512Mi' } } } },
  { container: { ports: [{ name: 'stats', containerPort: 9902, hostPort: 9902 }] } },
  { container: { ports: [{ name: 'admin', containerPort: 9903, hostPort: 19_903 }] } },
  { container: { envFrom: [{ configMapRef: { name: 'mesh', optional: true } }], workingDir: '/srv' } },
  { container: { imagePullPolicy: 'Always', terminationMessagePolicy: 'FallbackToLogsOnError' } },
  { spec: { dnsConfig: { searches: ['mesh.internal'], options: [{ name: 'ndots', value: '2' }] } } },
  { spec: { dnsPolicy: 'None', dnsConfig: { nameservers: ['192.0.2.1'] } } },
  { spec: { securityContext: { fsGroup: 1337, supplementalGroups: [7], sysctls: [] } } },
  { spec: { imagePullSecrets: [{ name: 'pull' }], readinessGates: [{ conditionType: 'example.com/ready' }] } },
  {
    spec: {
      topologySpreadConstraints: [
        { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway' },
      ],
      schedulingGates: [{ name: 'example.com/gate' }],
    },
  },
  { spec: { enableServiceLinks: false, schedulerName: 'other', shareProcessNamespace: true } },
  { spec: { securityContext: { runAsUser: 7, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } } },
  { spec: { securityContext: { sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] } } },
  {
    spec: {
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] }],
          },
        },
      },
    },
  },
  { spec: { setHostnameAsFQDN: true, preemptionPolicy: null } },
  { metadata: { labels: { mesh: 'blue' }, annotations: { 'example.com/mesh': 'blue' } } },
];

/** What an entry named `"*"` may bring to the containers of the application. */
const APPLICATIONS: readonly Feature[] = [
  { container: { env: [{ name: 'HTTP_PROXY', value: 'http://127.0.0.1:15001' }] } },
  { container: { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] } },
  { container: { env: [{ name: 'MANY', value: '${{ string(object.spec.containers.size()) }}' }] } },
  {
    params: { mode: { type: 'string', default: 'on' } },
    container: { env: [{ name: 'MESH', value: '${{ params.mode }}' }] },
  },
  { container: { envFrom: [{ secretRef: { name: 'mesh', optional: true } }] } },
  { container: { volumeMounts: [{ name: 'shared', mountPath: '/mesh' }] } },
  { container: { volumeMounts: [{ name: 'shared', mountPath: '/data/', readOnly: true }] } },
  { container: { ports: [{ name: 'http', containerPort: 8088 }] } },
  { container: { ports: [{ containerPort: 8080, protocol: 'UDP' }] } },
  { container: { securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } } },
  { container: { securityContext: { privileged: true } } },
  { container: { securityContext: { capabilities: { add: ['NET_ADMIN'] } } } },
  { container: { resources: { requests: { cpu: '250m', memory: '32Mi' } } } },
  { container: { tty: false, stdin: '${{ object.spec.containers.size() > 1 }}' } },
  { container: { ports: [{ containerPort: 8090, hostPort: 8090 }] } },
  { container: { resources: { limits: { cpu: '500m', memory: '1Gi' } } } },
  { container: { terminationMessagePolicy: 'FallbackToLogsOnError', imagePullPolicy: 'Always' } },
  { container: { command: ['/wrap'], workingDir: '/srv', stdin: true } },
  { container: { resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'NotRequired' }] } },
  { container: { resizePolicy: [{ resourceName: 'memory', restartPolicy: 'RestartContainer' }] } },
  { container: { securityContext: { procMount: 'Unmasked' } } },
  { container: { securityContext: { runAsUser: 0, readOnlyRootFilesystem: true } } },
  { container: { volumeMounts: [{ name: 'shared', mountPath: '/mesh/', mountPropagation: 'Bidirectional' }] } },
  { container: { livenessProbe: { periodSeconds: 5, exec: { command: ['alive'] } } } },
];

/** These may stand on an init container only if it is a sidecar. */
const SIDECAR_FIELDS: readonly Feature[] = [
  { container: { lifecycle: { preStop: { sleep: { seconds: 2 } } } } },
  { container: { livenessProbe: { httpGet: UP, periodSeconds: 7 } } },
  { container: { readinessProbe: { tcpSocket: { port: 8080 }, terminationGracePeriodSeconds: null } } },
];

const NATIVE_SIDECAR: JsonObject = { restartPolicy: 'Always', startupProbe: { httpGet: UP } };

const CONDITIONS = [
  'object.spec.containers[0].ports.all(p, p.containerPort > 0)',
  'object.spec.containers.size() < 3',
  "request.operation == 'CREATE' && request.dryRun",
  "object.metadata.?labels['app'].orValue('') != 'batch'",
  "object.metadata.labels['app'] == 'web'",
  "namespaceObject.metadata.?labels['stage'].orValue('test') == 'test'",
  '!has(object.spec.hostNetwork) || !object.spec.hostNetwork',
  "object.spec.containers.all(c, c.image != 'nginx')",
];

function some<Value>(values: readonly Value[], maxLength: number): fc.Arbitrary<readonly Value[]> {
  return fc.subarray([...values], { maxLength });
}

/** Two objects in one: lists are joined, objects merged, and of other values the later one stands. */
function combine(left: JsonObject, right: JsonObject): JsonObject {
  const merged: Record<string, Json | undefined> = { ...left };
  for (const [key, value] of Object.entries(right)) {
    const own = merged[key];
    if (Array.isArray(own) && Array.isArray(value)) merged[key] = [...own, ...value];
    else if (isJsonObject(own) && isJsonObject(value)) merged[key] = combine(own, value);
    else merged[key] = value;
  }
  return merged;
}

function gather(features: readonly Feature[], part: keyof Feature): JsonObject {
  return features.map((feature) => feature[part] ?? {}).reduce(combine, {});
}

/** A container of a template, with a volume that the template defines. */
function containerOf(name: string, features: readonly Feature[]): JsonObject {
  const base = { name, image: `${name}:1`, volumeMounts: [{ name: 'shared', mountPath: '/etc/shared' }] };
  return combine(base, gather(features, 'container'));
}

/** The entry `"*"` where it has a field at all. */
function applicationsOf(features: readonly Feature[]): readonly JsonObject[] {
  return features.length === 0 ? [] : [combine({ name: '*' }, gather(features, 'container'))];
}

const options = fc.record(
  {
    when: fc.constantFrom(...CONDITIONS),
    native: fc.constantFrom('never', 'jobs', 'always'),
    onConflict: fc.constantFrom('keep', 'replace', 'reject'),
    hostNetwork: fc.constantFrom('skip', 'allow'),
    os: fc.constantFrom('linux', 'any'),
    token: fc.constantFrom('pod', 'none'),
    order: fc.record(
      { containers: fc.constantFrom('first', 'last'), initContainers: fc.constantFrom('first', 'last') },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

const parts = fc.record({
  features: fc
    .tuple(some(PARAMETERS, 3), some(EXPRESSIONS, 2), some(CONSTANTS, 3))
    .map((groups): readonly Feature[] => groups.flat()),
  applications: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: some([...APPLICATIONS, ...SIDECAR_FIELDS], 3) },
  ),
  initApplications: fc.oneof(
    { weight: 5, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: some([...APPLICATIONS.slice(0, 4), ...SIDECAR_FIELDS], 2) },
  ),
  initContainers: fc.subarray(['setup', 'agent']),
  hasSecond: fc.boolean(),
  options,
});

type Parts = typeof parts extends fc.Arbitrary<infer Value> ? Value : never;

/** One template with everything that a template may have. */
function documentOf(name: string, chosen: Parts): JsonObject {
  const { features, applications, initApplications, initContainers, hasSecond, options: rest } = chosen;
  const all = [...features, ...applications, ...initApplications];
  const own = [containerOf(name, features), ...(hasSecond ? [containerOf(`${name}-second`, [])] : [])];
  const inits = initContainers.map((kind) =>
    combine(containerOf(`${name}-${kind}`, []), kind === 'agent' ? NATIVE_SIDECAR : {}),
  );
  const spec = combine(gather(all, 'spec'), {
    containers: [...own, ...applicationsOf(applications)],
    initContainers: [...inits, ...applicationsOf(initApplications)],
    volumes: [{ name: 'shared', configMap: { name: 'mesh', optional: true } }],
  });
  return { ...rest, params: gather(all, 'params'), metadata: gather(all, 'metadata'), spec };
}

const documents = fc
  .tuple(
    fc.integer({ min: 1, max: 3 }),
    ...TEMPLATE_NAMES.map((name) => parts.map((chosen) => documentOf(name, chosen))),
  )
  .map(([count, ...all]) => {
    const entries = TEMPLATE_NAMES.slice(0, count).map((name, index): [string, string] => [
      name,
      JSON.stringify({ ...(index === 0 && count > 1 ? { default: true } : {}), ...all[index] }),
    ]);
    return Object.fromEntries(entries);
  })
  .filter(areGood);

/** Whether all documents can be in force together: the policy `reject` refuses some entries `"*"` when they are loaded. */
function areGood(all: Readonly<Record<string, string>>): boolean {
  const source = { data: new Map(Object.entries(all)), retired: new Set<string>() };
  return loadTemplates(NO_TEMPLATES, source, sha256Hex).problems.size === 0;
}

/** The same parameters set well, badly, and where there are none. */
const parameterAnnotations: readonly JsonObject[] = [
  { 'sidecar-injector.dev/envoy.concurrency': '4' },
  { 'sidecar-injector.dev/envoy.level': 'debug' },
  { 'sidecar-injector.dev/envoy.image': 'envoyproxy/envoy:v2' },
  { 'sidecar-injector.dev/envoy.verbose': 'true' },
  { 'sidecar-injector.dev/envoy.port': '8080' },
  { 'sidecar-injector.dev/envoy.cpu': '1500m' },
  { 'sidecar-injector.dev/envoy.grace': '5' },
  { 'sidecar-injector.dev/envoy.ratio': '0.25' },
  { 'sidecar-injector.dev/log.level': 'debug' },
];
const badAnnotations: readonly JsonObject[] = [
  { 'sidecar-injector.dev/envoy.concurrency': '17' },
  { 'sidecar-injector.dev/envoy.nobody': 'x' },
];

const silent: readonly JsonObject[] = [{}, {}, { 'initializer.kubernetes.io/log': 'true' }];

/** Names of templates: most of those that there are. */
function askingFor(all: Readonly<Record<string, string>>): fc.Arbitrary<JsonObject> {
  const names = fc.shuffledSubarray(Object.keys(all), { minLength: 1 }).map((chosen) => chosen.join(', '));
  const values = fc.oneof(
    { weight: 10, arbitrary: names },
    { weight: 5, arbitrary: fc.constant('true') },
    { weight: 1, arbitrary: fc.constantFrom('false', 'nobody', 'yes') },
  );
  const asks = values.map((value): JsonObject => ({ 'sidecar-injector.dev/inject': value }));
  return fc.oneof({ weight: 3, arbitrary: asks }, { weight: 2, arbitrary: fc.constantFrom(...silent) });
}

/** Parameters that the template has are set; now and then others too. */
function relevant(all: Readonly<Record<string, string>>, annotations: readonly JsonObject[]): JsonObject {
  const declares = ([key]: [string, unknown]): boolean => {
    const [template = '', param = ''] = key.replace('sidecar-injector.dev/', '').split('.');
    return Object.hasOwn(objectAt(JSON.parse(all[template] ?? '{}') as JsonObject, 'params') ?? {}, param);
  };
  return Object.fromEntries(annotations.flatMap((one) => Object.entries(one)).filter(declares));
}

/** Containers as users write them, beside those of {@link acceptablePod}: overrides, and what a `"*"` entry meets. */
const OWN: readonly JsonObject[] = [
  { name: 'envoy', image: 'auto' },
  { name: 'envoy', image: 'auto', resources: { requests: { cpu: '2' } }, env: [{ name: 'LEVEL', value: 'mine' }] },
  { name: 'envoy', image: 'auto', args: ['--mine'], ports: [{ name: 'proxy', containerPort: 7000 }] },
  { name: 'envoy', image: 'auto', livenessProbe: { exec: { command: ['true'] } }, imagePullPolicy: 'Never' },
  { name: 'nobody', image: 'auto' },
  { name: 'web', image: 'web:1', ports: [{ name: 'http', containerPort: 8080 }] },
  { name: 'web', image: 'web:1', securityContext: { allowPrivilegeEscalation: false, runAsUser: 0 } },
  { name: 'web', image: 'web:1', resources: { requests: { cpu: '1', memory: '2Gi' } } },
  { name: 'web', image: 'web:1', resources: { limits: { cpu: '100m', memory: '16Mi' } } },
  {
    name: 'web',
    image: 'web:1',
    livenessProbe: { grpc: { port: 80 } },
    lifecycle: { preStop: { exec: { command: ['x'] } } },
  },
];
const OWN_INITS: readonly JsonObject[] = [
  { name: 'envoy', image: 'auto', restartPolicy: 'Always' },
  { name: 'fetch', image: 'fetch:1', restartPolicy: 'Always', readinessProbe: { httpGet: UP } },
  { name: 'migrate', image: 'migrate:1', env: [{ name: 'A', value: 'mine' }] },
];

const additions = fc.record({
  container: fc.option(fc.constantFrom(...OWN), { freq: 2, nil: undefined }),
  initContainer: fc.option(fc.constantFrom(...OWN_INITS), { freq: 1, nil: undefined }),
  labels: fc.constantFrom<JsonObject>(
    { app: 'web', team: 'shop' },
    { app: 'web', team: 'shop' },
    { app: 'batch', team: 'shop' },
    { app: 'web' },
    {},
  ),
  params: fc.subarray([...parameterAnnotations]),
  bad: fc.oneof(
    { weight: 19, arbitrary: fc.constant<JsonObject[]>([]) },
    { weight: 1, arbitrary: fc.subarray([...badAnnotations]) },
  ),
  restartPolicy: fc.constantFrom('Always', 'Always', 'OnFailure', 'Never'),
});

/** An override stands last: an expression that reads the first container reads one of the application. */
function put(spec: JsonObject, list: string, container: JsonObject | undefined): JsonObject {
  const present = objectsAt(spec, list);
  const atFront = container?.['image'] !== 'auto';
  if (container === undefined || present.some(({ name }) => name === container['name'])) return spec;
  return { ...spec, [list]: atFront ? [container, ...present] : [...present, container] };
}

const namespaces = fc.record({
  labels: fc.constantFrom<JsonObject>({ stage: 'test' }, { stage: 'test' }, { stage: 'live' }, {}),
  annotations: fc.constantFrom<JsonObject>(
    {},
    {},
    { 'sidecar-injector.dev/templates': 'envoy,log' },
    { 'sidecar-injector.dev/envoy.level': 'debug', 'sidecar-injector.dev/envoy.concurrency': '8' },
  ),
});

interface Ingredients {
  readonly base: JsonObject;
  readonly more: typeof additions extends fc.Arbitrary<infer Value> ? Value : never;
  readonly asks: JsonObject;
  readonly namespace: NamespaceMetadata;
  readonly isEnabled: boolean;
}

function caseOf(all: Readonly<Record<string, string>>, ingredients: Ingredients): LanguageCase {
  const { base, more, asks, namespace, isEnabled } = ingredients;
  const metadata = objectAt(base, 'metadata') ?? {};
  const own = objectAt(metadata, 'annotations');
  const annotations = { ...own, ...asks, ...relevant(all, more.params), ...more.bad.reduce(combine, {}) };
  const withOwn = put(objectAt(base, 'spec') ?? {}, 'containers', more.container);
  const spec = { restartPolicy: more.restartPolicy, ...put(withOwn, 'initContainers', more.initContainer) };
  return {
    documents: all,
    pod: copyOf({ ...base, metadata: { ...metadata, labels: more.labels, annotations }, spec }),
    isEnabled,
    namespace: { labels: namespace.labels, annotations: relevantOrNames(all, namespace.annotations) },
  };
}

function relevantOrNames(all: Readonly<Record<string, string>>, annotations: JsonObject): JsonObject {
  return 'sidecar-injector.dev/templates' in annotations ? annotations : relevant(all, [annotations]);
}

/** Pods of which an API server takes most, with templates of which each is good by itself and has any part of the language. */
export const languageCase: fc.Arbitrary<LanguageCase> = documents.chain((all) =>
  fc
    .record({
      base: acceptablePod(),
      more: additions,
      asks: askingFor(all),
      namespace: namespaces,
      isEnabled: fc.boolean(),
    })
    .map((ingredients) => caseOf(all, ingredients)),
);

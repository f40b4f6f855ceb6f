import * as fc from 'fast-check';
import { stringify } from 'yaml';
import type { Subject } from '../../src/injection/decision.ts';
import type { Json, JsonObject } from '../../src/injection/json.ts';
import type { TemplateSet } from '../../src/injection/template/template.ts';
import { copyOf } from './apply-patch.ts';
import { CREATION, overlayOf, setOf } from './load-example.ts';

/** A Pod that is created, and the templates in force. */
export interface GeneratedCase {
  readonly subject: Subject;
  readonly templates: TemplateSet;
}

type Part = fc.Arbitrary<JsonObject>;

const CONTAINER_NAMES = ['app', 'web', 'worker', 'cache', 'report', 'sync', 'import', 'migrate', 'envoy'];
const VOLUME_NAMES = ['data', 'conf', 'envoy-conf', 'scratch', 'cache', 'logs'];
const TRICKY_KEYS = ['__proto__', 'constructor', 'toString', 'a/b~c', 'app', 'example.com/team', '~1', ''];

/** An object in which each field is there or not. */
function fields(model: Readonly<Record<string, fc.Arbitrary<Json>>>): Part {
  return fc.record(model, { requiredKeys: [], noNullPrototype: true });
}

function objectOf(keys: readonly string[], value: fc.Arbitrary<Json>): Part {
  const entry = fc.tuple(fc.constantFrom(...keys), value);
  return fc
    .uniqueArray(entry, { selector: ([key]) => key, maxLength: 4 })
    .map((entries) => Object.fromEntries(entries));
}

/** One object of several; the later ones win. */
function joined(...parts: readonly JsonObject[]): JsonObject {
  return Object.fromEntries(parts.flatMap((part) => Object.entries(part)));
}

/** Nearly always the first value, else one of the others. */
function oftenest<Value>(first: Value, ...others: readonly Value[]): fc.Arbitrary<Value> {
  return fc.oneof({ weight: 9, arbitrary: fc.constant(first) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
}

function listOf(element: fc.Arbitrary<Json>, maxLength: number): fc.Arbitrary<Json> {
  return fc.array(element, { maxLength });
}

function orNull(value: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  return fc.oneof({ weight: 8, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) });
}

const text = fc.constantFrom('', 'x', 'info', '<&>', 'ünï', '1', 'a b');
const anyObject = objectOf(TRICKY_KEYS, fc.jsonValue({ maxDepth: 2 }));
const port = fields({
  containerPort: fc.constantFrom(80, 8080, 9901),
  protocol: fc.constantFrom('TCP', 'UDP'),
  name: fc.constantFrom('http', 'admin'),
});
const resources = fields({
  requests: objectOf(['cpu', 'memory'], fc.constantFrom('100m', '1', '64Mi', 2)),
  limits: objectOf(['cpu', 'memory'], fc.constantFrom('1000m', '1', '512Mi')),
});
const toleration = fields({
  key: fc.constantFrom('node.kubernetes.io/not-ready', 'dedicated'),
  operator: fc.constantFrom('Exists', 'Equal'),
  effect: fc.constantFrom('NoExecute', 'NoSchedule'),
});
const variable = fc.oneof(
  fc.record({ name: fc.constantFrom('A', 'B', '__proto__'), value: text }, { noNullPrototype: true }),
  fc.constant({ name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }),
);
const tokenMount = {
  name: 'kube-api-access-x',
  readOnly: true,
  mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
};

function userContainer(name: string): Part {
  return fields({
    image: fc.oneof(
      { weight: 40, arbitrary: fc.constantFrom('shop:1', 'registry.example/shop@sha256:0') },
      { weight: 1, arbitrary: fc.constant('auto') },
    ),
    command: orNull(listOf(text, 2)),
    env: orNull(listOf(variable, 4)),
    ports: orNull(listOf(port, 2)),
    resources,
    volumeMounts: orNull(listOf(fc.constantFrom<Json>(tokenMount, { name: 'data', mountPath: '/data/' }), 2)),
    'x-unknown': anyObject,
  }).map((rest) => joined({ name }, rest));
}

function userContainers(maxLength: number, minLength = 0): fc.Arbitrary<readonly JsonObject[]> {
  const names = fc.uniqueArray(fc.constantFrom(...CONTAINER_NAMES), { minLength, maxLength });
  return names.chain((chosen) => fc.tuple(...chosen.map(userContainer)));
}

const volumeSource = fc.constantFrom<JsonObject>(
  { emptyDir: {} },
  { emptyDir: { medium: 'Memory' } },
  { configMap: { name: 'data' } },
  { configMap: { name: 'conf', defaultMode: 420 } },
  { csi: { driver: 'd', volumeAttributes: JSON.parse('{"__proto__":"x"}') as JsonObject } },
  {},
);
const volume = fc
  .tuple(fc.constantFrom(...VOLUME_NAMES), volumeSource)
  .map(([name, source]) => joined({ name }, source));
const volumes = fc.uniqueArray(volume, { selector: ({ name }) => name, maxLength: 3 });
const hostAlias = fc.record(
  { ip: fc.constantFrom('10.0.0.1', '10.0.0.2'), hostnames: fc.constantFrom(['a'], ['b'], ['a', 'b']) },
  { noNullPrototype: true },
);
const sharedSpec = {
  tolerations: listOf(toleration, 3),
  dnsPolicy: fc.constantFrom('ClusterFirst', 'None', 'Default'),
  dnsConfig: fields({ nameservers: fc.constantFrom(['1.1.1.1'], ['8.8.8.8']), searches: fc.constantFrom(['a'], []) }),
  terminationGracePeriodSeconds: fc.constantFrom(0, 30, 45, 60),
  schedulerName: fc.constantFrom('default-scheduler', 'other'),
  enableServiceLinks: fc.boolean(),
  shareProcessNamespace: fc.boolean(),
  securityContext: fields({ fsGroup: fc.constantFrom(1, 2), supplementalGroups: fc.constantFrom([1], [1, 2], []) }),
};
const userSpec = fields({
  ...sharedSpec,
  initContainers: orNull(userContainers(3)),
  volumes: orNull(volumes),
  hostAliases: orNull(fc.uniqueArray(hostAlias, { selector: ({ ip }) => ip, maxLength: 2 })),
  hostPID: oftenest(null, false, true),
  hostNetwork: oftenest(false, true),
  restartPolicy: oftenest('Always', 'Never', 'OnFailure'),
  os: oftenest({ name: 'linux' }, { name: 'linux' }, { name: 'windows' }),
  nodeName: fc.constant('node-1'),
  resources: oftenest<Json>(null, { requests: { cpu: '100m' } }, { requests: { cpu: '10' }, limits: { cpu: '2' } }),
  'x-unknown': anyObject,
});
const askedFor = fc.oneof(
  { weight: 5, arbitrary: oftenest('true', 'false', '', 'nobody') },
  { weight: 4, arbitrary: fc.constantFrom('alpha', 'alpha,beta', 'gamma, alpha,beta', 'beta') },
);
const metadata = fields({
  labels: orNull(objectOf([...TRICKY_KEYS, 'mesh', 'sidecar-injector.dev/injected'], text)),
  annotations: orNull(
    fc
      .tuple(
        objectOf([...TRICKY_KEYS, 'note', 'kubectl.kubernetes.io/default-container'], text),
        objectOf(['sidecar-injector.dev/inject'], askedFor),
        objectOf(
          ['initializer.kubernetes.io/alpha', 'initializer.kubernetes.io/gamma'],
          fc.constantFrom('true', 'false', 'x'),
        ),
        objectOf(
          ['sidecar-injector.dev/status'],
          fc.constantFrom('', '{}', '[[[', '{"alpha":1,"beta":{"revision":"x"}}', '{"__proto__":{"a":1}}', 'null'),
        ),
        objectOf(
          ['kubectl.kubernetes.io/last-applied-configuration'],
          fc.constantFrom('{"spec":{"dnsPolicy":"ClusterFirst"}}', 'garbage', '{}'),
        ),
      )
      .map((parts): JsonObject => Object.fromEntries(parts.flatMap((part) => Object.entries(part)))),
  ),
  'x-unknown': anyObject,
});

function templateContainer(name: string): Part {
  return fields({
    command: fc.constant(['/bin/envoy']),
    args: fc.constantFrom(['--fast'], ['--slow', '--mode']),
    env: fc.constantFrom<Json>([{ name: 'A', value: 'template' }], []),
    ports: fc.uniqueArray(
      port.filter((one) => 'containerPort' in one),
      {
        selector: (one) => JSON.stringify([one['containerPort'], one['protocol'] ?? 'TCP']),
        maxLength: 2,
      },
    ),
    resources,
    imagePullPolicy: fc.constantFrom('Always', 'IfNotPresent'),
    securityContext: fc.constantFrom({ runAsNonRoot: true }, {}),
    volumeMounts: fc.constantFrom<Json>([{ name: 'shared', mountPath: '/etc/shared/' }], null),
    stdin: fc.boolean(),
  }).map((rest) => joined({ name, image: 'envoy:1' }, rest));
}

/** What a template merges into the application's containers. */
const applications = fields({
  env: fc.constantFrom<Json>([{ name: 'A', value: 'template' }], [{ name: 'B', value: 'template' }], []),
  envFrom: fc.constant([{ configMapRef: { name: 'mesh' } }]),
  ports: listOf(
    port.filter((one) => 'containerPort' in one),
    1,
  ),
  volumeMounts: fc.constantFrom<Json>([{ name: 'shared', mountPath: '/data' }], [{ name: 'shared', mountPath: '/x/' }]),
  command: fc.constant(['/wrap']),
  securityContext: fields({ runAsNonRoot: fc.boolean() }),
}).map((rest) => joined({ name: '*' }, rest));

function templateContainers(minLength: number): fc.Arbitrary<readonly JsonObject[]> {
  const pool = minLength === 0 ? ['setup', 'warm-up', 'fetch'] : ['envoy', 'proxy', 'agent', 'web'];
  const names = fc.uniqueArray(fc.constantFrom(...pool), { minLength, maxLength: 3 });
  return names.chain((chosen) => fc.tuple(...chosen.map(templateContainer)));
}

/** Volumes of a template: mostly the same under one name in every template, since two that differ are refused. */
const templateVolumes = fc
  .tuple(fc.subarray(VOLUME_NAMES, { maxLength: 2 }), oftenest(0, 1, 2))
  .map(([names, variant]) =>
    names.map((name): JsonObject => {
      const { [variant]: source = {} } = [
        { configMap: { name } },
        { emptyDir: {} },
        { emptyDir: { medium: 'Memory' } },
      ];
      return { name, ...source };
    }),
  );

function withApplications([containers, count, entry]: readonly [
  readonly JsonObject[],
  number,
  JsonObject,
]): readonly JsonObject[] {
  return count === 0 ? containers : [...containers, entry];
}

/** A template's document; mounted volumes are always defined. */
const templateDocument = fc
  .tuple(
    fc.tuple(templateContainers(1), oftenest(0, 1, 1, 1), applications).map(withApplications),
    templateVolumes,
    fields({
      ...sharedSpec,
      initContainers: fc.tuple(templateContainers(0), oftenest(0, 1), applications).map(withApplications),
      hostAliases: fc.uniqueArray(hostAlias, { selector: ({ ip }) => ip, maxLength: 2 }),
    }),
    fields({
      order: fields({ containers: fc.constantFrom('first', 'last'), initContainers: fc.constantFrom('first', 'last') }),
      onConflict: fc.constantFrom('keep', 'replace', 'replace', 'reject'),
      native: fc.constantFrom('never', 'jobs', 'always'),
      hostNetwork: fc.constantFrom('skip', 'allow', 'allow'),
      os: oftenest('linux', 'any', 'any', 'windows'),
      token: fc.constantFrom('pod', 'none'),
      metadata: fields({
        labels: objectOf(['mesh', 'app', 'constructor'], fc.constantFrom('blue', 'green')),
        annotations: objectOf(['note', 'example.com/team', 'constructor'], text),
      }),
    }),
  )
  .map(([containers, own, rest, options]): JsonObject => {
    const shared = { name: 'shared', configMap: { name: 'envoy' } };
    return joined(options, { spec: joined(rest, { containers, volumes: [shared, ...own] }) });
  });

const templateSet: fc.Arbitrary<TemplateSet> = fc
  .tuple(fc.array(templateDocument, { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([documents, asYaml]) => {
    const entries = documents.map((document, index): [string, string] => {
      const whole = index === 0 && documents.length > 1 ? { default: true, ...document } : document;
      return [['alpha', 'beta', 'gamma'][index] ?? '', asYaml ? stringify(whole) : JSON.stringify(whole)];
    });
    return setOf(Object.fromEntries(entries));
  });

/** A container or volume of a template that the Pod has already, equal as the API server would write it, or different. */
interface Borrowed {
  readonly from: number;
  readonly list: 'containers' | 'initContainers' | 'volumes';
  readonly isDifferent: boolean;
}

const borrowed: fc.Arbitrary<readonly Borrowed[]> = fc.array(
  fc.record({
    from: fc.nat(8),
    list: fc.constantFrom('containers', 'initContainers', 'volumes'),
    isDifferent: oftenest(false, true),
  }),
  { maxLength: 3 },
);

function borrow(spec: JsonObject, templates: TemplateSet, { from, list, isDifferent }: Borrowed): JsonObject {
  const present = (spec[list] ?? []) as readonly JsonObject[];
  const all = [...templates.templates.values()].flatMap(
    (template) => (overlayOf(template).spec[list] ?? []) as readonly JsonObject[],
  );
  const one = all[from % Math.max(all.length, 1)];
  if (one === undefined || present.some(({ name }) => name === one['name'])) return spec;
  const extra = list === 'volumes' ? { emptyDir: { medium: 'Memory' } } : { image: 'own:1' };
  const defaults =
    list === 'volumes' ? {} : { terminationMessagePath: '/dev/termination-log', imagePullPolicy: 'Always' };
  return { ...spec, [list]: [...present, copyOf({ ...defaults, ...one, ...(isDifferent ? extra : {}) })] };
}

/** Pods as people write them and as nobody does, each with one to three templates. */
export const generatedCase: fc.Arbitrary<GeneratedCase> = fc
  .record({
    templates: templateSet,
    containers: userContainers(6, 1),
    spec: userSpec,
    metadata: fc.oneof({ weight: 9, arbitrary: metadata }, { weight: 1, arbitrary: fc.constant(undefined) }),
    borrowed,
    injection: oftenest<'enabled' | 'unset' | 'disabled'>('enabled', 'unset', 'disabled'),
  })
  .map(({ templates, containers, spec, metadata: about, borrowed: parts, injection }) => {
    const whole = parts.reduce<JsonObject>((sofar, part) => borrow(sofar, templates, part), { ...spec, containers });
    const pod: JsonObject = copyOf({
      apiVersion: 'v1',
      kind: 'Pod',
      ...(about === undefined ? {} : { metadata: about }),
      spec: whole,
    });
    const namespace = { name: 'demo', injection, labels: {}, annotations: {} } as const;
    return { subject: { ...CREATION, pod, namespace }, templates };
  });

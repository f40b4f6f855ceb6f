import * as fc from 'fast-check';
import { objectAt, objectsAt, type Json, type JsonObject } from '../../../src/injection/json.ts';
import type { Sides } from './sides.ts';
import { withoutNulls } from './without-nulls.ts';

/** The volume that containers of templates mount; the Pod mostly has none of that name. */
export const MOUNTED_VOLUME = 'shared';

function optional(model: Readonly<Record<string, fc.Arbitrary<Json>>>): fc.Arbitrary<JsonObject> {
  return fc.record(model, { requiredKeys: [], noNullPrototype: true });
}

const probe = fc.constantFrom<Json>(
  { httpGet: { port: 80 }, periodSeconds: 5 },
  { tcpSocket: { port: 'http' } },
  { exec: { command: ['true'] }, timeoutSeconds: 1 },
  null,
);

const initContainer = {
  command: fc.constantFrom<Json>(['/bin/envoy'], null),
  args: fc.constantFrom<Json>(['--fast'], ['--slow', '--mode'], []),
  env: fc.subarray<Json>([
    { name: 'A', value: '1' },
    { name: 'B', value: '' },
    { name: 'POD', value: null, valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
  ]),
  envFrom: fc.constant([{ configMapRef: { name: 'conf' } }]),
  ports: fc.subarray<Json>([
    { containerPort: 80, name: 'http' },
    { containerPort: 53, protocol: 'UDP' },
    { containerPort: 53, protocol: 'TCP' },
  ]),
  resources: fc.constantFrom<Json>({ limits: { cpu: '1000m' }, requests: { cpu: '100m' } }, { limits: {} }, {}),
  imagePullPolicy: fc.constantFrom<Json>('Always', 'IfNotPresent', null),
  securityContext: fc.constantFrom<Json>({ runAsNonRoot: true }, {}, null),
  volumeMounts: fc.constantFrom<Json>([{ name: MOUNTED_VOLUME, mountPath: '/etc/shared/' }], [], null),
  stdin: fc.constantFrom(true, false),
  terminationMessagePolicy: fc.constantFrom('File', 'FallbackToLogsOnError'),
};
/** The fields of containers; init containers have no probes. */
const TEMPLATE_CONTAINERS = {
  containers: optional({ ...initContainer, readinessProbe: probe }),
  initContainers: optional(initContainer),
};

/** A container of the template, and the one of the same name in the Pod, if any. */
type Likeness = 'absent' | 'equal' | 'defaulted' | 'grown' | 'pulled' | 'slashed' | 'different';

const LIKENESSES: readonly (readonly [Likeness, number])[] = [
  ['absent', 40],
  ['equal', 2],
  ['defaulted', 2],
  ['grown', 2],
  ['pulled', 1],
  ['slashed', 1],
  ['different', 2],
];

const likeness: fc.Arbitrary<Likeness> = fc.oneof(
  ...LIKENESSES.map(([name, weight]) => ({ weight, arbitrary: fc.constant(name) })),
);

const difference = fc.constantFrom<JsonObject>(
  { image: 'own:1' },
  { command: ['own'] },
  { env: [{ name: 'A', value: 'own' }] },
  { ports: [{ containerPort: 53, protocol: 'UDP' }] },
  { resources: { limits: { cpu: '2' } } },
  { securityContext: { readOnlyRootFilesystem: true } },
  { workingDir: '/own' },
);

const DEFAULTS: JsonObject = {
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  imagePullPolicy: 'IfNotPresent',
  resources: {},
};

/** One of the template's containers on both sides. */
export function containerSides(list: 'containers' | 'initContainers', name: string): fc.Arbitrary<Sides> {
  return fc.tuple(likeness, TEMPLATE_CONTAINERS[list], difference).map(([like, rest, other]) => {
    const overlay = { name, image: 'envoy:1', ...rest };
    const pod = ownVersion(like, withoutNulls(overlay) as JsonObject, other);
    return pod === undefined ? { overlay } : { overlay, pod };
  });
}

function ownVersion(like: Likeness, overlay: JsonObject, other: JsonObject): JsonObject | undefined {
  const versions: Readonly<Record<Likeness, () => JsonObject | undefined>> = {
    absent: () => undefined,
    equal: () => overlay,
    defaulted: () => dress(overlay),
    grown: () => grow(overlay),
    pulled: () => ({ ...dress(overlay), imagePullPolicy: 'Always' }),
    slashed: () => ({ ...overlay, ...asList('volumeMounts', objectsAt(overlay, 'volumeMounts').map(withoutSlash)) }),
    different: () => ({ ...overlay, ...other }),
  };
  return versions[like]();
}

function asList(field: string, list: readonly Json[]): JsonObject {
  return list.length === 0 ? {} : { [field]: list };
}

/** As the API server writes it: with defaults, without empty lists, quantities in their shortest form. */
function dress(container: JsonObject): JsonObject {
  const limits = objectAt(objectAt(container, 'resources'), 'limits');
  const resources = limits?.['cpu'] === '1000m' ? { limits: { cpu: '1' }, requests: { cpu: '100m' } } : {};
  return {
    ...DEFAULTS,
    ...container,
    resources,
    ...asList('ports', objectsAt(container, 'ports').map(withProtocol)),
  };
}

function withProtocol(port: JsonObject): JsonObject {
  return { protocol: 'TCP', ...port };
}

/** With more in its lists, as a LimitRange, a ServiceAccount and other webhooks leave it. */
function grow(container: JsonObject): JsonObject {
  const env = objectsAt(container, 'env').toReversed();
  return {
    ...dress(container),
    env: [{ name: 'OWN', value: 'x' }, ...env, ...(env.length > 1 ? env.slice(0, 1) : [])],
    volumeMounts: [{ name: 'own', mountPath: '/own' }, ...objectsAt(container, 'volumeMounts')],
  };
}

function withoutSlash(mount: JsonObject): JsonObject {
  return { ...mount, mountPath: '/etc/shared' };
}

const TOKEN_VOLUME = 'kube-api-access-abcde';
/** The token's mount in a container, as the API server adds it. */
export const TOKEN_MOUNT: JsonObject = {
  name: TOKEN_VOLUME,
  readOnly: true,
  mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
};

/** Volumes that the user's containers mount. */
export const OWN_VOLUMES: readonly JsonObject[] = [
  { name: 'own', emptyDir: {} },
  { name: TOKEN_VOLUME, projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } },
];

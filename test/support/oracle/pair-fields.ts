import * as fc from 'fast-check';
import { isJsonObject, type Json, type JsonObject } from '../../../src/injection/json.ts';
import { listSides, mapValueSides, objectSides, sidesOf, type Dress, type Sides } from './sides.ts';

function oneOf(...values: readonly Json[]): fc.Arbitrary<Json> {
  return fc.constantFrom(...values);
}

function sublist(...values: readonly Json[]): fc.Arbitrary<Json> {
  return fc.subarray([...values], { minLength: 1 });
}

/** An entry of a list with a merge key: the key on both sides, the rest related as one value. */
export function entrySides(
  key: JsonObject,
  rest: fc.Arbitrary<JsonObject>,
  dress: Dress = (value) => value,
): fc.Arbitrary<Sides> {
  return sidesOf(
    rest.map((fields): Json => ({ ...key, ...fields })),
    dress,
  );
}

/** The object with fields that the API server would fill in. */
export function withDefaults(defaults: JsonObject): Dress {
  return (value) => (isJsonObject(value) ? { ...defaults, ...value } : value);
}

const toleration = [
  { key: 'dedicated', value: 'shop', effect: 'NoSchedule' },
  { key: 'dedicated', operator: 'Equal', value: 'mesh', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
  { operator: 'Exists' },
];

const securityContext = objectSides({
  runAsUser: sidesOf(oneOf(1000, 1337)),
  runAsNonRoot: sidesOf(oneOf(true, false)),
  fsGroup: sidesOf(oneOf(1, 2)),
  supplementalGroups: sidesOf(sublist(1, 2, 3)),
  seccompProfile: sidesOf(
    oneOf({ type: 'RuntimeDefault' }, { type: 'Unconfined' }, { type: 'Localhost', localhostProfile: 'shop.json' }),
  ),
  appArmorProfile: sidesOf(oneOf({ type: 'RuntimeDefault' }, { type: 'Localhost', localhostProfile: 'shop' })),
  seLinuxOptions: objectSides({ level: sidesOf(oneOf('s0', 's1')), role: sidesOf(oneOf('r')) }),
  sysctls: sidesOf(
    sublist({ name: 'kernel.shm_rmid_forced', value: '1' }, { name: 'net.ipv4.tcp_syncookies', value: '0' }),
  ),
});

const dnsConfig = objectSides({
  nameservers: sidesOf(sublist('1.1.1.1', '8.8.8.8')),
  searches: sidesOf(sublist('a.example', 'b.example')),
  options: sidesOf(sublist({ name: 'ndots', value: '1' }, { name: 'edns0' })),
});

const term = (weight: number, zone: string): Json => ({
  weight,
  preference: { matchExpressions: [{ key: 'zone', operator: 'In', values: [zone] }] },
});
const podTerm = (topologyKey: string): Json => ({ labelSelector: { matchLabels: { app: 'shop' } }, topologyKey });
const affinity = objectSides({
  nodeAffinity: objectSides({
    preferredDuringSchedulingIgnoredDuringExecution: sidesOf(sublist(term(1, 'a'), term(2, 'b'))),
    requiredDuringSchedulingIgnoredDuringExecution: sidesOf(
      oneOf(
        { nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator: 'Exists' }] }] },
        { nodeSelectorTerms: [{ matchExpressions: [{ key: 'arch', operator: 'Exists' }] }] },
      ),
    ),
  }),
  podAntiAffinity: objectSides({
    requiredDuringSchedulingIgnoredDuringExecution: sidesOf(sublist(podTerm('host'), podTerm('zone'))),
  }),
});

const hostAlias = (ip: string): fc.Arbitrary<Sides> =>
  entrySides(
    { ip },
    sublist('a', 'b').map((hostnames) => ({ hostnames })),
  );

const constraint = (topologyKey: string, whenUnsatisfiable: string): fc.Arbitrary<Sides> =>
  entrySides(
    { topologyKey, whenUnsatisfiable },
    fc.record(
      {
        maxSkew: fc.constantFrom(1, 2),
        labelSelector: oneOf({ matchLabels: { app: 'shop' } }, { matchLabels: { tier: 'web' } }),
        minDomains: whenUnsatisfiable === 'DoNotSchedule' ? fc.constantFrom(1, 2) : fc.constant(null),
      },
      { requiredKeys: ['maxSkew'], noNullPrototype: true },
    ),
  );

const claim = (name: string): fc.Arbitrary<Sides> =>
  entrySides({ name }, fc.constantFrom<JsonObject>({ resourceClaimName: 'gpu' }, { resourceClaimTemplateName: 'gpu' }));

const named = (name: string): fc.Arbitrary<Sides> => entrySides({ name }, fc.constant({}));

/** The fields of a PodSpec on both sides but for containers and volumes, in every kind of list that merges know. */
export const FIELD_SIDES: Readonly<Record<string, fc.Arbitrary<Sides>>> = {
  affinity,
  dnsConfig,
  dnsPolicy: sidesOf(oneOf('ClusterFirst', 'Default', 'ClusterFirstWithHostNet', 'None')),
  enableServiceLinks: sidesOf(oneOf(true, false)),
  hostAliases: listSides([hostAlias('10.0.0.1'), hostAlias('10.0.0.2')], (entry) => ({ ...entry, hostnames: ['c'] })),
  imagePullSecrets: listSides([named('regcred'), named('mirror')], (entry) => ({ ...entry })),
  nodeSelector: objectSides({ disk: mapValueSides(oneOf('ssd', 'hdd')), zone: mapValueSides(oneOf('a', 'b')) }),
  readinessGates: sidesOf(sublist({ conditionType: 'example.com/a' }, { conditionType: 'example.com/b' })),
  resourceClaims: listSides([claim('gpu'), claim('nic')]),
  schedulerName: sidesOf(oneOf('default-scheduler', 'other')),
  schedulingGates: listSides([named('example.com/a'), named('example.com/b')]),
  securityContext,
  setHostnameAsFQDN: sidesOf(oneOf(true, false)),
  shareProcessNamespace: sidesOf(oneOf(true, false)),
  terminationGracePeriodSeconds: sidesOf(oneOf(10, 30, 45, 60)),
  tolerations: sidesOf(sublist(...toleration), dressTolerations),
  topologySpreadConstraints: listSides([
    constraint('zone', 'DoNotSchedule'),
    constraint('zone', 'ScheduleAnyway'),
    constraint('host', 'ScheduleAnyway'),
  ]),
};

function dressTolerations(value: Json): Json {
  return Array.isArray(value) ? value.map(withDefaults({ operator: 'Equal' })).toReversed() : value;
}

const source = fc.constantFrom<JsonObject>(
  { emptyDir: {} },
  { emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } },
  { configMap: { name: 'conf' } },
  { configMap: { name: 'conf', items: [{ key: 'a', path: 'a' }] } },
  { configMap: { name: 'other', optional: true } },
  { secret: { secretName: 'conf' } },
  { configMap: { name: 'conf', optional: null } },
  { secret: null, emptyDir: {} },
  { projected: { sources: [{ configMap: { name: 'conf' } }, { secret: { name: 'conf' } }] } },
);

/** A volume on both sides. */
export function volumeSides(name: string): fc.Arbitrary<Sides> {
  return entrySides({ name }, source, dressVolume);
}

const MODE = { defaultMode: 420 };

function dressVolume(value: Json): Json {
  if (!isJsonObject(value)) return value;
  const dressed = Object.entries(value).map(([field, inner = null]): [string, Json] =>
    isJsonObject(inner) && field !== 'emptyDir' ? [field, { ...MODE, ...inner }] : [field, dressQuantity(inner)],
  );
  return Object.fromEntries(dressed);
}

function dressQuantity(value: Json): Json {
  return isJsonObject(value) && value['sizeLimit'] === '64Mi' ? { ...value, sizeLimit: '65536Ki' } : value;
}

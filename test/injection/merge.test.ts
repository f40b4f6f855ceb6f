import { stringify } from 'yaml';
import { describe, expect, it } from 'vitest';
import { objectAt, type Json, type JsonObject } from '../../src/injection/json.ts';
import { mergeTemplate, type Merge } from '../../src/injection/merge.ts';
import { overlayOf, podOf, targetOf, templateOf } from '../support/load-example.ts';

const CONTAINER = { name: 'envoy', image: 'envoy:1' };

function merge(pod: JsonObject, spec: JsonObject, options: JsonObject = {}): Merge {
  const document = { ...options, spec: { containers: [CONTAINER], ...spec } };
  const template = templateOf('envoy', stringify(document));
  return mergeTemplate(template, overlayOf(template), targetOf(pod));
}

const spread = (topologyKey: string, maxSkew: number, whenUnsatisfiable = 'DoNotSchedule'): JsonObject => ({
  maxSkew,
  topologyKey,
  whenUnsatisfiable,
});
const TOLERATION = { key: 'a', operator: 'Exists' };

/** Field, the Pod's value, the template's, what `keep` gives, what `replace` gives. */
type Row = readonly [string, string, Json | undefined, Json, Json | undefined, Json | undefined];

const ROWS: readonly Row[] = [
  [
    'volumes',
    'adds by name',
    [{ name: 'a', emptyDir: {} }],
    [{ name: 'b', emptyDir: {} }],
    [
      { name: 'a', emptyDir: {} },
      { name: 'b', emptyDir: {} },
    ],
    [
      { name: 'a', emptyDir: {} },
      { name: 'b', emptyDir: {} },
    ],
  ],
  [
    'volumes',
    'never merges two sources',
    [{ name: 'a', emptyDir: {} }],
    [{ name: 'a', configMap: { name: 'x' } }],
    [{ name: 'a', emptyDir: {} }],
    [{ name: 'a', configMap: { name: 'x' } }],
  ],
  [
    'volumes',
    'leaves an equal one alone',
    [{ name: 'a', configMap: { name: 'x', defaultMode: 420 } }],
    [{ name: 'a', configMap: { name: 'x' } }],
    [{ name: 'a', configMap: { name: 'x', defaultMode: 420 } }],
    [{ name: 'a', configMap: { name: 'x', defaultMode: 420 } }],
  ],
  [
    'volumes',
    'makes an absent list',
    undefined,
    [{ name: 'a', emptyDir: {} }],
    [{ name: 'a', emptyDir: {} }],
    [{ name: 'a', emptyDir: {} }],
  ],
  [
    'volumes',
    'makes a list of null',
    null,
    [{ name: 'a', emptyDir: {} }],
    [{ name: 'a', emptyDir: {} }],
    [{ name: 'a', emptyDir: {} }],
  ],
  ['volumes', 'deletes nothing by an empty list', [{ name: 'a' }], [], [{ name: 'a' }], [{ name: 'a' }]],
  ['volumes', 'deletes nothing by null', [{ name: 'a' }], null, [{ name: 'a' }], [{ name: 'a' }]],
  [
    'volumes',
    'compares with the last of two',
    [
      { name: 'a', emptyDir: {} },
      { name: 'a', configMap: { name: 'x' } },
    ],
    [{ name: 'a', configMap: { name: 'x' } }],
    [
      { name: 'a', emptyDir: {} },
      { name: 'a', configMap: { name: 'x' } },
    ],
    [
      { name: 'a', emptyDir: {} },
      { name: 'a', configMap: { name: 'x' } },
    ],
  ],
  [
    'imagePullSecrets',
    'adds by name',
    [{ name: 'a' }],
    [{ name: 'a' }, { name: 'b' }],
    [{ name: 'a' }, { name: 'b' }],
    [{ name: 'a' }, { name: 'b' }],
  ],
  [
    'resourceClaims',
    'adds by name',
    [{ name: 'a' }],
    [{ name: 'b' }],
    [{ name: 'a' }, { name: 'b' }],
    [{ name: 'a' }, { name: 'b' }],
  ],
  [
    'schedulingGates',
    'adds by name',
    [{ name: 'a' }],
    [{ name: 'a' }, { name: 'b' }],
    [{ name: 'a' }, { name: 'b' }],
    [{ name: 'a' }, { name: 'b' }],
  ],
  [
    'hostAliases',
    'adds by ip',
    [{ ip: '1.1.1.1', hostnames: ['a'] }],
    [{ ip: '2.2.2.2', hostnames: ['b'] }],
    [
      { ip: '1.1.1.1', hostnames: ['a'] },
      { ip: '2.2.2.2', hostnames: ['b'] },
    ],
    [
      { ip: '1.1.1.1', hostnames: ['a'] },
      { ip: '2.2.2.2', hostnames: ['b'] },
    ],
  ],
  [
    'hostAliases',
    'takes one of the same ip whole',
    [{ ip: '1.1.1.1', hostnames: ['a'] }],
    [{ ip: '1.1.1.1', hostnames: ['b'] }],
    [{ ip: '1.1.1.1', hostnames: ['a'] }],
    [{ ip: '1.1.1.1', hostnames: ['b'] }],
  ],
  [
    'topologySpreadConstraints',
    'adds by both keys',
    [spread('zone', 1)],
    [spread('zone', 2, 'ScheduleAnyway')],
    [spread('zone', 1), spread('zone', 2, 'ScheduleAnyway')],
    [spread('zone', 1), spread('zone', 2, 'ScheduleAnyway')],
  ],
  [
    'topologySpreadConstraints',
    'settles one of both keys',
    [spread('zone', 1)],
    [spread('zone', 2)],
    [spread('zone', 1)],
    [spread('zone', 2)],
  ],
  [
    'tolerations',
    'adds whole values',
    [TOLERATION],
    [{ key: 'a', operator: 'Exists', effect: 'NoExecute' }],
    [TOLERATION, { key: 'a', operator: 'Exists', effect: 'NoExecute' }],
    [TOLERATION, { key: 'a', operator: 'Exists', effect: 'NoExecute' }],
  ],
  [
    'tolerations',
    'leaves an equal one alone',
    [{ ...TOLERATION, effect: '', value: '' }],
    [TOLERATION],
    [{ ...TOLERATION, effect: '', value: '' }],
    [{ ...TOLERATION, effect: '', value: '' }],
  ],
  [
    'readinessGates',
    'adds whole values',
    [{ conditionType: 'a' }],
    [{ conditionType: 'a' }, { conditionType: 'b' }],
    [{ conditionType: 'a' }, { conditionType: 'b' }],
    [{ conditionType: 'a' }, { conditionType: 'b' }],
  ],
  [
    'securityContext',
    'adds supplemental groups',
    { supplementalGroups: [1, 2] },
    { supplementalGroups: [2, 3] },
    { supplementalGroups: [1, 2, 3] },
    { supplementalGroups: [1, 2, 3] },
  ],
  ['securityContext', 'adds to an empty one', {}, { fsGroup: 1 }, { fsGroup: 1 }, { fsGroup: 1 }],
  [
    'securityContext',
    'settles field by field',
    { fsGroup: 1, runAsUser: 5 },
    { fsGroup: 2, runAsNonRoot: true },
    { fsGroup: 1, runAsUser: 5, runAsNonRoot: true },
    { fsGroup: 2, runAsUser: 5, runAsNonRoot: true },
  ],
  [
    'securityContext',
    'never mixes two profiles',
    { seccompProfile: { type: 'RuntimeDefault' } },
    { seccompProfile: { type: 'Localhost', localhostProfile: 'envoy.json' } },
    { seccompProfile: { type: 'RuntimeDefault' } },
    { seccompProfile: { type: 'Localhost', localhostProfile: 'envoy.json' } },
  ],
  [
    'securityContext',
    "leaves nothing of the Pod's profile in the template's",
    { appArmorProfile: { type: 'Localhost', localhostProfile: 'shop' } },
    { appArmorProfile: { type: 'RuntimeDefault' } },
    { appArmorProfile: { type: 'Localhost', localhostProfile: 'shop' } },
    { appArmorProfile: { type: 'RuntimeDefault' } },
  ],
  [
    'securityContext',
    'takes sysctls whole',
    { sysctls: [{ name: 'a', value: '1' }] },
    { sysctls: [{ name: 'b', value: '1' }] },
    { sysctls: [{ name: 'a', value: '1' }] },
    { sysctls: [{ name: 'b', value: '1' }] },
  ],
  [
    'dnsConfig',
    'takes lists whole',
    { nameservers: ['1.1.1.1'], searches: ['a'] },
    { nameservers: ['2.2.2.2'] },
    { nameservers: ['1.1.1.1'], searches: ['a'] },
    { nameservers: ['2.2.2.2'], searches: ['a'] },
  ],
  [
    'dnsConfig',
    'fills an empty list',
    { nameservers: [] },
    { nameservers: ['2.2.2.2'] },
    { nameservers: ['2.2.2.2'] },
    { nameservers: ['2.2.2.2'] },
  ],
  [
    'nodeSelector',
    'adds keys',
    { a: '1', x: 'pod' },
    { b: '2', x: 'template' },
    { a: '1', x: 'pod', b: '2' },
    { a: '1', x: 'template', b: '2' },
  ],
  [
    'nodeSelector',
    'has a key of Object.prototype',
    { a: '1' },
    { constructor: '2' },
    { a: '1', constructor: '2' },
    { a: '1', constructor: '2' },
  ],
  [
    'affinity',
    'adds one kind beside another',
    { nodeAffinity: { a: 1 } },
    {
      podAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: { topologyKey: 'z' } }],
      },
    },
    {
      nodeAffinity: { a: 1 },
      podAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: { topologyKey: 'z' } }],
      },
    },
    {
      nodeAffinity: { a: 1 },
      podAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: { topologyKey: 'z' } }],
      },
    },
  ],
  ['shareProcessNamespace', 'settles a plain value', false, true, false, true],
  ['shareProcessNamespace', 'sets an absent one', undefined, true, true, true],
  ['schedulerName', 'takes the default for unset', 'default-scheduler', 'other', 'other', 'other'],
  ['terminationGracePeriodSeconds', 'is never lowered', 60, 45, 60, 60],
];

describe('mergeTemplate', () => {
  it.each(ROWS)('%s: %s', (...row) => {
    const [field, , present, wanted, kept, replaced] = row;
    const pod = podOf(present === undefined ? {} : { [field]: present });
    expect(merge(pod, { [field]: wanted }, { onConflict: 'keep' }).spec[field]).toStrictEqual(kept);
    expect(merge(pod, { [field]: wanted }, { onConflict: 'replace' }).spec[field]).toStrictEqual(replaced);
  });

  it.each(ROWS)('%s: %s, and again changes nothing', (field, _, present, wanted) => {
    for (const onConflict of ['keep', 'replace']) {
      const first = merge(
        podOf(present === undefined ? {} : { [field]: present }),
        { [field]: wanted },
        { onConflict },
      );
      expect(merge({ spec: first.spec }, { [field]: wanted }, { onConflict }).spec).toBe(first.spec);
    }
  });

  it.each<[string, JsonObject, JsonObject, readonly unknown[]]>([
    [
      'a volume',
      { volumes: [{ name: 'a', emptyDir: {} }] },
      { volumes: [{ name: 'a', hostPath: { path: '/' } }] },
      [
        {
          path: 'spec.volumes[name="a"]',
          podValue: { name: 'a', emptyDir: {} },
          templateValue: { name: 'a', hostPath: { path: '/' } },
        },
      ],
    ],
    [
      'two merge keys',
      { topologySpreadConstraints: [spread('zone', 1)] },
      { topologySpreadConstraints: [spread('zone', 2)] },
      [
        {
          path: 'spec.topologySpreadConstraints[topologyKey="zone",whenUnsatisfiable="DoNotSchedule"]',
          podValue: spread('zone', 1),
          templateValue: spread('zone', 2),
        },
      ],
    ],
    [
      'a nested field',
      { securityContext: { seLinuxOptions: { level: 'a' } } },
      { securityContext: { seLinuxOptions: { level: 'b' } } },
      [{ path: 'spec.securityContext.seLinuxOptions.level', podValue: 'a', templateValue: 'b' }],
    ],
    ['an empty list', { tolerations: [] }, { tolerations: [] }, []],
  ])('tells a conflict over %s by its path', (_, present, wanted, expected) => {
    expect(merge(podOf(present), wanted).conflicts).toStrictEqual(expected);
  });

  it('keeps the identity of all that does not change', () => {
    const pod = podOf({ volumes: [{ name: 'a', emptyDir: {} }], securityContext: { fsGroup: 1 } });
    const { spec } = merge(pod, {
      volumes: [
        { name: 'a', emptyDir: {} },
        { name: 'b', emptyDir: {} },
      ],
    });
    const before = objectAt(pod, 'spec') ?? {};
    expect(spec['securityContext']).toBe(before['securityContext']);
    expect((spec['volumes'] as Json[])[0]).toBe((before['volumes'] as Json[])[0]);
  });

  it.each<[string, JsonObject, readonly string[]]>([
    ['last by default', {}, ['app', 'web', 'envoy', 'log']],
    ['last', { order: { containers: 'last' } }, ['app', 'web', 'envoy', 'log']],
    ['first', { order: { containers: 'first' } }, ['envoy', 'log', 'app', 'web']],
  ])('adds containers %s, in the order of the template', (_, options, expected) => {
    const pod = podOf({ containers: [{ name: 'app' }, { name: 'web' }] });
    const { spec, added, placed } = merge(pod, { containers: [CONTAINER, { name: 'log', image: 'l:1' }] }, options);
    expect((spec['containers'] as JsonObject[]).map(({ name }) => name)).toStrictEqual(expected);
    expect(added.containers).toStrictEqual(['envoy', 'log']);
    expect(placed.containers).toBe(expected[0] === 'envoy' ? 2 : 0);
  });

  it('adds behind the containers that this review placed first already', () => {
    const template = templateOf('envoy', stringify({ order: { containers: 'first' }, containers: [CONTAINER] }));
    const pod = podOf({ containers: [{ name: 'earlier' }, { name: 'app' }] });
    const placed = { containers: 1, initContainers: 0 };
    const { spec } = mergeTemplate(template, overlayOf(template), { ...targetOf(pod), placed });
    expect((spec['containers'] as JsonObject[]).map(({ name }) => name)).toStrictEqual(['earlier', 'envoy', 'app']);
  });

  it.each<[string, JsonObject, readonly string[]]>([
    ['last', {}, ['own', 'setup']],
    ['first', { order: { initContainers: 'first' } }, ['setup', 'own']],
  ])('adds init containers %s', (_, options, expected) => {
    const pod = podOf({ initContainers: [{ name: 'own' }] });
    const { spec } = merge(pod, { initContainers: [{ name: 'setup', image: 's:1' }] }, options);
    expect((spec['initContainers'] as JsonObject[]).map(({ name }) => name)).toStrictEqual(expected);
  });

  it('tells the names that other containers have', () => {
    const pod = podOf({
      containers: [{ name: 'envoy', image: 'mine:1' }],
      initContainers: [{ name: 'setup', image: 'mine:1' }],
    });
    const { taken, added } = merge(pod, { initContainers: [{ name: 'setup', image: 's:1' }] });
    expect(taken).toStrictEqual(['envoy', 'setup']);
    expect(added).toStrictEqual({ containers: [], initContainers: [], volumes: [] });
  });

  it('merges into a Pod without a spec', () => {
    expect(merge({}, {}).spec).toStrictEqual({ containers: [CONTAINER] });
  });
});

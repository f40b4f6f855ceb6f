import { describe, expect, it } from 'vitest';
import { withAdded } from '../../src/injection/added-metadata.ts';
import { addTemplate, type Addition, type Verdict } from '../../src/injection/add-template.ts';
import { objectAt, objectsAt, type JsonObject } from '../../src/injection/json.ts';
import { podOf, targetOf, templateOf } from '../support/load-example.ts';

const ENVOY = `
spec:
  containers: [{name: envoy, image: "envoy:1", volumeMounts: [{name: conf, mountPath: /etc/envoy}]}]
  volumes: [{name: conf, configMap: {name: envoy}}, {name: spare, emptyDir: {}}]
`;

interface Attempt {
  readonly template?: string;
  readonly pod?: JsonObject;
  readonly isExplicit?: boolean;
}

function attempt({ template = ENVOY, pod = podOf(), isExplicit = true }: Attempt): Verdict {
  return addTemplate(templateOf('envoy', template), targetOf(pod, isExplicit));
}

function metadataAfter(addition: Addition | undefined): JsonObject | undefined {
  return addition === undefined ? undefined : objectAt(withAdded(addition.pod, addition.added), 'metadata');
}

const skipped = (reason: string): unknown => ({ action: 'skip', reason });
const rejected = (reason: string, message: string): unknown => ({
  action: 'reject',
  reason,
  message: `template "envoy" ${message}`,
});
const OTHER = { name: 'envoy', image: 'mine:1' };
const withOther = podOf({ containers: [{ name: 'app', image: 'shop:1' }, OTHER] });
const otherVolume = podOf({ volumes: [{ name: 'conf', emptyDir: {} }] });
const otherSpare = podOf({ volumes: [{ name: 'spare', configMap: { name: 'x' } }] });

describe('addTemplate', () => {
  it.each<[string, Attempt, unknown]>([
    ['9: the host network is skipped', { pod: podOf({ hostNetwork: true }) }, skipped('host-network')],
    ['9: before another OS', { pod: podOf({ hostNetwork: true, os: { name: 'windows' } }) }, skipped('host-network')],
    [
      '9: the host network is allowed',
      { template: `hostNetwork: allow${ENVOY}`, pod: podOf({ hostNetwork: true }) },
      { action: 'inject', reason: 'injected' },
    ],
    ['9: no host network', { pod: podOf({ hostNetwork: false }) }, { action: 'inject', reason: 'injected' }],
    ['10: spec.os is another', { pod: podOf({ os: { name: 'windows' } }) }, skipped('other-os')],
    [
      '10: the node selector names another',
      { pod: podOf({ nodeSelector: { 'kubernetes.io/os': 'windows' } }) },
      skipped('other-os'),
    ],
    [
      '10: spec.os goes before the node selector',
      { pod: podOf({ os: { name: 'linux' }, nodeSelector: { 'kubernetes.io/os': 'windows' } }) },
      { action: 'inject', reason: 'injected' },
    ],
    ['10: the template is for windows', { template: `os: windows${ENVOY}` }, skipped('other-os')],
    [
      '10: both are for windows',
      { template: `os: windows${ENVOY}`, pod: podOf({ os: { name: 'windows' } }) },
      { action: 'inject', reason: 'injected' },
    ],
    [
      '10: the template is for any',
      { template: `os: any${ENVOY}`, pod: podOf({ os: { name: 'windows' } }) },
      { action: 'inject', reason: 'injected' },
    ],
    [
      '14: asked for',
      { pod: podOf({ initContainers: [OTHER] }) },
      rejected('does-not-fit', 'does not fit this Pod: the Pod has a container "envoy" in spec.initContainers already'),
    ],
    [
      '14: given by the namespace',
      { pod: podOf({ initContainers: [OTHER] }), isExplicit: false },
      skipped('does-not-fit'),
    ],
    [
      '15: before 16',
      { template: `onConflict: reject${ENVOY}`, pod: withOther },
      rejected('conflict', 'conflicts with the Pod: it has a container "envoy" with other content'),
    ],
    [
      '15: another volume under reject',
      { template: `onConflict: reject${ENVOY}`, pod: otherSpare },
      rejected(
        'conflict',
        'conflicts with the Pod at spec.volumes[name="spare"]: the Pod has {"name":"spare","configMap":{"name":"x"}}, the template {"name":"spare","emptyDir":{}}',
      ),
    ],
    [
      '15: a mounted volume under keep',
      { pod: otherVolume },
      rejected(
        'conflict',
        'conflicts with the Pod at spec.volumes[name="conf"]: the Pod has {"name":"conf","emptyDir":{}}, the template {"name":"conf","configMap":{"name":"envoy"}}',
      ),
    ],
    ['15: a mounted volume given by the namespace', { pod: otherVolume, isExplicit: false }, skipped('conflict')],
    [
      '15: a mounted volume under replace',
      { template: `onConflict: replace${ENVOY}`, pod: otherVolume },
      rejected(
        'conflict',
        'conflicts with the Pod at spec.volumes[name="conf"]: the Pod has {"name":"conf","emptyDir":{}}, the template {"name":"conf","configMap":{"name":"envoy"}}',
      ),
    ],
    ['16: a container of that name', { pod: withOther }, skipped('name-taken')],
    ['16: under replace too', { template: `onConflict: replace${ENVOY}`, pod: withOther }, skipped('name-taken')],
    ['18: otherwise', {}, { action: 'inject', reason: 'injected' }],
    ['18: another volume that nothing injected mounts', { pod: otherSpare }, { action: 'inject', reason: 'injected' }],
  ])('row %s', (_, one, expected) => {
    expect(attempt(one).decision).toStrictEqual(expected);
  });

  it('row 17: skips a Pod that has it all as it is', () => {
    const { addition } = attempt({});
    const pod = addition?.pod ?? {};
    expect(attempt({ pod })).toStrictEqual({
      decision: skipped('already-injected'),
      warnings: [],
      why: 'the Pod has all of it already',
    });
  });

  it('injects the volume alone where only that is missing', () => {
    const { addition } = attempt({});
    const spec = { ...objectAt(addition?.pod, 'spec'), volumes: [] };
    const again = attempt({ pod: { ...addition?.pod, spec } });
    expect(again.decision.action).toBe('inject');
    expect(again.addition?.merge.added).toStrictEqual({
      containers: [],
      initContainers: [],
      volumes: ['conf', 'spare'],
    });
  });

  it.each<[string, Attempt, readonly unknown[]]>([
    [
      'a skip that was asked for',
      { pod: podOf({ hostNetwork: true }) },
      [
        {
          code: 'request-skipped',
          message:
            'template "envoy" was not injected: the Pod is on the host network and the template does not say hostNetwork: allow',
        },
      ],
    ],
    [
      'another OS that was asked for',
      { pod: podOf({ os: { name: 'windows' } }) },
      [
        {
          code: 'request-skipped',
          message: 'template "envoy" was not injected: the Pod is for "windows" and the template for "linux"',
        },
      ],
    ],
    ['nothing where the namespace gives it', { pod: podOf({ hostNetwork: true }), isExplicit: false }, []],
    [
      'a name that is taken, asked for or not',
      { pod: withOther, isExplicit: false },
      [
        {
          code: 'name-taken',
          message: 'template "envoy" was not injected: the Pod has a container "envoy" of its own with other content',
        },
      ],
    ],
    [
      "a value of the Pod's that stands",
      { pod: otherSpare },
      [
        {
          code: 'conflict',
          message:
            'template "envoy": the Pod\'s value stands at spec.volumes[name="spare"]: the Pod has {"name":"spare","configMap":{"name":"x"}}, the template {"name":"spare","emptyDir":{}}',
        },
      ],
    ],
    [
      "a value of the template's that stands",
      { template: `onConflict: replace${ENVOY}`, pod: otherSpare },
      [
        {
          code: 'conflict',
          message:
            'template "envoy": the template\'s value stands at spec.volumes[name="spare"]: the Pod has {"name":"spare","configMap":{"name":"x"}}, the template {"name":"spare","emptyDir":{}}',
        },
      ],
    ],
  ])('warns of %s', (_, one, expected) => {
    expect(attempt(one).warnings).toStrictEqual(expected);
  });

  it.each([
    ['keep', { name: 'spare', configMap: { name: 'x' } }],
    ['replace', { name: 'spare', emptyDir: {} }],
  ])('under %s the Pod has the right volume', (policy, expected) => {
    const { addition } = attempt({ template: `onConflict: ${policy}${ENVOY}`, pod: otherSpare });
    expect(objectsAt(objectAt(addition?.pod, 'spec'), 'volumes')).toStrictEqual([
      expected,
      { name: 'conf', configMap: { name: 'envoy' } },
    ]);
  });

  it('adds labels and annotations that the Pod lacks and no others, whatever onConflict says', () => {
    const metadata = 'metadata: {labels: {app: theirs, mesh: "1"}, annotations: {note: theirs, more: "2"}}';
    const { metadata: own, ...rest } = podOf();
    const pod = { ...rest, metadata: { ...(own as JsonObject), labels: { app: 'mine' }, annotations: { note: '' } } };
    const { addition } = attempt({ template: `onConflict: replace\n${metadata}${ENVOY}`, pod });
    expect(metadataAfter(addition)).toStrictEqual({
      name: 'shop',
      labels: { app: 'mine', mesh: '1' },
      annotations: { note: '', more: '2' },
    });
    expect([addition?.labels, addition?.annotations]).toStrictEqual([['mesh'], ['more']]);
  });

  describe('with order.containers: first', () => {
    const KEY = 'kubectl.kubernetes.io/default-container';
    const first = `order: {containers: first}${ENVOY}`;

    it("puts the container before the Pod's own and names theirs as the default", () => {
      const { addition } = attempt({ template: first });
      expect(objectsAt(objectAt(addition?.pod, 'spec'), 'containers').map(({ name }) => name)).toStrictEqual([
        'envoy',
        'app',
      ]);
      expect(addition?.annotations).toStrictEqual([KEY]);
      expect(objectAt(metadataAfter(addition), 'annotations')).toMatchObject({ [KEY]: 'app' });
    });

    it('keeps the default that the Pod names', () => {
      const { addition } = attempt({ template: first, pod: podOf({}, { [KEY]: 'other' }) });
      expect(objectAt(objectAt(addition?.pod, 'metadata'), 'annotations')).toStrictEqual({ [KEY]: 'other' });
    });
  });
});

import { describe, expect, it } from 'vitest';
import type { Subject } from '../../src/injection/decision.ts';
import { injectPod } from '../../src/injection/inject-pod.ts';
import { objectAt, objectsAt, stringAt, type JsonObject } from '../../src/injection/json.ts';
import type { Outcome } from '../../src/injection/outcome.ts';
import { TOKEN_MOUNT_PATH } from '../../src/injection/token-mount.ts';
import { applyPatch, copyOf } from '../support/apply-patch.ts';
import { podOf, setOf, subjectOf } from '../support/load-example.ts';

const ENVOY = 'containers: [{name: envoy, image: "envoy:1", args: [--fast]}]\n';
const APP = { name: 'app', image: 'shop:1' };

/** What comes of a template for a Pod that asks for it; the patch is checked against the Pod, and a second review against both. */
function inject(template: string, spec: JsonObject, rest: Partial<Subject> = {}): Outcome {
  const templates = setOf({ envoy: template });
  const subject = { ...subjectOf(podOf(spec)), ...rest };
  const outcome = injectPod(subject, templates);
  expect(applyPatch(subject.pod, outcome.patch)).toStrictEqual(copyOf(outcome.pod));
  expect(injectPod({ ...subject, pod: copyOf(outcome.pod) }, templates).patch).toStrictEqual([]);
  return outcome;
}

const specOf = ({ pod }: Outcome): JsonObject => objectAt(pod, 'spec') ?? {};
const names = (outcome: Outcome, list: string): readonly unknown[] =>
  objectsAt(specOf(outcome), list).map(({ name }) => name);

describe('native sidecars', () => {
  it.each<[string, JsonObject, Partial<Subject>, readonly [readonly string[], readonly string[]]]>([
    ['', {}, {}, [['app', 'envoy'], []]],
    ['', { restartPolicy: 'Always' }, {}, [['app', 'envoy'], []]],
    ['', { restartPolicy: 'Never' }, {}, [['app'], ['envoy']]],
    ['', { restartPolicy: 'OnFailure' }, {}, [['app'], ['envoy']]],
    ['native: jobs', { restartPolicy: 'Never' }, {}, [['app'], ['envoy']]],
    ['native: never', { restartPolicy: 'Never' }, {}, [['app', 'envoy'], []]],
    ['native: always', {}, {}, [['app'], ['envoy']]],
    ['native: always', {}, { hasNativeSidecars: false }, [['app', 'envoy'], []]],
    ['', { restartPolicy: 'Never' }, { hasNativeSidecars: false }, [['app', 'envoy'], []]],
    ['native: always', { initContainers: [{ name: 'own', image: 'x' }] }, {}, [['app'], ['envoy', 'own']]],
    [
      'native: always\norder: {initContainers: last}',
      { initContainers: [{ name: 'own', image: 'x' }] },
      {},
      [['app'], ['own', 'envoy']],
    ],
    [
      'native: always\ninitContainers: [{name: setup, image: "s:1"}]',
      { initContainers: [{ name: 'own', image: 'x' }] },
      {},
      [['app'], ['envoy', 'own', 'setup']],
    ],
    [
      'initContainers: [{name: setup, image: "s:1"}, {name: early, image: "s:1", restartPolicy: Always}]',
      { initContainers: [{ name: 'own', image: 'x' }] },
      {},
      [
        ['app', 'envoy'],
        ['early', 'own', 'setup'],
      ],
    ],
  ])('%s for %j %j', (options, spec, rest, [containers, initContainers]) => {
    const outcome = inject(`${options}\n${ENVOY}`, spec, rest);
    expect(names(outcome, 'containers')).toStrictEqual(containers);
    expect(names(outcome, 'initContainers')).toStrictEqual(initContainers);
  });

  it('restart always, and are otherwise as the template says', () => {
    const [envoy] = objectsAt(specOf(inject(ENVOY, { restartPolicy: 'Never' })), 'initContainers');
    expect(envoy).toStrictEqual({ name: 'envoy', image: 'envoy:1', args: ['--fast'], restartPolicy: 'Always' });
  });

  it('are there already where they were injected as ordinary containers', () => {
    const containers = [APP, { name: 'envoy', image: 'envoy:1', args: ['--fast'] }];
    const { decision } = inject(`native: always\n${ENVOY}`, { containers });
    expect(decision).toStrictEqual({ action: 'skip', reason: 'already-injected' });
  });

  it('are there already where the template no longer wants them native', () => {
    const initContainers = [{ name: 'setup', image: 's:1', args: ['a'], restartPolicy: 'Always' }];
    const template = 'native: never\ncontainers: [{name: setup, image: "s:1", args: [a]}]';
    expect(inject(template, { initContainers }).decision).toMatchObject({ reason: 'already-injected' });
  });

  it('do not fit where a container of another content has the name', () => {
    const { decision } = inject(ENVOY, { restartPolicy: 'Never', containers: [APP, { name: 'envoy', image: 'mine' }] });
    expect(decision).toMatchObject({ action: 'reject', reason: 'does-not-fit' });
  });
});

const AUTO = { name: 'envoy', image: 'auto', imagePullPolicy: 'Always', terminationMessagePolicy: 'File' };

describe('a container with the image auto', () => {
  it('is filled in with what it leaves out, and keeps what it says', () => {
    const own = {
      ...AUTO,
      args: ['--mine'],
      env: [{ name: 'A', value: 'mine' }],
      resources: { requests: { cpu: '1' } },
    };
    const outcome = inject(
      `containers:
  - name: envoy
    image: envoy:1
    args: [--fast]
    command: [/envoy]
    env: [{name: A, value: theirs}, {name: B, value: theirs}]
    resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {cpu: 500m, memory: 128Mi}}
`,
      { containers: [own, APP] },
    );
    expect(outcome.decision).toMatchObject({ action: 'inject' });
    expect(outcome.warnings).toStrictEqual([]);
    expect(specOf(outcome)['containers']).toStrictEqual([
      {
        name: 'envoy',
        args: ['--mine'],
        env: [
          { name: 'A', value: 'mine' },
          { name: 'B', value: 'theirs' },
        ],
        resources: { requests: { cpu: '1', memory: '64Mi' }, limits: { memory: '128Mi' } },
        image: 'envoy:1',
        command: ['/envoy'],
      },
      APP,
    ]);
  });

  it('is marked as the user’s own, so that a later review knows it', () => {
    const { pod } = inject(ENVOY, { containers: [APP, { ...AUTO, args: ['--mine'] }] });
    expect(stringAt(objectAt(objectAt(pod, 'metadata'), 'annotations'), 'sidecar-injector.dev/overrides')).toBe(
      'envoy',
    );
  });

  it('keeps a field that the API server does not fill in by default', () => {
    const { pod } = inject(ENVOY, { containers: [APP, { ...AUTO, imagePullPolicy: 'Never' }] });
    expect(objectsAt(objectAt(pod, 'spec'), 'containers')[1]).toMatchObject({ imagePullPolicy: 'Never' });
  });

  it('has no token where the template hides it, although the API server has mounted it already', () => {
    const token = { name: 'kube-api-access-a1b2c', readOnly: true, mountPath: TOKEN_MOUNT_PATH };
    const cache = { name: 'cache', mountPath: '/cache' };
    const outcome = inject(`token: none\n${ENVOY}`, { containers: [APP, { ...AUTO, volumeMounts: [cache, token] }] });
    const hidden = { name: 'no-service-account-token', readOnly: true, mountPath: TOKEN_MOUNT_PATH };
    expect(objectsAt(specOf(outcome), 'containers')[1]).toMatchObject({ volumeMounts: [cache, hidden] });
  });

  it('moves to the init containers where native placement wants it', () => {
    const containers = [APP, { ...AUTO, args: ['--mine'] }];
    const outcome = inject(ENVOY, { restartPolicy: 'Never', containers });
    expect(specOf(outcome)).toMatchObject({
      containers: [APP],
      initContainers: [{ name: 'envoy', image: 'envoy:1', args: ['--mine'], restartPolicy: 'Always' }],
    });
    expect(outcome.patch.filter(({ op }) => op === 'remove')).toHaveLength(1);
  });

  it('stays where it is the only container of the Pod', () => {
    const outcome = inject(ENVOY, { restartPolicy: 'Never', containers: [AUTO] });
    expect(specOf(outcome)).toMatchObject({ containers: [{ name: 'envoy', image: 'envoy:1' }] });
    expect(specOf(outcome)['initContainers']).toBeUndefined();
  });

  it('is the user’s under every policy', () => {
    const containers = [APP, { ...AUTO, args: ['--mine'] }];
    for (const policy of ['keep', 'replace', 'reject']) {
      const outcome = inject(`onConflict: ${policy}\n${ENVOY}`, { containers });
      expect(objectsAt(specOf(outcome), 'containers')[1]).toMatchObject({ image: 'envoy:1', args: ['--mine'] });
    }
  });

  it.each([
    ['no template has it', { containers: [APP, { ...AUTO, name: 'other' }] }],
    ['its template is skipped', { hostNetwork: true, containers: [APP, AUTO] }],
    ['it is an init container that no template has', { initContainers: [{ ...AUTO, name: 'other' }] }],
  ])('is refused where %s', (_, spec) => {
    const { decision } = inject(ENVOY, spec);
    expect(decision).toMatchObject({ action: 'reject', reason: 'auto-without-template' });
  });

  it('is let through where the Pod opted out', () => {
    const pod = podOf({ containers: [AUTO] }, { 'sidecar-injector.dev/inject': 'false' });
    expect(injectPod(subjectOf(pod, 'enabled'), setOf({ envoy: ENVOY })).decision.reason).toBe('pod-opted-out');
  });

  it('may name its own image where the annotation says that it is an override', () => {
    const annotations = { 'sidecar-injector.dev/inject': 'true', 'sidecar-injector.dev/overrides': 'envoy' };
    const pod = podOf({ containers: [APP, { name: 'envoy', image: 'mine:2' }] }, annotations);
    const outcome = injectPod(subjectOf(pod), setOf({ envoy: ENVOY }));
    expect(objectsAt(specOf(outcome), 'containers')[1]).toStrictEqual({
      name: 'envoy',
      image: 'mine:2',
      args: ['--fast'],
    });
  });
});

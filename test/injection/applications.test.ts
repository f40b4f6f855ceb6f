import { describe, expect, it } from 'vitest';
import { injectPod } from '../../src/injection/inject-pod.ts';
import { objectAt, objectsAt, stringAt, type Json, type JsonObject } from '../../src/injection/json.ts';
import type { Outcome } from '../../src/injection/outcome.ts';
import { applyPatch, copyOf } from '../support/apply-patch.ts';
import { podOf, setOf, subjectOf } from '../support/load-example.ts';

const ENVOY = '{name: envoy, image: "envoy:1"}';
const APP = { name: 'app', image: 'shop:1' };
const PROXY = { name: 'HTTP_PROXY', value: 'http://127.0.0.1:15001' };

/** What comes of a template with these fields for `"*"`, for a Pod with one container of these fields. */
function inject(fields: string, container: JsonObject, options = ''): Outcome {
  const templates = setOf({
    envoy: `${options}\ncontainers: [${ENVOY}, {name: "*", ${fields}}]\nvolumes: [{name: logs, emptyDir: {}}]`,
  });
  const subject = subjectOf(podOf({ containers: [{ ...APP, ...container }] }));
  const outcome = injectPod(subject, templates);
  expect(applyPatch(subject.pod, outcome.patch)).toStrictEqual(copyOf(outcome.pod));
  expect(injectPod({ ...subject, pod: copyOf(outcome.pod) }, templates).patch).toStrictEqual([]);
  return outcome;
}

const appOf = ({ pod }: Outcome): JsonObject => objectsAt(objectAt(pod, 'spec'), 'containers')[0] ?? {};
const A = { name: 'A', value: 'mine' };

/** Field, the container's value, the template's, what `keep` gives, what `replace` gives. */
type Row = readonly [string, Json | undefined, string, Json | undefined, Json | undefined];

const ROWS: readonly Row[] = [
  ['env', undefined, '[{name: A, value: x}]', [{ name: 'A', value: 'x' }], [{ name: 'A', value: 'x' }]],
  ['env', [A], '[{name: B, value: x}]', [A, { name: 'B', value: 'x' }], [A, { name: 'B', value: 'x' }]],
  ['env', [A], '[{name: A, value: x}]', [A], [{ name: 'A', value: 'x' }]],
  [
    'env',
    [A],
    '[{name: A, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]',
    [A],
    [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
  ],
  [
    'envFrom',
    [{ secretRef: { name: 'own' } }],
    '[{configMapRef: {name: mesh}}]',
    [{ configMapRef: { name: 'mesh' } }, { secretRef: { name: 'own' } }],
    [{ configMapRef: { name: 'mesh' } }, { secretRef: { name: 'own' } }],
  ],
  [
    'envFrom',
    [{ secretRef: { name: 'own' } }],
    '[{secretRef: {name: own}}]',
    [{ secretRef: { name: 'own' } }],
    [{ secretRef: { name: 'own' } }],
  ],
  [
    'ports',
    [{ containerPort: 53, protocol: 'UDP' }],
    '[{containerPort: 53}]',
    [{ containerPort: 53, protocol: 'UDP' }, { containerPort: 53 }],
    [{ containerPort: 53, protocol: 'UDP' }, { containerPort: 53 }],
  ],
  [
    'volumeMounts',
    [{ name: 'own', mountPath: '/logs/' }],
    '[{name: logs, mountPath: /logs}]',
    [{ name: 'own', mountPath: '/logs/' }],
    [{ name: 'logs', mountPath: '/logs' }],
  ],
  ['command', undefined, '[/run]', ['/run'], ['/run']],
  ['command', ['/own'], '[/run]', ['/own'], ['/run']],
  [
    'livenessProbe',
    { httpGet: { port: 80 }, periodSeconds: 5 },
    '{exec: {command: [x]}}',
    { httpGet: { port: 80 }, periodSeconds: 5 },
    { exec: { command: ['x'] } },
  ],
  [
    'securityContext',
    { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    '{readOnlyRootFilesystem: true, seccompProfile: {type: Localhost, localhostProfile: p}}',
    { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' }, readOnlyRootFilesystem: true },
    {
      runAsNonRoot: true,
      seccompProfile: { type: 'Localhost', localhostProfile: 'p' },
      readOnlyRootFilesystem: true,
    },
  ],
  ['workingDir', undefined, 'null', undefined, undefined],
  ['env', [A], '[]', [A], [A]],
];

describe('an entry named "*"', () => {
  it.each(ROWS)('merges %s of %j with %s', (field, present, wanted, ...[kept, replaced]) => {
    const container = present === undefined ? {} : { [field]: present };
    expect(appOf(inject(`${field}: ${wanted}`, container))[field]).toStrictEqual(kept);
    expect(appOf(inject(`${field}: ${wanted}`, container, 'onConflict: replace'))[field]).toStrictEqual(replaced);
  });

  it('tells each conflict by its path, without the values of variables', () => {
    const { warnings } = inject('env: [{name: A, value: x}], command: [/run]', { env: [A], command: ['/own'] });
    expect(warnings.map(({ message }) => message)).toStrictEqual([
      `template "envoy": the Pod's value stands at spec.containers[name="app"].env[name="A"]: the Pod has another value than the template`,
      `template "envoy": the Pod's value stands at spec.containers[name="app"].command: the Pod has ["/own"], the template ["/run"]`,
    ]);
  });

  it('refuses a Pod with a conflict where the template says so', () => {
    const { decision } = inject('command: [/run]', { command: ['/own'] }, 'onConflict: reject');
    expect(decision).toMatchObject({ action: 'reject', reason: 'conflict' });
  });

  it('reaches every container of the application, and none that a template brings', () => {
    const templates = setOf({
      envoy: `default: true\ncontainers: [${ENVOY}, {name: "*", env: [{name: A, value: x}]}]`,
      log: 'containers: [{name: log, image: "l:1"}]\ninitContainers: [{name: "*", env: [{name: B, value: v}]}]',
    });
    const spec = {
      containers: [APP, { name: 'web', image: 'w:1' }],
      initContainers: [{ name: 'setup', image: 's:1' }],
    };
    const pod = podOf(spec, { 'sidecar-injector.dev/inject': 'envoy,log' });
    const after = objectAt(injectPod(subjectOf(pod), templates).pod, 'spec') ?? {};
    const variables = ['containers', 'initContainers'].flatMap((list) =>
      objectsAt(after, list).map((one) => [one['name'], objectsAt(one, 'env').map(({ name }) => name)]),
    );
    expect(variables).toStrictEqual([
      ['app', ['A']],
      ['web', ['A']],
      ['envoy', []],
      ['log', []],
      ['setup', ['B']],
    ]);
  });

  it('reaches a container that something else adds later, and changes nothing else', () => {
    const templates = setOf({ envoy: `containers: [${ENVOY}, {name: "*", env: [{name: A, value: x}]}]` });
    const first = injectPod(subjectOf(podOf()), templates);
    const spec = objectAt(first.pod, 'spec') ?? {};
    const late = { name: 'late', image: 'late:1' };
    const pod = copyOf({ ...first.pod, spec: { ...spec, containers: [...objectsAt(spec, 'containers'), late] } });
    const { decision, patch } = injectPod(subjectOf(pod), templates);
    expect(decision.reason).toBe('injected');
    expect(patch.filter(({ path }) => !path.includes('status'))).toStrictEqual([
      { op: 'add', path: '/spec/containers/2/env', value: [{ name: 'A', value: 'x' }] },
    ]);
  });

  it('is recorded by the paths of what it added', () => {
    const { pod } = inject(`env: [{name: A, value: x}, {name: ${PROXY.name}, value: v}]`, { env: [A] });
    const status = stringAt(objectAt(objectAt(pod, 'metadata'), 'annotations'), 'sidecar-injector.dev/status') ?? '{}';
    expect(JSON.parse(status)).toMatchObject({
      envoy: { containers: ['envoy'], fields: ['spec.containers[name="app"].env[name="HTTP_PROXY"]'] },
    });
  });

  it('never mounts a volume that is another one than the template’s', () => {
    const templates = setOf({
      envoy: `containers: [${ENVOY}, {name: "*", volumeMounts: [{name: logs, mountPath: /logs}]}]\nvolumes: [{name: logs, emptyDir: {}}]`,
    });
    const pod = podOf({ volumes: [{ name: 'logs', hostPath: { path: '/' } }] });
    expect(injectPod(subjectOf(pod), templates).decision).toMatchObject({ action: 'reject', reason: 'conflict' });
    const silent = podOf({ volumes: [{ name: 'logs', hostPath: { path: '/' } }] }, {});
    expect(injectPod(subjectOf(silent, 'enabled'), templates).decision).toMatchObject({ action: 'skip' });
  });

  it('may stand alone in a template', () => {
    const outcome = injectPod(
      subjectOf(podOf()),
      setOf({ env: 'containers: [{name: "*", env: [{name: A, value: x}]}]' }),
    );
    expect(outcome.decision.reason).toBe('injected');
    expect(appOf(outcome)['env']).toStrictEqual([{ name: 'A', value: 'x' }]);
  });
});

describe('an entry "*" on the host network', () => {
  const PORT = { name: 'http', containerPort: 8088, hostPort: 8088, protocol: 'TCP' };

  it.each(['keep', 'replace', 'reject'])(
    'takes the port of a reviewed Pod for its own under onConflict: %s',
    (policy) => {
      const options = `hostNetwork: allow\nonConflict: ${policy}`;
      const template = `${options}\ncontainers: [${ENVOY}, {name: "*", ports: [{name: http, containerPort: 8088}]}]`;
      const containers = [{ ...APP, ports: [PORT] }];
      const { pod, decision } = injectPod(
        subjectOf(podOf({ containers, hostNetwork: true })),
        setOf({ envoy: template }),
      );
      expect(decision.reason).toBe('injected');
      expect(objectsAt(objectAt(pod, 'spec'), 'containers')[0]).toStrictEqual(containers[0]);
    },
  );

  it('adds its port with the number that the API server will give it', () => {
    const template = `hostNetwork: allow\ncontainers: [${ENVOY}, {name: "*", ports: [{containerPort: 8088}]}]`;
    const outcome = injectPod(subjectOf(podOf({ hostNetwork: true })), setOf({ envoy: template }));
    expect(appOf(outcome)['ports']).toStrictEqual([{ containerPort: 8088, hostPort: 8088 }]);
  });
});

describe('a value that an absent field stands for', () => {
  it('is not added to the application, since the API server would not write it down', () => {
    expect(appOf(inject('tty: false, stdin: true', {}))).toStrictEqual({ ...APP, stdin: true });
  });

  it('is not filled in where the image is auto', () => {
    const templates = setOf({ envoy: 'containers: [{name: envoy, image: "envoy:1", tty: false}]' });
    const spec = { containers: [APP, { name: 'envoy', image: 'auto' }] };
    const { pod } = injectPod(subjectOf(podOf(spec)), templates);
    expect(objectsAt(objectAt(pod, 'spec'), 'containers')[1]).toStrictEqual({ name: 'envoy', image: 'envoy:1' });
  });
});

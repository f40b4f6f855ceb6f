import { describe, expect, it } from 'vitest';
import type { Subject } from '../../src/injection/decision.ts';
import { injectPod } from '../../src/injection/inject-pod.ts';
import { objectAt, objectsAt, type Json, type JsonObject } from '../../src/injection/json.ts';
import type { Outcome } from '../../src/injection/outcome.ts';
import { applyPatch, copyOf } from '../support/apply-patch.ts';
import { podOf, setOf, subjectOf } from '../support/load-example.ts';

const ASKS = { 'sidecar-injector.dev/inject': 'true' };
const APP = { name: 'app', image: 'shop:1', ports: [{ containerPort: 8080 }] };

interface Review {
  readonly annotations?: JsonObject;
  readonly labels?: JsonObject;
  readonly spec?: JsonObject;
  readonly rest?: Partial<Subject>;
}

/** What comes of one template; the patch and a second review of the injected Pod are checked too. */
function review(
  template: string,
  { annotations = ASKS, labels = {}, spec = { containers: [APP] }, rest = {} }: Review = {},
): Outcome {
  const templates = setOf({ envoy: template });
  expect([...templates.unavailable]).toStrictEqual([]);
  const pod = { ...podOf(spec), metadata: { name: 'shop', labels, annotations } };
  const subject = { ...subjectOf(pod, 'enabled'), ...rest };
  const outcome = injectPod(subject, templates);
  expect(applyPatch(pod, outcome.patch)).toStrictEqual(copyOf(outcome.pod));
  const again = injectPod({ ...subject, pod: copyOf(outcome.pod) }, templates);
  expect(again.patch).toStrictEqual([]);
  if (outcome.decision.action === 'inject') expect(again.decision.reason).toBe('already-injected');
  return outcome;
}

const withArg = (arg: string, more = ''): string =>
  `${more}\ncontainers: [{name: envoy, image: "e:1", args: ["${arg}"]}]`;

/** The arguments of the injected container. */
function argsOf({ pod }: Outcome): Json | undefined {
  return objectsAt(objectAt(pod, 'spec'), 'containers').find(({ name }) => name === 'envoy')?.['args'];
}

describe('an expression', () => {
  it.each<[string, Review, readonly string[]]>([
    ['${{ object.metadata.name }}', {}, ['shop']],
    ['a-${{ object.metadata.name }}-${{ request.namespace }}', {}, ['a-shop-demo']],
    ["${{ object.metadata.?labels['app'].orValue('none') }}", {}, ['none']],
    ["${{ object.metadata.?labels['app'].orValue('none') }}", { labels: { app: 'x: [y]\\n- z' } }, ['x: [y]\\n- z']],
    ['${{ string(object.spec.containers[0].ports[0].containerPort + 1) }}', {}, ['8081']],
    ['${{ object.spec.containers[0].ports[0].containerPort + 1 }} is next', {}, ['8081 is next']],
    ['${{ namespaceObject.metadata.name }}', {}, ['demo']],
    ['$${{ kept }}', {}, ['${{ kept }}']],
    ['${{ string(size(object.spec.containers)) }}', {}, ['1']],
  ])('%s gives its value as data', (text, options, expected) => {
    expect(argsOf(review(withArg(text), options))).toStrictEqual(expected);
  });

  it('sees the labels and annotations of the namespace', () => {
    const namespace = {
      name: 'demo',
      injection: 'enabled',
      labels: { team: 'a' },
      annotations: { note: 'b' },
    } as const;
    const text = "${{ namespaceObject.metadata.labels['team'] + namespaceObject.metadata.annotations.note }}";
    expect(argsOf(review(withArg(text), { rest: { namespace } }))).toStrictEqual(['ab']);
  });

  it('that is the whole value keeps its type', () => {
    const template = `
containers:
  - name: envoy
    image: e:1
    command: "\${{ ['/bin/envoy', object.metadata.name] }}"
    ports: [{containerPort: "\${{ object.spec.containers[0].ports[0].containerPort + 1000 }}"}]
    tty: "\${{ object.metadata.name == 'shop' }}"
    resources: {requests: {cpu: "\${{ object.metadata.name == 'shop' ? '50m' : '1' }}"}}
`;
    expect(objectsAt(objectAt(review(template).pod, 'spec'), 'containers')[1]).toStrictEqual({
      name: 'envoy',
      image: 'e:1',
      command: ['/bin/envoy', 'shop'],
      ports: [{ containerPort: 9080 }],
      tty: true,
      resources: { requests: { cpu: '50m' } },
    });
  });

  it('without a value leaves its field, or its element, out', () => {
    const template = `
containers:
  - name: envoy
    image: e:1
    workingDir: "\${{ object.metadata.?labels.?dir }}"
    args: ["a", "\${{ object.metadata.?labels.?dir }}", "b"]
`;
    expect(objectsAt(objectAt(review(template).pod, 'spec'), 'containers')[1]).toStrictEqual({
      name: 'envoy',
      image: 'e:1',
      args: ['a', 'b'],
    });
  });

  it('may stand in labels, annotations, "*" and other fields of the spec', () => {
    const template = `
metadata: {labels: {mesh: "\${{ request.namespace }}"}, annotations: {note: "for \${{ object.metadata.name }}"}}
containers:
  - {name: envoy, image: "e:1"}
  - {name: "*", env: [{name: SELF, value: "\${{ object.metadata.name }}"}]}
dnsConfig: {searches: ["\${{ request.namespace }}.svc"]}
`;
    const { pod } = review(template);
    expect(objectAt(pod, 'metadata')).toMatchObject({ labels: { mesh: 'demo' }, annotations: { note: 'for shop' } });
    expect(objectAt(pod, 'spec')).toMatchObject({ dnsConfig: { searches: ['demo.svc'] } });
    expect(objectsAt(objectAt(pod, 'spec'), 'containers')[0]).toMatchObject({ env: [{ name: 'SELF', value: 'shop' }] });
  });

  const MISSING = withArg('${{ object.metadata.labels.team }}');

  it.each<[string, string, Review, string]>([
    ['a missing key', MISSING, {}, 'containers[0].args[0]: object.metadata.labels.team: no such key: team'],
    [
      'a value of the wrong type',
      'containers: [{name: envoy, image: "e:1", ports: [{containerPort: "${{ int(object.metadata.name) }}"}]}]',
      { spec: { containers: [APP] } },
      'containers[0].ports[0].containerPort',
    ],
    [
      'a port that is none',
      'containers: [{name: envoy, image: "e:1", ports: [{containerPort: "${{ object.spec.containers[0].ports[0].containerPort * 100 }}"}]}]',
      {},
      'containers[0].ports[0].containerPort: must be a port from 1 to 65535, not 808000',
    ],
    [
      'an empty image',
      `containers: [{name: envoy, image: "\${{ object.metadata.?labels.?image.orValue('') }}"}]`,
      {},
      'containers[0].image: "" is not the name of an image',
    ],
    [
      'a label value that is none',
      `metadata: {labels: {a: "\${{ object.metadata.name }} is here"}}\ncontainers: [{name: envoy, image: "e:1"}]`,
      {},
      'metadata.labels.a: "shop is here" is not a valid label value',
    ],
  ])('that fails for %s refuses a Pod that asked, and no other', (_, template, options, message) => {
    const { decision } = review(template, options);
    expect(decision).toMatchObject({ action: 'reject', reason: 'expression-failed' });
    expect(decision.action === 'reject' && decision.message).toContain(message);
    const silent = review(template, { ...options, annotations: {} });
    expect(silent.decision).toStrictEqual({ action: 'skip', reason: 'expression-failed' });
    expect(silent.warnings.map(({ code, message: said }) => [code, said.includes(message)])).toStrictEqual([
      ['expression-failed', true],
    ]);
  });

  it('that reads the containers gives the same for the injected Pod, under every policy', () => {
    for (const policy of ['keep', 'replace', 'reject']) {
      const template = `
onConflict: ${policy}
containers:
  - {name: envoy, image: "e:1", args: ["\${{ string(size(object.spec.containers)) }}"]}
  - {name: "*", env: [{name: COUNT, value: "\${{ string(size(object.spec.containers)) }}"}]}
`;
      expect(argsOf(review(template))).toStrictEqual(['1']);
    }
  });
});

describe('a condition', () => {
  it.each([
    ['true', 'inject injected'],
    ["object.metadata.name == 'shop'", 'inject injected'],
    ["object.metadata.name == 'other'", 'skip condition-false'],
    ['has(object.metadata.labels.batch)', 'skip condition-false'],
    ["object.metadata.labels['batch'] == 'x'", 'reject expression-failed'],
    ["request.operation == 'CREATE' && !request.?dryRun.orValue(false)", 'inject injected'],
    ['params.debug', 'inject injected'],
    ['!params.debug', 'skip condition-false'],
  ])('%s comes to: %s', (condition, expected) => {
    const template = `when: ${JSON.stringify(condition)}\nparams: {debug: {type: boolean, default: true}}`;
    const { decision } = review(withArg("${{ params.debug ? 'x' : 'y' }}", template));
    expect(`${decision.action} ${decision.reason}`).toBe(expected);
  });

  it('that fails on what a template brought does not refuse the injected Pod', () => {
    const options = 'order: {containers: first}\nwhen: object.spec.containers[0].ports.all(p, p.containerPort > 1024)';
    expect(review(withArg('x', options)).decision.action).toBe('inject');
  });

  it('that is false warns a Pod that asked, and no other', () => {
    const template = withArg('x', 'when: "false"');
    expect(review(template).warnings).toStrictEqual([
      { code: 'request-skipped', message: 'template "envoy" was not injected: its condition is false: "false"' },
    ]);
    expect(review(template, { annotations: {} }).warnings).toStrictEqual([]);
  });
});

const DECLARED = `
params:
  count: {type: integer, default: 2, minimum: 1, maximum: 16}
  mode: {type: string, default: fast, enum: [fast, slow]}
  ratio: {type: number, default: 0.5}
  debug: {type: boolean, default: false}
  tag: {type: string, default: v1, pattern: "^v[0-9]+$"}`;
const ALL = withArg(
  '${{ params.count }}/${{ params.mode }}/${{ params.ratio }}/${{ params.debug }}/${{ params.tag }}',
  DECLARED,
);
const set = (values: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`sidecar-injector.dev/envoy.${name}`, value]));
const inNamespace = (values: JsonObject): Partial<Subject> => ({
  namespace: { name: 'demo', injection: 'enabled', labels: {}, annotations: set(values) },
});

describe('parameters', () => {
  it.each<[string, JsonObject, JsonObject, string]>([
    ['their defaults', {}, {}, '2/fast/0.5/false/v1'],
    [
      'what the Pod says',
      { count: '4', mode: 'slow', ratio: '1e2', debug: 'true', tag: 'v12' },
      {},
      '4/slow/100/true/v12',
    ],
    ['what the namespace says', {}, { count: '5' }, '5/fast/0.5/false/v1'],
    ['what the Pod says before the namespace', { count: '4' }, { count: '5', mode: 'slow' }, '4/slow/0.5/false/v1'],
  ])('have %s', (_, own, namespaces, expected) => {
    const outcome = review(ALL, { annotations: { ...ASKS, ...set(own) }, rest: inNamespace(namespaces) });
    expect(argsOf(outcome)).toStrictEqual([expected]);
  });

  it.each<[JsonObject, JsonObject, string]>([
    [
      { count: '17' },
      {},
      'annotation "sidecar-injector.dev/envoy.count" has the value "17": it must be a whole number from 1 to 16',
    ],
    [{ count: '4.5' }, {}, 'it must be a whole number from 1 to 16'],
    [{ count: '' }, {}, 'has the value "": it must be a whole number from 1 to 16'],
    [{ count: '0x4' }, {}, 'it must be a whole number from 1 to 16'],
    [{ mode: 'Fast' }, {}, 'it must be one of "fast", "slow"'],
    [{ ratio: 'NaN' }, {}, 'it must be a number'],
    [{ debug: 'yes' }, {}, 'it must be "true" or "false"'],
    [{ tag: 'v1\n' }, {}, 'it must be a text of at most 1024 characters that matches "^v[0-9]+$"'],
    [{ coun: '1' }, {}, 'template "envoy" has no parameter "coun": did you mean "count"?'],
    [{ zzz: '1' }, {}, 'template "envoy" has no parameter "zzz": it has "count", "mode", "ratio", "debug", "tag"'],
    [{}, { count: '0' }, 'namespace annotation "sidecar-injector.dev/envoy.count" has the value "0"'],
    [{ count: '3' }, { count: '0' }, 'namespace annotation "sidecar-injector.dev/envoy.count" has the value "0"'],
  ])('of %j in a namespace with %j are refused', (own, namespaces, message) => {
    for (const annotations of [set(own), { ...ASKS, ...set(own) }]) {
      const { decision } = review(ALL, { annotations, rest: inNamespace(namespaces) });
      expect(decision).toMatchObject({ action: 'reject', reason: 'invalid-parameter' });
      expect(decision.action === 'reject' && decision.message).toContain(message);
    }
  });

  it('tells everything that is wrong at once', () => {
    const { decision } = review(ALL, { annotations: set({ count: '0', mode: 'x', zzz: '' }) });
    const message = decision.action === 'reject' ? decision.message : '';
    expect(message.match(/sidecar-injector\.dev\/envoy\./g)).toHaveLength(3);
  });

  it('of a template without any are refused too', () => {
    const { decision } = review(withArg('x'), { annotations: set({ count: '1' }) });
    expect(decision).toMatchObject({ reason: 'invalid-parameter' });
  });

  it('of a template that is not in force mean nothing', () => {
    const annotations = { 'sidecar-injector.dev/other.count': 'x', 'sidecar-injector.dev/envoys.count': 'x' };
    expect(review(ALL, { annotations }).decision.action).toBe('inject');
  });

  it('are judged after a condition that does not read them, and before one that does', () => {
    const annotations = set({ count: '0' });
    const skipped = review(`when: "false"${ALL}`, { annotations });
    expect(skipped.decision.reason).toBe('condition-false');
    const refused = review(`when: "params.count > 100"${ALL}`, { annotations });
    expect(refused.decision.reason).toBe('invalid-parameter');
  });
});

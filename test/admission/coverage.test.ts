import { describe, expect, it } from 'vitest';
import { askCore } from '../../src/admission/ask-core.ts';
import { judgeCoverage, type Coverage, type CoverageContext } from '../../src/admission/coverage.ts';
import { readAskedNamespace } from '../../src/admission/later-asking.ts';
import type { JsonObject } from '../../src/injection/json.ts';
import { loadTemplates, NO_TEMPLATES } from '../../src/injection/template/load-templates.ts';
import type { TemplateSet } from '../../src/injection/template/template.ts';
import { sha256Hex } from '../support/load-example.ts';

const INJECT = 'sidecar-injector.dev/inject';
const LABEL = 'sidecar-injector.dev/injection';
const NAMES = 'sidecar-injector.dev/templates';
const STATUS = 'sidecar-injector.dev/status';
const [BEFORE, CREATED, AFTER] = ['2026-01-01T00:00:00Z', '2026-01-01T00:01:00Z', '2026-01-01T00:02:00Z'];

const ENVOY = [
  'default: true',
  'params: {level: {type: string, default: info}}',
  'containers: [{name: envoy, image: "envoy:1", args: ["-l", "${{ params.level }}"]}]',
].join('\n');
const LOG = `when: "object.metadata.?labels['tier'].orValue('') != 'quiet'"\ncontainers: [{name: log, image: "log:1"}]`;
const BROKEN = 'containers: [{name: broken, imagine: x}]';

function setOf(data: Readonly<Record<string, string>>): TemplateSet {
  return loadTemplates(NO_TEMPLATES, { data: new Map(Object.entries(data)), retired: new Set() }, sha256Hex).set;
}

const NOW = setOf({ 'envoy.yaml': ENVOY, 'log.yaml': LOG, 'broken.yaml': BROKEN });
const EARLIER = setOf({ 'envoy.yaml': ENVOY.replace('envoy:1', 'envoy:0'), 'log.yaml': LOG, 'gone.yaml': LOG });

interface Namespace {
  readonly label?: string;
  readonly annotations?: JsonObject;
  /** When both were written. */
  readonly at?: string;
}

function writesOf(fields: 'labels' | 'annotations', keys: readonly string[], time: string): JsonObject {
  const owned = Object.fromEntries(keys.map((key) => [`f:${key}`, {}]));
  return { manager: 'kubectl', time, fieldsV1: { 'f:metadata': { [`f:${fields}`]: owned } } };
}

function contextOf({ label, annotations = {}, at = BEFORE }: Namespace, inForceSince = BEFORE): CoverageContext {
  const managedFields = [writesOf('labels', [LABEL], at), writesOf('annotations', Object.keys(annotations), at)];
  const labels = label === undefined ? {} : { [LABEL]: label };
  return {
    namespace: readAskedNamespace({ metadata: { name: 'shop', labels, annotations, managedFields } }),
    protectedNamespaces: new Set(['kube-system']),
    hasNativeSidecars: true,
    templates: NOW,
    inForceSince: () => inForceSince,
  };
}

interface Made {
  readonly annotations?: JsonObject;
  readonly labels?: JsonObject;
  readonly spec?: JsonObject;
  readonly status?: JsonObject;
  /** When its annotations were written. */
  readonly at?: string;
}

/** A Pod that no review has seen. */
function bare({
  annotations = {},
  labels = {},
  spec = {},
  status = { phase: 'Running' },
  at = CREATED,
}: Made = {}): JsonObject {
  const managedFields = [writesOf('annotations', Object.keys(annotations), at)];
  const metadata = {
    name: 'web',
    namespace: 'shop',
    uid: 'u',
    creationTimestamp: CREATED,
    annotations,
    labels,
    managedFields,
  };
  return { metadata, spec: { nodeName: 'n', containers: [{ name: 'app', image: 'app:1' }], ...spec }, status };
}

/** A Pod that was injected when it was created, by these templates. */
function injected(set: TemplateSet, made: Made = {}, namespace: Namespace = { label: 'enabled' }): JsonObject {
  const context = contextOf(namespace);
  const { decision, pod } = askCore(bare(made), { ...context, namespace: context.namespace.facts }, set);
  expect(decision.action).toBe('inject');
  return pod;
}

/** The Pod after a later webhook, or a person, has changed its containers. */
function changed(pod: JsonObject, change: (containers: readonly JsonObject[]) => readonly JsonObject[]): JsonObject {
  const spec = pod['spec'] as { containers: readonly JsonObject[] };
  return { ...pod, spec: { ...spec, containers: change(spec.containers) } };
}

const ON: Namespace = { label: 'enabled' };
const both = { [NAMES]: 'envoy, log' };
const asks = { [INJECT]: 'true' };

type Row = readonly [name: string, pod: JsonObject, context: CoverageContext, state: Coverage['state'], why: RegExp];

const ROWS: readonly Row[] = [
  ['injected by what is in force', injected(NOW), contextOf(ON), 'covered', /^$/],
  [
    'both templates are there',
    injected(NOW, {}, { ...ON, annotations: both }),
    contextOf({ ...ON, annotations: both }),
    'covered',
    /^$/,
  ],
  [
    'its image was changed since',
    changed(injected(NOW), (all) => all.map((one) => ({ ...one, image: 'x:2' }))),
    contextOf(ON),
    'covered',
    /^$/,
  ],
  [
    'another value of a parameter holds now',
    injected(NOW),
    contextOf({ ...ON, annotations: { 'sidecar-injector.dev/envoy.level': 'debug' } }),
    'covered',
    /^$/,
  ],
  [
    'the content is there without a record',
    bare({ spec: { containers: [{ name: 'app' }, { name: 'envoy', image: 'envoy:1', args: ['-l', 'info'] }] } }),
    contextOf(ON),
    'covered',
    /^$/,
  ],
  [
    'an older revision',
    injected(EARLIER),
    contextOf(ON),
    'outdated',
    /^it has revision "\w{12}" of template "envoy": \w{12} is in force$/,
  ],
  [
    'a template that is gone',
    injected(EARLIER, { annotations: { [INJECT]: 'gone' } }),
    contextOf({}),
    'outdated',
    /^it has revision "\w{12}" of template "gone": there is no such template now$/,
  ],
  [
    'one of two templates, which the Pod names',
    injected(NOW, { annotations: { [INJECT]: 'envoy' } }),
    contextOf({ ...ON, annotations: both }),
    'covered',
    /^$/,
  ],
  [
    'one of two templates, which the namespace names',
    injected(NOW),
    contextOf({ ...ON, annotations: both }),
    'missing',
    /^its namespace is enabled, and it was created without template "log"$/,
  ],
  [
    'nothing, in an enabled namespace',
    bare(),
    contextOf(ON),
    'missing',
    /^its namespace is enabled, and it was created without template "envoy"$/,
  ],
  [
    'nothing, in a namespace that was enabled in that second',
    bare(),
    contextOf({ ...ON, at: CREATED }),
    'missing',
    /template "envoy"$/,
  ],
  [
    'nothing, though the Pod asks',
    bare({ annotations: asks }),
    contextOf({}),
    'missing',
    /^it asks by its annotation, and it was created without template "envoy"$/,
  ],
  [
    'nothing, though the Pod asks in the classic way',
    bare({ annotations: { 'initializer.kubernetes.io/log': 'true' } }),
    contextOf({}),
    'missing',
    /template "log"$/,
  ],
  [
    'nothing, and neither of two',
    bare(),
    contextOf({ ...ON, annotations: both }),
    'missing',
    /"envoy"; its namespace is enabled, and it was created without template "log"$/,
  ],
  [
    'what is refused: a template that there is not',
    bare({ annotations: { [INJECT]: 'nope' } }),
    contextOf({}),
    'missing',
    /refused it: annotation \S+ names "nope": no such template/,
  ],
  [
    'what is refused: a malformed annotation',
    bare({ annotations: { [INJECT]: 'yes' } }),
    contextOf({}),
    'missing',
    /refused it: annotation \S+ has the value "yes"/,
  ],
  [
    'what is refused: a parameter',
    bare({ annotations: { 'sidecar-injector.dev/envoy.nope': '1' } }),
    contextOf(ON),
    'missing',
    /^its namespace is enabled, and the injector would have refused it: /,
  ],
  [
    'a record without its container',
    changed(injected(NOW), (all) => all.slice(0, 1)),
    contextOf(ON),
    'lost',
    /^its record names container "envoy" of template "envoy", which is not there$/,
  ],
  [
    'a record that only says why it was skipped',
    bare({ annotations: { [STATUS]: '{"envoy":{"skipped":"condition-false"}}' } }),
    contextOf(ON),
    'missing',
    /template "envoy"$/,
  ],
  [
    'a record that cannot be read',
    bare({ annotations: { [STATUS]: '{' } }),
    contextOf(ON),
    'missing',
    /template "envoy"$/,
  ],
  [
    'nothing, labelled later',
    bare(),
    contextOf({ ...ON, at: AFTER }),
    'older',
    /^it was created at 2026-01-01T00:01:00Z, and the label \S+ of its namespace was written at 2026-01-01T00:02:00Z$/,
  ],
  [
    'nothing, the template came later',
    bare(),
    contextOf(ON, AFTER),
    'older',
    /and the template came into force at 2026-01-01T00:02:00Z$/,
  ],
  [
    'nothing, annotated later',
    bare({ annotations: asks, at: AFTER }),
    contextOf({}),
    'older',
    /annotation sidecar-injector\.dev\/inject was written at/,
  ],
  [
    'malformed, annotated later',
    bare({ annotations: { [INJECT]: 'yes' }, at: AFTER }),
    contextOf({}),
    'older',
    /was written at/,
  ],
  [
    'nothing, asked by itself before the label came',
    bare({ annotations: asks }),
    contextOf({ ...ON, at: AFTER }),
    'missing',
    /asks by its annotation/,
  ],
  [
    'one template, the namespace named the other later',
    injected(NOW),
    contextOf({ ...ON, annotations: both, at: AFTER }),
    'older',
    /was written at 2026-01-01T00:02:00Z$/,
  ],
  ['no label', bare(), contextOf({}), 'not-due', /^not-requested$/],
  ['label disabled', bare({ annotations: asks }), contextOf({ label: 'disabled' }), 'not-due', /^namespace-disabled$/],
  ['opted out', bare({ annotations: { [INJECT]: 'false' } }), contextOf(ON), 'not-due', /^pod-opted-out$/],
  ['host network', bare({ spec: { hostNetwork: true } }), contextOf(ON), 'not-due', /^host-network$/],
  [
    'a condition that is false',
    bare({ labels: { tier: 'quiet' } }),
    contextOf({ ...ON, annotations: { [NAMES]: 'log' } }),
    'not-due',
    /^condition-false$/,
  ],
  ['Windows', bare({ spec: { os: { name: 'windows' } } }), contextOf(ON), 'not-due', /^other-os$/],
  [
    'a name that is taken',
    bare({ spec: { containers: [{ name: 'envoy', image: 'mine' }] } }),
    contextOf(ON),
    'not-due',
    /^name-taken$/,
  ],
  ['static', bare({ annotations: { 'kubernetes.io/config.mirror': 'x' } }), contextOf(ON), 'not-due', /^static-pod$/],
  [
    'a broken template',
    bare({ annotations: { [INJECT]: 'broken' } }),
    contextOf({}),
    'unknown',
    /^template "broken" has no good version$/,
  ],
  ['ended', bare({ status: { phase: 'Succeeded' } }), contextOf(ON), 'not-due', /^it has ended$/],
];

describe('judgeCoverage', () => {
  it.each(ROWS)('%s', (...[, pod, context, state, why]: Row) => {
    const coverage = judgeCoverage(pod, context);
    expect(coverage).toMatchObject({ state, why: expect.stringMatching(why) as string });
    expect(coverage.reason !== undefined).toBe(state === 'not-due');
  });

  it('finds no fault in a protected namespace', () => {
    const context = { ...contextOf(ON), protectedNamespaces: new Set(['shop']) };
    expect(judgeCoverage(bare(), context)).toMatchObject({ state: 'not-due', reason: 'protected-namespace' });
  });

  it('counts the worst of several templates', () => {
    const annotations = { [NAMES]: 'envoy,log' };
    const pod = injected(EARLIER, {}, { ...ON, annotations });
    expect(judgeCoverage(pod, contextOf({ ...ON, annotations })).state).toBe('outdated');
    const withoutLog = changed(pod, (all) => all.filter(({ name }) => name !== 'log'));
    expect(judgeCoverage(withoutLog, contextOf({ ...ON, annotations })).state).toBe('lost');
  });
});

import type { Reason } from '../../src/injection/outcome.ts';
import { type Annotations, APP_CONTAINER } from './workloads.ts';

/** A Pod that the API server sends to the injector, and all that is to be seen of the answer. */
export interface ReasonCase {
  readonly reason: Reason;
  readonly decision: 'inject' | 'skip' | 'reject';
  /** Which namespace it is created in: one without a label, or one that is enabled and names these templates. */
  readonly given?: string;
  readonly annotations?: Annotations;
  readonly spec?: object;
  /** What the warning in the answer says, and the Event of the Pod's controller. */
  readonly warning?: RegExp;
  /** The Event's reason. */
  readonly event?: string;
}

const container = (name: string, more = ''): string => `containers: [{name: ${name}, image: "${name}:1"${more}}]`;

/** A template for each reason that depends on one. */
export const REASON_TEMPLATES: Readonly<Record<string, string>> = {
  envoy: `default: true\n${container('envoy')}`,
  windows: `os: windows\n${container('windows')}`,
  never: `when: "has(object.metadata.labels.wanted)"\n${container('never')}`,
  failing: `when: "object.metadata.labels['absent'] == 'x'"\n${container('failing')}`,
  tuned: `params: {level: {type: integer, default: 1, minimum: 1, maximum: 3}}\n${container('tuned', ', args: ["${{ string(params.level) }}"]')}`,
  unfit: container('unfit', ', ports: [{containerPort: 9, hostPort: 8088}]'),
  strict: `onConflict: reject\n${container('strict')}\nvolumes: [{name: shared, emptyDir: {}}]`,
  kept: `${container('kept')}\nvolumes: [{name: shared, emptyDir: {}}]`,
  broken: 'containers: nothing',
};

const asks = (templates = 'true', more: Annotations = {}): Annotations => ({
  'sidecar-injector.dev/inject': templates,
  ...more,
});
const withContainers = (...containers: readonly object[]): object => ({ containers });

/** So many annotations that the API server does not look through them, but sends the Pod. */
const MANY = Object.fromEntries(Array.from({ length: 257 }, (_, index) => [`many/${index}`, '']));

/** By name, which is the Pod's. Each reason that can reach the webhook stands here at least once. */
export const REASON_CASES: Readonly<Record<string, ReasonCase>> = {
  injected: { reason: 'injected', decision: 'inject', annotations: asks() },
  'opted-out': {
    reason: 'pod-opted-out',
    decision: 'skip',
    given: 'envoy',
    annotations: { 'initializer.kubernetes.io/envoy': 'false' },
  },
  'invalid-annotation': { reason: 'invalid-annotation', decision: 'reject', annotations: asks('yes') },
  'not-requested': { reason: 'not-requested', decision: 'skip', annotations: MANY },
  'unknown-by-pod': { reason: 'unknown-template', decision: 'reject', annotations: asks('gone') },
  'unknown-by-namespace': {
    reason: 'unknown-template',
    decision: 'skip',
    given: 'gone',
    warning: /names "gone": no such template/,
    event: 'UnknownTemplate',
  },
  'broken-by-pod': { reason: 'template-unavailable', decision: 'reject', annotations: asks('broken') },
  'broken-by-namespace': {
    reason: 'template-unavailable',
    decision: 'skip',
    given: 'broken',
    warning: /template "broken" is not available/,
    event: 'TemplateUnavailable',
  },
  'host-network': {
    reason: 'host-network',
    decision: 'skip',
    annotations: asks(),
    spec: { hostNetwork: true },
    warning: /the Pod is on the host network/,
    event: 'RequestSkipped',
  },
  'other-os': {
    reason: 'other-os',
    decision: 'skip',
    annotations: asks('windows'),
    warning: /the Pod is for "linux" and the template for "windows"/,
    event: 'RequestSkipped',
  },
  'condition-false': {
    reason: 'condition-false',
    decision: 'skip',
    annotations: asks('never'),
    warning: /its condition is false/,
    event: 'RequestSkipped',
  },
  'condition-false-by-namespace': { reason: 'condition-false', decision: 'skip', given: 'never' },
  'failing-by-pod': { reason: 'expression-failed', decision: 'reject', annotations: asks('failing') },
  'failing-by-namespace': {
    reason: 'expression-failed',
    decision: 'skip',
    given: 'failing',
    warning: /template "failing" was not injected: its condition failed/,
    event: 'ExpressionFailed',
  },
  'invalid-parameter': {
    reason: 'invalid-parameter',
    decision: 'reject',
    annotations: asks('tuned', { 'sidecar-injector.dev/tuned.level': '9' }),
  },
  'does-not-fit': {
    reason: 'does-not-fit',
    decision: 'reject',
    annotations: asks('unfit'),
    spec: withContainers({ ...APP_CONTAINER, ports: [{ containerPort: 80, hostPort: 8088 }] }),
  },
  conflict: {
    reason: 'conflict',
    decision: 'reject',
    annotations: asks('strict'),
    spec: { volumes: [{ name: 'shared', configMap: { name: 'mine' } }] },
  },
  'conflict-kept': {
    reason: 'injected',
    decision: 'inject',
    given: 'kept',
    spec: { volumes: [{ name: 'shared', configMap: { name: 'mine' } }] },
    warning: /template "kept": the Pod's value stands at spec\.volumes/,
    event: 'Conflict',
  },
  'name-taken': {
    reason: 'name-taken',
    decision: 'skip',
    given: 'envoy',
    spec: withContainers(APP_CONTAINER, { name: 'envoy', image: 'mine:1' }),
    warning: /template "envoy" was not injected: the Pod has a container "envoy" of its own/,
    event: 'NameTaken',
  },
  'already-injected': {
    reason: 'already-injected',
    decision: 'skip',
    annotations: asks(),
    spec: withContainers(APP_CONTAINER, { name: 'envoy', image: 'envoy:1' }),
  },
  'auto-without-template': {
    reason: 'auto-without-template',
    decision: 'reject',
    annotations: asks(),
    spec: withContainers(APP_CONTAINER, { name: 'other', image: 'auto' }),
  },
};

/** Reasons of Pods that selectors and conditions keep away, and of what is no Pod that can be made. */
export const UNREACHABLE: readonly Reason[] = [
  'not-a-pod-create',
  'protected-namespace',
  'static-pod',
  'namespace-disabled',
  'too-large',
];

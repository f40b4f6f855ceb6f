import type { JsonObject } from '../json.ts';
import type { Audience, MatchCondition } from './matching.ts';
import type { Variable } from './variable-names.ts';

/** The two kinds of admission policies. */
export type PolicyKind = 'MutatingAdmissionPolicy' | 'ValidatingAdmissionPolicy';

/** What is common to both. */
export interface PolicyParts {
  readonly kind: PolicyKind;
  readonly name: string;
  /** What it is for, in one sentence. */
  readonly description: string;
  readonly failurePolicy: 'Fail' | 'Ignore';
  readonly matchConstraints: JsonObject;
  readonly matchConditions: readonly MatchCondition[];
  readonly variables: readonly Variable[];
  /** What the kind has of its own. */
  readonly spec: JsonObject;
}

const API_VERSION = 'admissionregistration.k8s.io/v1';

/** The name of a template's policy; the parts of a name of ours. */
export function policyName(prefix: string, template: string, audience: Audience): string {
  return `${prefix}-${template}-${audience}`;
}

/**
 * A policy with its binding, which has nothing to add to it.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/
 * @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
export function policyWithBinding(parts: PolicyParts): readonly JsonObject[] {
  const { kind, name, description, failurePolicy, matchConstraints, matchConditions, variables, spec } = parts;
  const metadata = {
    name,
    labels: {
      'app.kubernetes.io/name': 'sidecar-injector',
      'app.kubernetes.io/component': 'policy',
      'app.kubernetes.io/part-of': 'sidecar-injector',
    },
    annotations: { 'kubernetes.io/description': description },
  };
  const policy = {
    apiVersion: API_VERSION,
    kind,
    metadata,
    spec: {
      failurePolicy,
      ...(kind === 'MutatingAdmissionPolicy' && { reinvocationPolicy: 'IfNeeded' }),
      matchConstraints,
      matchConditions: matchConditions.map(({ name: condition, expression }) => ({ name: condition, expression })),
      variables: variables.map(({ name: variable, expression }) => ({ name: variable, expression })),
      ...spec,
    },
  };
  const binding = {
    apiVersion: API_VERSION,
    kind: `${kind}Binding`,
    metadata: { name, labels: metadata.labels },
    spec: { policyName: name, ...(kind === 'ValidatingAdmissionPolicy' && { validationActions: ['Deny'] }) },
  };
  return [policy, binding];
}

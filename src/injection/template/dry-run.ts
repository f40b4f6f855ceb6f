import { INJECT_ANNOTATION } from '../annotations.ts';
import { injectPod } from '../inject-pod.ts';
import { objectAt, type JsonObject } from '../json.ts';
import type { Decision } from '../outcome.ts';
import { findSchemaViolations } from '../pod-validator.ts';
import { wholeProblem, type TemplateProblem } from './problem.ts';
import { SAMPLE_PODS, type SamplePod } from './sample-pods.ts';
import type { Template } from './template.ts';

/** What trying a template on sample Pods showed. */
export interface DryRun {
  /** The template makes Pods that the API server would refuse. */
  readonly problems: readonly TemplateProblem[];
  /** Some Pods cannot have it. */
  readonly warnings: readonly TemplateProblem[];
}

/**
 * Tries a template on Pods as an API server sends them: what comes out must be a Pod by its schema, and one of them must be able
 * to have it. An expression that fails on one of them, for want of a label say, or a field that does not go with theirs, will
 * fail on some real Pods too, which is worth a warning.
 */
export function dryRun(template: Template): DryRun {
  const tried = SAMPLE_PODS.map((sample) => tryOn(template, sample));
  const problems = tried.flatMap(({ problem }) => problem ?? []);
  const misfits = tried.flatMap(({ misfit }) => misfit ?? []);
  const fitsNone = misfits.length === tried.length;
  const warnings = [...tried.flatMap(({ warning }) => warning ?? []), ...(fitsNone ? [] : misfits)];
  return {
    problems: [...problems, ...(fitsNone ? misfits : [])].map((message) => wholeProblem('dry-run-failed', message)),
    warnings: warnings.map((message) => wholeProblem('sample-failed', message)),
  };
}

interface Trial {
  readonly problem?: string;
  /** Why this Pod cannot have the template; others may. */
  readonly misfit?: string;
  readonly warning?: string;
}

function tryOn(template: Template, { name, pod }: SamplePod): Trial {
  const { decision, pod: injected } = injectInto(template, pod);
  if (decision.action === 'inject') {
    const [violation] = findSchemaViolations(injected);
    return violation === undefined ? {} : { problem: `tried on ${name}, it makes a Pod that is none: ${violation}` };
  }
  const why = 'message' in decision ? decision.message : decision.reason;
  if (decision.reason === 'expression-failed') return { warning: `tried on ${name}: ${why}` };
  const isMisfit = decision.reason === 'does-not-fit' || decision.reason === 'conflict';
  return isMisfit ? { misfit: `tried on ${name}: ${why}` } : {};
}

function injectInto(template: Template, sample: JsonObject): { readonly decision: Decision; readonly pod: JsonObject } {
  const metadata = objectAt(sample, 'metadata') ?? {};
  const annotations = { ...objectAt(metadata, 'annotations'), [INJECT_ANNOTATION]: template.name };
  const spec = template.os === 'any' ? {} : { os: { name: template.os } };
  const pod = { ...sample, metadata: { ...metadata, annotations }, spec: { ...objectAt(sample, 'spec'), ...spec } };
  const namespace = { name: 'sample', injection: 'unset', labels: {}, annotations: {} } as const;
  return injectPod(
    {
      isPodCreate: true,
      pod,
      namespace,
      protectedNamespaces: new Set(),
      request: { operation: 'CREATE', namespace: 'sample', dryRun: true },
      hasNativeSidecars: true,
    },
    { templates: new Map([[template.name, template]]), unavailable: new Map(), defaultName: undefined },
  );
}

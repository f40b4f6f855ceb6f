import { DEFAULT_CONTAINER_ANNOTATION, OVERRIDES_ANNOTATION } from './annotations.ts';
import { addMore, valueWith, type AddedMetadata, type Entries } from './added-metadata.ts';
import { judgeMerge } from './judge-merge.ts';
import { objectAt, objectsAt, quote, stringAt, type JsonObject } from './json.ts';
import type { MergeTarget, Placed } from './merge-containers.ts';
import { mergeTemplate, type Merge } from './merge.ts';
import { splitNames } from './opt-in.ts';
import type { Decision, Reason, Warning } from './outcome.ts';
import { renderTemplate, type Obstacle, type ReviewFacts } from './render-template.ts';
import type { Overlay, Template } from './template/template.ts';

/** What one template did to a Pod: keys of labels and annotations added, names added, values that gave way. */
export interface Addition {
  readonly merge: Merge;
  readonly labels: readonly string[];
  readonly annotations: readonly string[];
  /** The Pod with the template's spec, and its own metadata: the very same object where the spec does not change. */
  readonly pod: JsonObject;
  /** What this template and those before it add to the metadata: the very same object where this one adds nothing. */
  readonly added: AddedMetadata;
}

/** A verdict on one template, with the changed Pod where it is to be injected. */
export interface Verdict {
  readonly decision: Decision;
  readonly addition?: Addition;
  readonly warnings: readonly Warning[];
  /** Why it is skipped or refused, in one line that follows the template's name; absent where it is injected. */
  readonly why?: string;
}

/** The Pod that a template is added to, and how it came to that. */
export interface Target {
  /** The Pod with the specs of the templates before this one, */
  readonly pod: JsonObject;
  /** and what they add to its metadata. */
  readonly added: AddedMetadata;
  readonly isExplicit: boolean;
  readonly placed: Placed;
  readonly hasNativeSidecars: boolean;
  /** Names of the containers of all templates that the Pod is to have. */
  readonly injected: ReadonlySet<string>;
  readonly facts: ReviewFacts;
}

/**
 * Rows 9 to 18 of the decision table for one template, in order; the first that holds decides.
 *
 * | row | when                                                              | decision                                          |
 * | --- | ----------------------------------------------------------------- | ------------------------------------------------- |
 * | 9   | host network, and the template does not say `hostNetwork: allow`  | skip `host-network`                               |
 * | 10  | the Pod's OS is not the template's                                | skip `other-os`                                   |
 * | 11  | its `when` is false                                               | skip `condition-false`                            |
 * | 12  | its `when` or a value expression fails on this Pod                | reject `expression-failed` if the Pod asked, else skip |
 * | 13  | a parameter is invalid                                            | reject `invalid-parameter`                        |
 * | 14  | the Pod would be refused with it                                  | reject `does-not-fit` if the Pod asked, else skip |
 * | 15  | a conflict under `onConflict: reject`                             | reject `conflict`                                 |
 * | 15  | a conflict over a volume that an added container mounts           | reject `conflict` if the Pod asked, else skip     |
 * | 16  | a container of that name with other content                       | skip `name-taken`                                 |
 * | 17  | the merge would change nothing                                    | skip `already-injected`                           |
 * | 18  | otherwise                                                         | inject                                            |
 */
export function addTemplate(template: Template, target: Target): Verdict {
  const spec = objectAt(target.pod, 'spec') ?? {};
  if (spec['hostNetwork'] === true && template.hostNetwork === 'skip') {
    return skip(
      template,
      target,
      'host-network',
      'the Pod is on the host network and the template does not say hostNetwork: allow',
    );
  }
  const os = osOf(spec);
  if (template.os !== 'any' && template.os !== os) {
    return skip(template, target, 'other-os', `the Pod is for ${quote(os)} and the template for ${quote(template.os)}`);
  }
  return addOverlay(template, target);
}

/** The operating system of a Pod's node: Linux unless the Pod says otherwise. @see https://kubernetes.io/docs/concepts/workloads/pods/#pod-os */
function osOf(spec: JsonObject): string {
  return (
    stringAt(objectAt(spec, 'os'), 'name') ?? stringAt(objectAt(spec, 'nodeSelector'), 'kubernetes.io/os') ?? 'linux'
  );
}

function skip(template: Template, { isExplicit }: Target, reason: Reason, why: string): Verdict {
  const message = `template ${quote(template.name)} was not injected: ${why}`;
  const warnings: readonly Warning[] = isExplicit ? [{ code: 'request-skipped', message }] : [];
  return { decision: { action: 'skip', reason }, warnings, why };
}

/** Rows 11 to 13. A parameter is always somebody's own words; an expression fails on what a Pod happens to hold. */
function stop(template: Template, target: Target, { reason, why }: Obstacle): Verdict {
  if (reason === 'condition-false') return skip(template, target, reason, why);
  if (reason === 'invalid-parameter' || target.isExplicit) {
    const message = `template ${quote(template.name)} cannot be injected: ${why}`;
    return { decision: { action: 'reject', reason, message }, warnings: [], why };
  }
  const message = `template ${quote(template.name)} was not injected: ${why}`;
  return { decision: { action: 'skip', reason }, warnings: [{ code: 'expression-failed', message }], why };
}

/**
 * Renders the template and lays it over the Pod. An expression may need a container that is the user's own under a template's
 * name, and that it does not see at first: then it is asked again of the Pod as it came.
 */
function addOverlay(template: Template, target: Target): Verdict {
  const { facts } = target;
  const first = tryOverlay(template, target);
  if (first.isGood || facts.bare === facts.object || 'overlay' in template.rendering) return first.verdict();
  const again = tryOverlay(template, { ...target, facts: { ...facts, bare: facts.object } });
  return again.isGood ? again.verdict() : first.verdict();
}

interface Attempt {
  /** Whether there is an overlay, and no container in its way. */
  readonly isGood: boolean;
  readonly verdict: () => Verdict;
}

function tryOverlay(template: Template, target: Target): Attempt {
  const rendered = renderTemplate(template, target.facts);
  if (!rendered.ok) return { isGood: false, verdict: () => stop(template, target, rendered.error) };
  const addition = applyTemplate(template, rendered.value, target);
  return { isGood: addition.merge.taken.length === 0, verdict: () => judgeMerge(template, target, addition) };
}

function applyTemplate(template: Template, overlay: Overlay, target: Target): Addition {
  const { pod, added } = target;
  const merge = mergeTemplate(template, overlay, target satisfies MergeTarget);
  const labels = missing(target, 'labels', overlay.labels);
  const wanted =
    merge.placed.containers > 0 ? { ...overlay.annotations, ...defaultContainer(pod) } : overlay.annotations;
  const annotations = missing(target, 'annotations', wanted);
  return {
    merge,
    labels: Object.keys(labels),
    annotations: Object.keys(annotations),
    pod: merge.spec === objectAt(pod, 'spec') ? pod : { ...pod, spec: merge.spec },
    added: addMore(added, labels, { ...annotations, ...overridesMark(target, merge) }),
  };
}

/** Without the image `auto` nothing else would tell, in a later review, that the container is the user's own override. */
function overridesMark({ pod, added }: Target, { overrides }: Merge): Entries {
  if (overrides.length === 0) return {};
  const known = valueWith(pod, added, 'annotations', OVERRIDES_ANNOTATION);
  const names = new Set([
    ...(typeof known === 'string' ? splitNames(known) : []),
    ...overrides.map(({ name }) => name),
  ]);
  return { [OVERRIDES_ANNOTATION]: [...names].join(',') };
}

/** With a sidecar before it, the user's first container stays the one that kubectl takes. */
function defaultContainer(pod: JsonObject): Entries {
  const first = stringAt(objectsAt(objectAt(pod, 'spec'), 'containers')[0], 'name');
  return first === undefined ? {} : { [DEFAULT_CONTAINER_ANNOTATION]: first };
}

function missing({ pod, added }: Target, field: keyof AddedMetadata, wanted: Entries): Entries {
  const isMissing = (key: string): boolean => valueWith(pod, added, field, key) === undefined;
  const keys = Object.keys(wanted);
  if (keys.every(isMissing)) return wanted;
  return Object.fromEntries(Object.entries(wanted).filter(([key]) => isMissing(key)));
}

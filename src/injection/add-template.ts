import { DEFAULT_CONTAINER_ANNOTATION } from './annotations.ts';
import { findMisfit, exceedsAnnotations } from './fit.ts';
import { objectAt, objectsAt, ownValue, quote, stringAt, type JsonObject } from './json.ts';
import { mergeTemplate, type Conflict, type Merge, type Placed } from './merge.ts';
import type { Decision, Reason, Warning } from './outcome.ts';
import type { Template } from './template/template.ts';

/** What one template did to a Pod: keys of labels and annotations added, names added, values that gave way. */
export interface Addition {
  readonly merge: Merge;
  readonly labels: readonly string[];
  readonly annotations: readonly string[];
  /** The Pod with the template; without our own record of it. */
  readonly pod: JsonObject;
}

/** A verdict on one template, with the changed Pod where it is to be injected. */
export interface Verdict {
  readonly decision: Decision;
  readonly addition?: Addition;
  readonly warnings: readonly Warning[];
}

/** The Pod that a template is added to, and how it came to that. */
export interface Target {
  readonly pod: JsonObject;
  readonly isExplicit: boolean;
  readonly placed: Placed;
}

/**
 * Rows 9 to 18 of the decision table for one template, in order; the first that holds decides.
 *
 * | row | when                                                              | decision                                     |
 * | --- | ----------------------------------------------------------------- | -------------------------------------------- |
 * | 9   | host network, and the template does not say `hostNetwork: allow`  | skip `host-network`                          |
 * | 10  | the Pod's OS is not the template's                                | skip `other-os`                              |
 * | 14  | the Pod would be refused with it                                  | reject `does-not-fit` if the Pod asked, else skip |
 * | 15  | a conflict under `onConflict: reject`                             | reject `conflict`                            |
 * | 15  | a conflict over a volume that an added container mounts           | reject `conflict` if the Pod asked, else skip |
 * | 16  | a container of that name with other content                       | skip `name-taken`                            |
 * | 17  | the merge would change nothing                                    | skip `already-injected`                      |
 * | 18  | otherwise                                                         | inject                                       |
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
  return judgeMerge(template, target, applyTemplate(template, target));
}

/** The operating system of a Pod's node: Linux unless the Pod says otherwise. @see https://kubernetes.io/docs/concepts/workloads/pods/#pod-os */
function osOf(spec: JsonObject): string {
  return (
    stringAt(objectAt(spec, 'os'), 'name') ?? stringAt(objectAt(spec, 'nodeSelector'), 'kubernetes.io/os') ?? 'linux'
  );
}

function skip(template: Template, { isExplicit }: Target, reason: Reason, why: string): Verdict {
  const message = `template ${quote(template.name)} was not injected: ${why}`;
  return { decision: { action: 'skip', reason }, warnings: isExplicit ? [{ code: 'request-skipped', message }] : [] };
}

function applyTemplate(template: Template, { pod, placed }: Target): Addition {
  const merge = mergeTemplate(pod, template, placed);
  const metadata = objectAt(pod, 'metadata') ?? {};
  const labels = missing(objectAt(metadata, 'labels'), template.labels);
  const wanted =
    merge.placed.containers > 0 ? { ...template.annotations, ...defaultContainer(pod) } : template.annotations;
  const annotations = missing(objectAt(metadata, 'annotations'), wanted);
  const changedMetadata = withAdded(withAdded(metadata, 'labels', labels), 'annotations', annotations);
  const isSame = merge.spec === objectAt(pod, 'spec') && changedMetadata === metadata;
  const changed = isSame ? pod : { ...pod, metadata: changedMetadata, spec: merge.spec };
  return { merge, labels: Object.keys(labels), annotations: Object.keys(annotations), pod: changed };
}

/** With a sidecar before it, the user's first container stays the one that kubectl takes. */
function defaultContainer(pod: JsonObject): Readonly<Record<string, string>> {
  const first = stringAt(objectsAt(objectAt(pod, 'spec'), 'containers')[0], 'name');
  return first === undefined ? {} : { [DEFAULT_CONTAINER_ANNOTATION]: first };
}

function missing(
  present: JsonObject | undefined,
  wanted: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const keys = Object.keys(wanted);
  if (keys.every((key) => ownValue(present, key) === undefined)) return wanted;
  return Object.fromEntries(Object.entries(wanted).filter(([key]) => ownValue(present, key) === undefined));
}

/** The metadata with entries added to its labels or annotations; the very same object where there are none to add. */
export function withAdded(metadata: JsonObject, field: string, entries: Readonly<Record<string, string>>): JsonObject {
  if (Object.keys(entries).length === 0) return metadata;
  return { ...metadata, [field]: { ...objectAt(metadata, field), ...entries } };
}

function judgeMerge(template: Template, target: Target, addition: Addition): Verdict {
  const { merge, pod } = addition;
  const misfit = findMisfit(target.pod, merge) ?? findAnnotationMisfit(target.pod, pod);
  if (misfit !== undefined) return doesNotFit(template, target, misfit);
  const fatal = findFatal(template, addition.merge);
  if (fatal !== undefined) return conflicts(template, target, fatal);
  const [taken] = merge.taken;
  if (taken !== undefined) return nameTaken(template, taken);
  const warnings = merge.conflicts.map((conflict) => warnOfConflict(template, conflict));
  if (pod === target.pod) return { decision: { action: 'skip', reason: 'already-injected' }, warnings };
  return { decision: { action: 'inject', reason: 'injected' }, addition, warnings };
}

function findAnnotationMisfit(before: JsonObject, after: JsonObject): string | undefined {
  const was = objectAt(objectAt(before, 'metadata'), 'annotations');
  const is = objectAt(objectAt(after, 'metadata'), 'annotations');
  return was !== is && exceedsAnnotations(is) ? 'its annotations would hold more than 256 KiB' : undefined;
}

function doesNotFit(template: Template, target: Target, misfit: string): Verdict {
  const message = `template ${quote(template.name)} does not fit this Pod: ${misfit}`;
  if (target.isExplicit) return { decision: { action: 'reject', reason: 'does-not-fit', message }, warnings: [] };
  return { decision: { action: 'skip', reason: 'does-not-fit' }, warnings: [] };
}

/** A Pod that did not ask is not refused for what only its namespace wants, unless the template's policy says so. */
function conflicts(template: Template, { isExplicit }: Target, message: string): Verdict {
  if (isExplicit || template.onConflict === 'reject') {
    return { decision: { action: 'reject', reason: 'conflict', message }, warnings: [] };
  }
  return {
    decision: { action: 'skip', reason: 'conflict' },
    warnings: [{ code: 'conflict', message: `not injected: ${message}` }],
  };
}

/** A volume that an added container mounts must be the template's own, whatever the policy. */
function findFatal(template: Template, merge: Merge): string | undefined {
  const [taken] = merge.taken;
  if (template.onConflict === 'reject' && taken !== undefined) {
    return `template ${quote(template.name)} conflicts with the Pod: it has a container ${quote(taken)} with other content`;
  }
  const conflict = merge.conflicts.find(({ volume }) => template.onConflict === 'reject' || isMounted(volume, merge));
  if (conflict === undefined) return undefined;
  return `template ${quote(template.name)} conflicts with the Pod at ${describeConflict(conflict)}`;
}

function isMounted(volume: string | undefined, { spec, added }: Merge): boolean {
  return (['containers', 'initContainers'] as const).some((list) =>
    objectsAt(spec, list)
      .filter((container) => added[list].includes(stringAt(container, 'name') ?? ''))
      .some((container) =>
        [...objectsAt(container, 'volumeMounts'), ...objectsAt(container, 'volumeDevices')].some(
          ({ name }) => name === volume,
        ),
      ),
  );
}

function nameTaken(template: Template, container: string): Verdict {
  const message = `template ${quote(template.name)} was not injected: the Pod has a container ${quote(container)} of its own with other content`;
  return { decision: { action: 'skip', reason: 'name-taken' }, warnings: [{ code: 'name-taken', message }] };
}

function warnOfConflict(template: Template, conflict: Conflict): Warning {
  const winner = template.onConflict === 'replace' ? "the template's value stands" : "the Pod's value stands";
  return { code: 'conflict', message: `template ${quote(template.name)}: ${winner} at ${describeConflict(conflict)}` };
}

function describeConflict({ path, podValue, templateValue }: Conflict): string {
  return `${path}: the Pod has ${quote(podValue)}, the template ${quote(templateValue)}`;
}

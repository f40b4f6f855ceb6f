import type { AddedMetadata } from './added-metadata.ts';
import type { Addition, Target, Verdict } from './add-template.ts';
import { exceedsAnnotations, findMisfit } from './fit.ts';
import { isJsonObject, objectAt, objectsAt, ownValue, quote, type Json } from './json.ts';
import { CONTAINER_LISTS } from './merge-containers.ts';
import type { Conflict } from './merge-value.ts';
import type { Merge } from './merge.ts';
import type { Warning } from './outcome.ts';
import type { Template } from './template/template.ts';

/** Rows 14 to 18 of the decision table: what the merge of a template comes to. */
export function judgeMerge(template: Template, target: Target, addition: Addition): Verdict {
  const { merge, pod, added } = addition;
  const misfit = findMisfit(target.pod, merge) ?? findAnnotationMisfit(target, added);
  if (misfit !== undefined) return doesNotFit(template, target, misfit);
  const fatal = findFatal(template, addition.merge);
  if (fatal !== undefined) return conflicts(template, target, fatal);
  const [taken] = merge.taken;
  if (taken !== undefined) return nameTaken(template, target, taken);
  const warnings = merge.conflicts.map((conflict) => warnOfConflict(template, conflict));
  if (pod === target.pod && added === target.added)
    return { decision: { action: 'skip', reason: 'already-injected' }, warnings, why: 'the Pod has all of it already' };
  return { decision: { action: 'inject', reason: 'injected' }, addition, warnings };
}

function findAnnotationMisfit({ pod, added: before }: Target, { annotations }: AddedMetadata): string | undefined {
  if (annotations === before.annotations) return undefined;
  const own = objectAt(objectAt(pod, 'metadata'), 'annotations');
  return exceedsAnnotations(own, annotations) ? 'its annotations would hold more than 256 KiB' : undefined;
}

function doesNotFit(template: Template, target: Target, misfit: string): Verdict {
  const message = `template ${quote(template.name)} does not fit this Pod: ${misfit}`;
  const reason = 'does-not-fit';
  if (target.isExplicit) return { decision: { action: 'reject', reason, message }, warnings: [], why: misfit };
  return { decision: { action: 'skip', reason }, warnings: [], why: misfit };
}

/** A Pod that did not ask is not refused for what only its namespace wants, unless the template's policy says so. */
function conflicts(template: Template, { isExplicit }: Target, message: string): Verdict {
  if (isExplicit || template.onConflict === 'reject') {
    return { decision: { action: 'reject', reason: 'conflict', message }, warnings: [], why: message };
  }
  return {
    decision: { action: 'skip', reason: 'conflict' },
    warnings: [{ code: 'conflict', message: `not injected: ${message}` }],
    why: message,
  };
}

/** A volume that an added container mounts must be the template's own, whatever the policy. */
function findFatal(template: Template, merge: Merge): string | undefined {
  const [taken] = merge.taken;
  if (template.onConflict === 'reject' && taken !== undefined) {
    return `template ${quote(template.name)} conflicts with the Pod: it has a container ${quote(taken)} with other content`;
  }
  const conflict = merge.conflicts.find(
    (one) => template.onConflict === 'reject' || merge.mounted.has(volumeOf(one) ?? undefined),
  );
  if (conflict === undefined) return undefined;
  return `template ${quote(template.name)} conflicts with the Pod at ${describeConflict(conflict)}`;
}

/** The name of the volume that a conflict is about; null where it is about something else. */
function volumeOf({ path, templateValue }: Conflict): Json {
  const isVolume = path.startsWith('spec.volumes[') && isJsonObject(templateValue);
  return isVolume ? (ownValue(templateValue, 'name') ?? null) : null;
}

function nameTaken(template: Template, { facts }: Target, container: string): Verdict {
  const isOwn = CONTAINER_LISTS.some((list) =>
    objectsAt(objectAt(facts.object, 'spec'), list).some(({ name }) => name === container),
  );
  const owner = isOwn
    ? `the Pod has a container ${quote(container)} of its own`
    : `another template brings ${quote(container)}`;
  const why = `${owner} with other content`;
  const message = `template ${quote(template.name)} was not injected: ${why}`;
  return { decision: { action: 'skip', reason: 'name-taken' }, warnings: [{ code: 'name-taken', message }], why };
}

function warnOfConflict(template: Template, conflict: Conflict): Warning {
  const winner = template.onConflict === 'replace' ? "the template's value stands" : "the Pod's value stands";
  return { code: 'conflict', message: `template ${quote(template.name)}: ${winner} at ${describeConflict(conflict)}` };
}

/** The value of a variable may be a secret, and a refusal can be read by everybody who may read Events. */
function describeConflict({ path, podValue, templateValue }: Conflict): string {
  if (path.includes('.env[')) return `${path}: the Pod has another value than the template`;
  return `${path}: the Pod has ${quote(podValue)}, the template ${quote(templateValue)}`;
}

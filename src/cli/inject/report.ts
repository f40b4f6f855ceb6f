import { escapeControls, objectAt, objectsAt, quote, stringAt, type JsonObject } from '../../injection/json.ts';
import type { Decision, Outcome, TemplateVerdict } from '../../injection/outcome.ts';
import { findPods } from '../../injection/workload.ts';
import type { ManifestFile } from '../manifests/manifest-file.ts';
import { counted } from '../manifests/counted.ts';
import { objectsOf, type ManifestPod } from '../manifests/transform.ts';
import type { Paint, Tone } from '../terminal.ts';

/** A Pod of a manifest, and what became of it. */
export interface PodReport {
  readonly pod: ManifestPod;
  readonly outcome: Outcome;
}

const TONES: Readonly<Record<Decision['action'], Tone>> = { inject: 'good', skip: 'faint', reject: 'bad' };

const PULL_SECRETS =
  'imagePullSecrets: the Pod has none of its own and gets some, so the API server no longer adds those of its ServiceAccount: name them in the manifest too';

/** What `inject` says of all manifests: a line for each Pod, one for each file with other objects, and a summary. */
export function reportInjection(reports: readonly PodReport[], files: readonly ManifestFile[], paint: Paint): string {
  const lines = files.flatMap((file) => [
    ...reports.filter(({ pod }) => pod.file === file).flatMap((report) => describePod(report, paint)),
    ...describeOthers(file, paint),
  ]);
  return [...lines, summarise(reports, files), ''].join('\n');
}

function describePod(report: PodReport, paint: Paint): readonly string[] {
  const { pod, outcome } = report;
  const { decision } = outcome;
  const details = detailsOf(outcome);
  const line = `${placeOf(pod)}: ${paint(TONES[decision.action], `${decision.action} (${decision.reason})`)}${details === '' ? '' : `: ${details}`}`;
  const warnings = outcome.warnings.map(({ code, message }) => `${code}: ${message}`);
  if (givesPullSecrets(report)) warnings.push(PULL_SECRETS);
  return [line, ...warnings.map((warning) => `  ${paint('note', 'warning')} ${warning}`)];
}

/** Where a Pod comes from: `shop.yaml:1: Deployment/shop`. */
export function placeOf({ file, document, found }: ManifestPod): string {
  return escapeControls(`${file.name}:${document.line}: ${found.kind}/${found.name}`);
}

function detailsOf({ decision, verdicts }: Outcome): string {
  return decision.action === 'reject' ? decision.message : verdicts.map(describeVerdict).join(', ');
}

function describeVerdict({ template, revision, decision, why }: TemplateVerdict): string {
  if (decision.action === 'inject') return `${template} ${revision ?? ''}`;
  return `${template} ${decision.reason}${why === undefined ? '' : ` (${why})`}`;
}

/** Whether the injection gives imagePullSecrets to a Pod that has none. */
function givesPullSecrets({ pod, outcome }: PodReport): boolean {
  return pullSecretsOf(pod.found.pod).length === 0 && pullSecretsOf(outcome.pod).length > 0;
}

function pullSecretsOf(pod: JsonObject): readonly JsonObject[] {
  return objectsAt(objectAt(pod, 'spec'), 'imagePullSecrets');
}

/** One line with all objects of a file that make no Pods; none where there are none. */
export function describeOthers(file: ManifestFile, paint: Paint): readonly string[] {
  const names = othersOf(file).map(nameOf);
  return names.length === 0
    ? []
    : [`${escapeControls(file.name)}: ${paint('faint', 'left alone')}: ${names.join(', ')}`];
}

/** The objects of a file that make no Pods. */
export function othersOf({ documents }: ManifestFile): readonly JsonObject[] {
  const objects = documents.flatMap(({ value }) => (value === undefined ? [] : objectsOf(value)));
  return objects.filter((object) => findPods(object).length === 0);
}

function nameOf(object: JsonObject): string {
  const kind = stringAt(object, 'kind');
  const name = stringAt(objectAt(object, 'metadata'), 'name') ?? '';
  return kind === undefined ? quote(object) : escapeControls(`${kind}/${name}`);
}

function summarise(reports: readonly PodReport[], files: readonly ManifestFile[]): string {
  const count = (action: Decision['action']): number =>
    reports.filter(({ outcome }) => outcome.decision.action === action).length;
  const others = files.flatMap(othersOf).length;
  return `${counted(reports.length, 'Pod')}: ${count('inject')} injected, ${count('skip')} skipped, ${count('reject')} refused; ${counted(others, 'other object')} left alone`;
}

/** Names of objects as `kubectl get -o name` writes them, one a line. */
export function namesOf(pods: readonly ManifestPod[]): string {
  return pods.map(({ found }) => `${escapeControls(`${found.kind.toLowerCase()}/${found.name}`)}\n`).join('');
}

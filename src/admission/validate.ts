import { ok, type Result } from '../result.ts';
import { RETIRED_ANNOTATION } from '../injection/annotations.ts';
import { objectAt, stringAt, type JsonObject } from '../injection/json.ts';
import type { Sha256Hex } from '../injection/template/compile-template.ts';
import {
  loadTemplates,
  NO_TEMPLATES,
  type LoadedTemplates,
  type TemplateSource,
} from '../injection/template/load-templates.ts';
import { parseConfigMapReview, type ConfigMapRequest } from './configmap-review.ts';
import { respondPlainly, type AdmissionReviewResponse } from './response.ts';
import type { ReviewError } from './review.ts';
import { readTemplateConfigMap } from './template-configmap.ts';
import { describeProblem, refuseTemplates, type ConfigMapProblem } from './template-refusal.ts';

/** A ConfigMap of a cluster. */
export interface ConfigMapName {
  readonly namespace: string;
  readonly configMap: string;
}

/** All that a review of a template ConfigMap depends on beside its body. */
export interface ValidateContext {
  /** The one that templates are read from; `undefined` where every ConfigMap counts as one. */
  readonly templateConfigMap: ConfigMapName | undefined;
  readonly sha256Hex: Sha256Hex;
}

/** A review of a ConfigMap from its request to its answer. */
export interface TemplateReview {
  readonly request: ConfigMapRequest;
  /** `unchecked`: admitted without a look at its templates. */
  readonly result: 'allowed' | 'refused' | 'unchecked';
  readonly problems: readonly ConfigMapProblem[];
  readonly response: AdmissionReviewResponse;
}

/**
 * The most characters that the templates of both versions may have to be checked. Reading one takes 1 to 2 µs, 8 µs in the
 * worst document found, and no Pod is reviewed meanwhile; whoever reaches the server can ask for it. This is half a second, two at most.
 */
export const MAX_CHECKED_LENGTH: number = 256 * 1024;

/** A key counts as so many characters more: each is compared with all others. */
const KEY_LENGTH = 1024;

/**
 * The whole path of an AdmissionReview of the template ConfigMap, from the body to the answer. A change is refused while
 * anything is wrong in the templates, old or new; what leaves the templates as they are is let in, with warnings.
 *
 * @returns the review with its answer, or why the body is none; then the sender gets HTTP 400 and `failurePolicy` decides
 */
export function validate(body: unknown, context: ValidateContext): Result<TemplateReview, ReviewError> {
  const parsed = parseConfigMapReview(body);
  if (!parsed.ok) return parsed;
  const request = parsed.value;
  const { uid, object, oldObject } = request;
  if (object === undefined || !holdsTemplates(request, context)) return ok(letIn(request, []));
  const length = lengthOf(object) + lengthOf(oldObject ?? {});
  if (length > MAX_CHECKED_LENGTH) return ok(letIn(request, [describeLength(length)]));
  const { problems, isUnchanged, advice } = judge(object, oldObject, context.sha256Hex);
  const isRefused = problems.length > 0 && !isUnchanged;
  const warnings = [...(isRefused ? [] : problems.map(describeStanding)), ...advice];
  const refusal = isRefused ? refuseTemplates(request.name, problems) : undefined;
  const response = respondPlainly(uid, refusal, warnings);
  return ok({ request, result: isRefused ? 'refused' : 'allowed', problems, response });
}

function letIn(request: ConfigMapRequest, warnings: readonly string[]): TemplateReview {
  return { request, result: 'unchecked', problems: [], response: respondPlainly(request.uid, undefined, warnings) };
}

/** Which ConfigMaps are sent is for the webhook configuration to say; one that is not ours is none of our business. */
function holdsTemplates({ namespace, name }: ConfigMapRequest, { templateConfigMap }: ValidateContext): boolean {
  return (
    templateConfigMap === undefined ||
    (namespace === templateConfigMap.namespace && name === templateConfigMap.configMap)
  );
}

function lengthOf(configMap: JsonObject): number {
  const texts = Object.values(objectAt(configMap, 'data') ?? {});
  const keys = texts.length + Object.keys(objectAt(configMap, 'binaryData') ?? {}).length;
  const retired = stringAt(objectAt(objectAt(configMap, 'metadata'), 'annotations'), RETIRED_ANNOTATION) ?? '';
  return [retired, ...texts].reduce<number>(
    (sum, text) => sum + (typeof text === 'string' ? text.length : 0),
    keys * KEY_LENGTH,
  );
}

interface Judgement {
  readonly problems: readonly ConfigMapProblem[];
  /** Whether the templates, and the names of the retired ones, are those of the old version. */
  readonly isUnchanged: boolean;
  /** What is let in, and what a person should know of it. */
  readonly advice: readonly string[];
}

/** Loads the new version on top of the old one, as the server would. */
function judge(object: JsonObject, oldObject: JsonObject | undefined, sha256Hex: Sha256Hex): Judgement {
  const { source, problems: leftOut } = readTemplateConfigMap(object);
  const oldSource = oldObject === undefined ? undefined : readTemplateConfigMap(oldObject).source;
  const previous = oldSource === undefined ? NO_TEMPLATES : loadTemplates(NO_TEMPLATES, oldSource, sha256Hex);
  const isUnchanged = oldSource !== undefined && isSameSource(oldSource, source);
  const loaded = isUnchanged ? previous : loadTemplates(previous, source, sha256Hex);
  const binary = [...leftOut.values()].flat().map(({ message }) => message);
  const warnings = listByKey(loaded.warnings).map(describeProblem);
  return { problems: listProblems(loaded), isUnchanged, advice: [...binary, ...(isUnchanged ? [] : warnings)] };
}

function isSameSource(left: TemplateSource, right: TemplateSource): boolean {
  const isSameData =
    left.data.size === right.data.size && [...left.data].every(([key, text]) => right.data.get(key) === text);
  return isSameData && left.retired.symmetricDifference(right.retired).size === 0;
}

/** By key, and within a key from top to bottom; what concerns all of them last. */
function listProblems({ problems, byKey }: LoadedTemplates): readonly ConfigMapProblem[] {
  const listed = listByKey(problems);
  return listed.length > 0 || byKey.size > 0 ? listed : [NOTHING_LEFT];
}

function listByKey(problems: LoadedTemplates['problems']): readonly ConfigMapProblem[] {
  return [...problems]
    .toSorted(([left], [right]) => (left === '' ? 1 : right === '' || left < right ? -1 : 1))
    .flatMap(([key, list]) => list.map((problem) => ({ ...problem, key })));
}

const NOTHING_LEFT: ConfigMapProblem = {
  key: '',
  code: 'missing-field',
  message:
    'no template would be in force: keep one key with a template; to have nothing injected, label the namespaces or delete the MutatingWebhookConfiguration',
  path: '',
  line: 1,
  column: 1,
};

function describeStanding(problem: ConfigMapProblem): string {
  return `still broken: ${describeProblem(problem)}`;
}

function describeLength(length: number): string {
  return (
    `the templates are not checked before they are stored: with ${KEY_LENGTH} for each key, both versions have ${length} ` +
    `characters, and at most ${MAX_CHECKED_LENGTH} are read for that`
  );
}

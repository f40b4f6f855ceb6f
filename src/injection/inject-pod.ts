import { diffWithAdded, isSameWithAdded, NOTHING_ADDED, withAdded, type AddedMetadata } from './added-metadata.ts';
import { addTemplate, type Target } from './add-template.ts';
import { selectTemplates, type Subject } from './decision.ts';
import { EvaluationBudget } from './expression/budget.ts';
import { objectAt, objectsAt, quote, stringAt, type JsonObject } from './json.ts';
import { CONTAINER_LISTS, type Placed } from './merge-containers.ts';
import { INJECT_ANNOTATION } from './annotations.ts';
import { InjectedOutcome } from './injected-outcome.ts';
import { hasAutoImage } from './overrides.ts';
import type { Decision, Outcome, TemplateVerdict, TraceEntry, Warning } from './outcome.ts';
import type { TemplateRequest } from './requested-templates.ts';
import type { ReviewFacts } from './render-template.ts';
import { ParameterReader } from './resolve-parameters.ts';
import { recordInjection, type Injected } from './status.ts';
import type { TemplateSet } from './template/template.ts';
import { traceTemplates } from './trace-templates.ts';

/** A rejection tells the reasons of at most this many templates. */
const MAX_MESSAGES = 5;

/**
 * Decides whether a Pod receives sidecars, adds them, and says why: steps 3 to 6 of a review. A review is rejected if any
 * template is; else injected if any is; else it has the reason of the first template asked for. Never throws for a Pod,
 * whatever it holds, and changes neither argument.
 */
export function injectPod(subject: Subject, templates: TemplateSet): Outcome {
  const selection = selectTemplates(subject, templates);
  const { trace, requests } = selection;
  if (selection.decision !== undefined) {
    return { ...unchanged(subject.pod, selection.decision), warnings: selection.warnings, trace };
  }
  const { pod, added, verdicts, injected, warnings } = settle(subject, requests);
  const tracesAll = (): readonly TraceEntry[] => [...trace(), ...traceTemplates(subject, requests, verdicts)];
  const decision = refuseAuto(conclude(verdicts), pod);
  const said = [...selection.warnings, ...warnings];
  if (decision.action !== 'inject')
    return { ...unchanged(subject.pod, decision), verdicts, warnings: said, trace: tracesAll };
  const recorded = recordInjection(pod, added, injected, verdicts);
  const patch = diffWithAdded(subject.pod, pod, recorded.added);
  const outcome = { decision, verdicts, patch, warnings: [...said, ...recorded.warnings], trace: tracesAll };
  return new InjectedOutcome(outcome, () => withAdded(pod, recorded.added));
}

function unchanged(pod: JsonObject, decision: Decision): Pick<Outcome, 'decision' | 'verdicts' | 'pod' | 'patch'> {
  return { decision, verdicts: [], pod, patch: [] };
}

interface Progress {
  readonly pod: JsonObject;
  readonly added: AddedMetadata;
  readonly placed: Placed;
  readonly verdicts: readonly TemplateVerdict[];
  readonly injected: readonly Injected[];
  readonly warnings: readonly Warning[];
}

/**
 * Templates that contradict each other are judged as the next review of the Pod would judge them: where one then refuses
 * what another wrote, the Pod is refused at once; where they only write over each other, nothing changes.
 */
function settle(subject: Subject, requests: readonly TemplateRequest[]): Progress {
  const { pod } = subject;
  const target = targetOf(subject, requests);
  const first = addTemplates(target, requests);
  if (requests.length < 2 || first.injected.length === 0) return first;
  if (isSameWithAdded(pod, first.pod, first.added))
    return { ...first, pod, added: NOTHING_ADDED, injected: [], verdicts: first.verdicts.map(asAlreadyInjected) };
  if (!mayContradict(requests)) return first;
  const again = addTemplates({ ...target, pod: first.pod, added: first.added }, requests);
  return again.verdicts.some(({ decision }) => decision.action === 'reject') ? again : first;
}

/** Whether one of the templates may refuse what another brings: by its policy, or because both bring a container of one name. */
function mayContradict(requests: readonly TemplateRequest[]): boolean {
  const templates = requests.flatMap((request) => ('template' in request ? [request.template] : []));
  const names = templates.flatMap(({ containerNames }) => [...containerNames]);
  return templates.some(({ onConflict }) => onConflict === 'reject') || new Set(names).size < names.length;
}

type FirstTarget = Omit<Target, 'isExplicit' | 'placed'>;

function targetOf(subject: Subject, requests: readonly TemplateRequest[]): FirstTarget {
  const { pod, hasNativeSidecars } = subject;
  const injected = new Set(requests.flatMap((one) => ('template' in one ? [...one.template.containerNames] : [])));
  return { pod, added: NOTHING_ADDED, hasNativeSidecars, injected, facts: factsOf(subject, injected) };
}

/** What the expressions of a review see, with all that they may cost. `injected` names the containers that templates bring. */
export function factsOf({ pod, namespace, request }: Subject, injected: ReadonlySet<string>): ReviewFacts {
  const annotations = objectAt(objectAt(pod, 'metadata'), 'annotations') ?? {};
  const parameters = new ParameterReader({ pod: annotations, namespace: namespace.annotations });
  const bare = withoutContainers(pod, injected);
  return { object: pod, bare, namespace, request, parameters, budget: new EvaluationBudget() };
}

/** The very same Pod where it has no container of these names. */
function withoutContainers(pod: JsonObject, names: ReadonlySet<string>): JsonObject {
  const spec = objectAt(pod, 'spec') ?? {};
  const isNamed = (container: JsonObject): boolean => names.has(stringAt(container, 'name') ?? '');
  const lists = CONTAINER_LISTS.filter((list) => objectsAt(spec, list).some(isNamed));
  if (lists.length === 0) return pod;
  const others = lists.map((list) => [list, objectsAt(spec, list).filter((container) => !isNamed(container))]);
  return { ...pod, spec: { ...spec, ...Object.fromEntries(others) } };
}

function asAlreadyInjected(verdict: TemplateVerdict): TemplateVerdict {
  return verdict.decision.action === 'inject'
    ? { ...verdict, decision: { action: 'skip', reason: 'already-injected' } }
    : verdict;
}

function addTemplates(target: FirstTarget, requests: readonly TemplateRequest[]): Progress {
  const start: Progress = {
    pod: target.pod,
    added: target.added,
    placed: { containers: 0, initContainers: 0 },
    verdicts: [],
    injected: [],
    warnings: [],
  };
  return requests.reduce((progress, request) => addOne(progress, request, target), start);
}

function addOne(progress: Progress, request: TemplateRequest, target: FirstTarget): Progress {
  if ('decision' in request) {
    return { ...progress, verdicts: [...progress.verdicts, { template: request.name, decision: request.decision }] };
  }
  const { template, isExplicit } = request;
  const { pod, added, placed } = progress;
  const { decision, addition, warnings, why } = addTemplate(template, { ...target, pod, added, placed, isExplicit });
  const { name, revision } = template;
  const verdict = { template: name, revision, decision, ...(why !== undefined && { why }) };
  const told = {
    verdicts: [...progress.verdicts, verdict],
    warnings: [...progress.warnings, ...warnings],
  };
  if (addition === undefined) return { ...progress, ...told };
  return {
    ...told,
    pod: addition.pod,
    added: addition.added,
    placed: addPlaced(placed, addition.merge.placed),
    injected: [...progress.injected, { template, addition }],
  };
}

function addPlaced(before: Placed, more: Placed): Placed {
  return {
    containers: before.containers + more.containers,
    initContainers: before.initContainers + more.initContainers,
  };
}

function conclude(verdicts: readonly TemplateVerdict[]): Decision {
  const decisions = verdicts.map(({ decision }) => decision);
  const rejections = decisions.filter((decision) => decision.action === 'reject');
  const [rejected] = rejections;
  if (rejected !== undefined) return { ...rejected, message: joinMessages(rejections.map(({ message }) => message)) };
  return (
    decisions.find(({ action }) => action === 'inject') ?? decisions[0] ?? { action: 'skip', reason: 'not-requested' }
  );
}

/** A container with the image `auto` that no template filled in could never start. */
function refuseAuto(decision: Decision, pod: JsonObject): Decision {
  if (decision.action === 'reject') return decision;
  const spec = objectAt(pod, 'spec');
  for (const list of CONTAINER_LISTS) {
    const container = objectsAt(spec, list).find(hasAutoImage);
    if (container === undefined) continue;
    const message = `container ${quote(container['name'])} has the image "auto", and no template fills it in: name a template with a container of that name in the annotation ${INJECT_ANNOTATION}, or give it an image`;
    return { action: 'reject', reason: 'auto-without-template', message };
  }
  return decision;
}

function joinMessages(messages: readonly string[]): string {
  const said = messages.slice(0, MAX_MESSAGES).join('; ');
  return messages.length > MAX_MESSAGES ? `${said}; and ${messages.length - MAX_MESSAGES} more` : said;
}

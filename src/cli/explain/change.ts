import { INJECT_ANNOTATION, INJECTION_LABEL } from '../../injection/annotations.ts';
import { quote } from '../../injection/json.ts';
import type { Decision, Outcome, Reason } from '../../injection/outcome.ts';
import type { MeaninglessLabel } from './label-value.ts';
import { valueFor, type MisplacedKey } from './misplaced-key.ts';
import type { Target } from './target.ts';

/** What the sentence is made of. */
export interface ChangeContext {
  readonly target: Target;
  readonly isInjected: boolean;
  readonly outcome: Outcome;
  /** Whether the templates are known, so that the outcome holds beyond row 7. */
  readonly isDecided: boolean;
  readonly misplaced: readonly MisplacedKey[];
  readonly label: MeaninglessLabel | undefined;
  /** Remedies on the API server's side, in the imperative. */
  readonly remedies: readonly string[];
  /** What came after the Pod was created. */
  readonly lateness: readonly string[];
  /** Where the templates are: `ConfigMap sidecar-injector/envoy-initializer` or a file. */
  readonly templatePlace: string;
}

/** One sentence: what to change to get the other answer. */
export function describeChange(context: ChangeContext): string {
  const { target, isInjected, remedies } = context;
  if (isInjected) {
    const next = target.isLive ? `; then ${createAnew(target)}` : '';
    return sentence(
      `to have it without a sidecar, put the annotation ${INJECT_ANNOTATION}: "false" on ${placeOf(target)}${next}`,
    );
  }
  const own = changeOfDecision(context);
  const steps = [...(own === undefined ? [] : [own]), ...remedies];
  if (target.isLive) steps.push(lateStep(context, steps.length > 0));
  return sentence(steps.join('; and ') || 'nothing that can be seen from here stands in the way');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function lateStep({ target, lateness }: ChangeContext, isMore: boolean): string {
  const anew = createAnew(target);
  if (isMore) return `then ${anew}`;
  const why = lateness.length > 0 ? lateness.join('; ') : 'nothing that is there now would keep it from being injected';
  return `${anew}: only a Pod’s creation is reviewed, and ${why}`;
}

/** A Pod is reviewed when it is created; only its maker can do that again. */
function createAnew({ object, makers }: Target): string {
  const [, , kind = '', name = ''] = /^((\w+) [^/]+\/(.+))$/.exec(makers.at(-1)?.title ?? '') ?? [];
  const restartable = ['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind);
  if (restartable)
    return `create its Pods anew (kubectl rollout restart ${kind.toLowerCase()}/${name} -n ${object.namespace})`;
  return makers.length > 0 ? `delete the Pod, so that its ${kind} makes another` : 'delete the Pod and create it again';
}

/** Where an annotation of the Pod is to be written, so that the next one has it too. */
function placeOf({ object, makers }: Target): string {
  const title = makers.at(-1)?.title;
  return title === undefined
    ? `Pod ${object.namespace}/${object.name}`
    : `the Pod template of ${title.replace(/^spec\.jobTemplate of /, '')}`;
}

function changeOfDecision(context: ChangeContext): string | undefined {
  const { decision } = context.outcome;
  if (!context.isDecided && !ROWS_BEFORE_TEMPLATES.has(decision.reason))
    return `say where the templates are (--template-file), since ${context.templatePlace} could not be read`;
  return CHANGES[decision.reason](context, wordsOf(context.outcome));
}

/** Reasons of rows 1 to 7, which need no template. */
export const ROWS_BEFORE_TEMPLATES: ReadonlySet<Reason> = new Set<Reason>([
  'not-a-pod-create',
  'protected-namespace',
  'static-pod',
  'namespace-disabled',
  'pod-opted-out',
  'invalid-annotation',
  'not-requested',
]);

/** What the decision says of itself: its message, or why the template was left out. */
function wordsOf({ decision, verdicts, warnings }: Outcome): string {
  const why = verdicts.find((verdict) => verdict.decision.reason === decision.reason)?.why;
  return (
    why ?? messageOf(decision) ?? warnings.find(({ code }) => code === decision.reason)?.message ?? decision.reason
  );
}

function messageOf(decision: Decision): string | undefined {
  return 'message' in decision ? decision.message : undefined;
}

function templateOf({ outcome: { decision, verdicts } }: ChangeContext): string {
  const verdict = verdicts.find((one) => one.decision.reason === decision.reason);
  return verdict === undefined ? 'the template' : `template ${quote(verdict.template)}`;
}

type Change = (context: ChangeContext, words: string) => string | undefined;

const CHANGES: Readonly<Record<Reason, Change>> = {
  'not-a-pod-create': () => 'give the Pod a container',
  'protected-namespace': ({ target }) =>
    `create it in another namespace: ${quote(target.object.namespace)} is protected, whatever labels and annotations say`,
  'static-pod': () => 'let a workload make the Pod: a static Pod of the kubelet cannot be changed at its creation',
  'namespace-disabled': ({ target }) => labelNamespace(target, ' --overwrite'),
  'pod-opted-out': ({ target }) => `take the annotation that says "false" from ${placeOf(target)}`,
  'invalid-annotation': ({ target }, words) => `correct it on ${placeOf(target)}: ${words}`,
  'not-requested': askFor,
  'unknown-template': (_, words) => `name a template that exists: ${words}`,
  'template-unavailable': ({ templatePlace }, words) => `mend the templates in ${templatePlace}: ${words}`,
  'host-network': (context) =>
    `take hostNetwork: true from ${placeOf(context.target)}, or write hostNetwork: allow into ${templateOf(context)}`,
  'other-os': (context, words) => `let the Pod and ${templateOf(context)} be for the same OS: ${words}`,
  'condition-false': (context, words) =>
    `make the condition (when) of ${templateOf(context)} true for this Pod, or change it: ${words}`,
  'expression-failed': (context, words) => `give the Pod what an expression of ${templateOf(context)} needs: ${words}`,
  'invalid-parameter': (_, words) => `correct the parameter: ${words}`,
  'does-not-fit': (context, words) => `make room for ${templateOf(context)} in the Pod: ${words}`,
  conflict: (context, words) => `settle the conflict with ${templateOf(context)}: ${words}`,
  'name-taken': (context, words) => `rename the container, or name ${templateOf(context)} otherwise: ${words}`,
  'already-injected': () => undefined,
  injected: () => undefined,
  'auto-without-template': (_, words) => words,
  'too-large': () => 'make the Pod smaller',
};

/** Nobody asks: a slip that was meant to ask goes before the two ways to ask. */
function askFor({ target, misplaced, label }: ChangeContext): string {
  const slip = misplaced.find((key) => key.fault !== 'foreign' && key.value !== 'false' && key.value !== 'disabled');
  if (slip !== undefined) return repair(slip, target);
  if (label?.meant === 'enabled') {
    return `write the value of the namespace’s label as "enabled" instead of ${quote(label.value)}: ${kubectlLabel(target, ' --overwrite')}`;
  }
  return `${labelNamespace(target, label === undefined ? '' : ' --overwrite')}, or put the annotation ${INJECT_ANNOTATION}: "true" on ${placeOf(target)}`;
}

function repair(slip: MisplacedKey, target: Target): string {
  const { seat, key, as, meant, fault } = slip;
  const value = quote(valueFor(slip));
  if (meant === INJECTION_LABEL)
    return `write the label ${meant}: ${value} on the namespace instead of the ${as} ${key}: ${kubectlLabel(target, '')}`;
  if (fault === 'typo')
    return `write the annotation ${meant}: ${value} instead of the ${as} ${key} on ${seat.kind === 'pod' ? placeOf(target) : seat.title}`;
  return `move ${key} from the ${as}s of ${seat.title} to the annotations of ${placeOf(target)}, as ${meant}: ${value}`;
}

function labelNamespace(target: Target, flags: string): string {
  return `label the namespace: ${kubectlLabel(target, flags)}`;
}

function kubectlLabel({ object }: Target, flags: string): string {
  return `kubectl label namespace ${object.namespace} ${INJECTION_LABEL}=enabled${flags}`;
}

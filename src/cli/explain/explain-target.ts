import { objectAt, type JsonObject } from '../../injection/json.ts';
import type { Outcome } from '../../injection/outcome.ts';
import { readStatus } from '../../injection/read-status.ts';
import type { LoadedTemplates } from '../../injection/template/load-templates.ts';
import { askCore, namespaceFacts, type Surroundings } from './ask-core.ts';
import { describeChange, ROWS_BEFORE_TEMPLATES } from './change.ts';
import { checkApiServer, findUnsent, isSentAsEnabled, NO_API_SERVER, type ApiServerSide } from './check-api-server.ts';
import type { ClusterFacts, Installation } from './cluster-facts.ts';
import { describeDrift } from './describe-drift.ts';
import type { Check, Explanation } from './explanation.ts';
import { findLateness } from './find-lateness.ts';
import { gatherHints } from './gather-hints.ts';
import { hasRecordedContainers, podAsCreated } from './pod-as-created.ts';
import type { Target } from './target.ts';

/** What is known beside the target. */
export interface View {
  /** The namespace object; `undefined` where it could not be read. */
  readonly namespace: JsonObject | undefined;
  /** `undefined` where they could not be read. */
  readonly templates: LoadedTemplates | undefined;
  readonly templatePlace: string;
  /** When the template ConfigMap was made. */
  readonly templatesCreatedAt: string | undefined;
  readonly templateChecks: readonly Check[];
  /** `undefined` without a cluster. */
  readonly facts: ClusterFacts | undefined;
  readonly installation: Installation;
  readonly protectedNamespaces: ReadonlySet<string>;
  readonly notes: readonly string[];
  readonly now: Date;
}

const NO_SET = { templates: new Map(), unavailable: new Map(), defaultName: undefined };

/** Explains one Pod: the decision table, the API server's side, and what to change. */
export async function explainTarget(target: Target, view: View): Promise<Explanation> {
  const created = target.isLive ? podAsCreated(target.pod) : target.pod;
  const side = await checkSide(created, target, view);
  const judged = judge(target, created, view, side);
  const { hints, ...slips } = gatherHints(target, created, view.namespace);
  const { isInjected, lateness } = judged;
  const status = readStatus(target.pod);
  return {
    object: target.object,
    isLive: target.isLive,
    isInjected,
    ...answerOf(judged),
    apiServer: [...side.checks, ...view.templateChecks],
    hints: [
      ...hints,
      ...lateness.map((saw): Check => ({ about: 'too late', saw, verdict: 'stops' })),
      ...describeDrift(status, view.templates?.set),
    ],
    ...(status !== undefined && { status }),
    notes: [...view.notes, ...target.notes, ...(target.isLive ? [judged.note] : [])],
    change: describeChange({ ...judged, ...slips, target, templatePlace: view.templatePlace }),
  };
}

interface Judged extends Asked {
  /** Whether the templates are known, or no row needed them. */
  readonly isDecided: boolean;
  readonly isInjected: boolean;
  readonly remedies: readonly string[];
  readonly lateness: readonly string[];
}

function judge(target: Target, created: JsonObject, view: View, side: ApiServerSide): Judged {
  const surroundings = surroundingsOf(target, view, side);
  const asked = askAbout(target, created, surroundings, view);
  const { action, reason } = asked.outcome.decision;
  const isDecided = view.templates !== undefined || ROWS_BEFORE_TEMPLATES.has(reason);
  const unsent = action === 'inject' ? findUnsent(side, surroundings.namespace.injection === 'enabled') : undefined;
  const remedies = [...side.remedies, ...(unsent === undefined ? [] : [unsent])];
  const wouldBe = isDecided && (reason === 'already-injected' || (action === 'inject' && remedies.length === 0));
  const lateness = target.isLive && !asked.isThere ? latenessOf(target, view, side) : [];
  return { ...asked, isDecided, isInjected: target.isLive ? asked.isThere : wouldBe, remedies, lateness };
}

/** Of a decision without templates only the rows before them hold. */
function answerOf({ outcome, isDecided }: Judged): Pick<Explanation, 'decision' | 'templates' | 'rows' | 'warnings'> {
  if (!isDecided)
    return {
      decision: undefined,
      templates: [],
      rows: outcome.trace().filter(({ template }) => template === undefined),
      warnings: [],
    };
  const { decision, verdicts, warnings } = outcome;
  return { decision, templates: verdicts, rows: outcome.trace(), warnings };
}

async function checkSide(created: JsonObject, target: Target, view: View): Promise<ApiServerSide> {
  if (view.facts === undefined) return NO_API_SERVER;
  const { namespace } = target.object;
  const labels = objectAt(objectAt(view.namespace, 'metadata'), 'labels') ?? {};
  const known = { 'kubernetes.io/metadata.name': namespace, ...labels };
  const namespaceLabels = { known, isComplete: view.namespace !== undefined };
  return checkApiServer(view.facts, { pod: created, namespace, namespaceLabels }, view.installation, view.now);
}

/** The webhook that sends the Pod tells the injector whether its namespace is enabled; where none does, the label. */
function surroundingsOf({ object }: Target, view: View, side: ApiServerSide): Surroundings {
  const facts = namespaceFacts(object.namespace, view.namespace);
  const isEnabled = isSentAsEnabled(side);
  const told =
    isEnabled === undefined || facts.injection === 'disabled' ? facts.injection : isEnabled ? 'enabled' : 'unset';
  return {
    namespace: { ...facts, injection: told },
    protectedNamespaces: view.protectedNamespaces,
    hasNativeSidecars: view.facts?.hasNativeSidecars ?? true,
  };
}

interface Asked {
  readonly outcome: Outcome;
  /** Whether a live Pod has the sidecar. */
  readonly isThere: boolean;
  readonly note: string;
}

/** A live Pod that has the sidecar is asked about as it is; any other as it was created. */
function askAbout(target: Target, created: JsonObject, surroundings: Surroundings, view: View): Asked {
  const set = view.templates?.set ?? NO_SET;
  const isRecorded = target.isLive && hasRecordedContainers(target.pod);
  const live = askCore(target.pod, surroundings, set);
  if (live.decision.reason === 'already-injected' || !target.isLive) {
    return { outcome: live, isThere: target.isLive, note: 'the decision is about the Pod as it is, with its sidecar' };
  }
  return {
    outcome: askCore(created, surroundings, set),
    isThere: isRecorded,
    note: 'the decision is about the Pod as it was created, as far as that can be told: without its node, its status and what the injector recorded; namespace, webhooks and templates are those of now',
  };
}

function latenessOf(target: Target, view: View, side: ApiServerSide): readonly string[] {
  const entries = side.entries.map(({ webhook }) => webhook);
  const { namespace, templatesCreatedAt } = view;
  return findLateness({ pod: target.pod, namespace, entries, templatesCreatedAt });
}

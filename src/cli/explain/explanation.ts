import type { JsonObject } from '../../injection/json.ts';
import type { Decision, TemplateVerdict, TraceEntry, Warning } from '../../injection/outcome.ts';

/** What a check means for the Pod: nothing in its way, the end of its way, worth knowing, or not to be told. */
export type Verdict = 'ok' | 'stops' | 'note' | 'unknown';

/** One thing that was looked at outside the decision table. */
export interface Check {
  /** What it is about, in a word or two. */
  readonly about: string;
  readonly saw: string;
  readonly verdict: Verdict;
  readonly parts?: readonly Check[];
}

/** What is explained. */
export interface ExplainedObject {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Why a Pod is injected or not: what is printed, as text or as JSON. */
export interface Explanation {
  readonly object: ExplainedObject;
  /** Whether the Pod is there already, rather than one that would be created. */
  readonly isLive: boolean;
  /** Whether a live Pod has the sidecar; whether the next Pod of anything else would have it. The exit code follows it. */
  readonly isInjected: boolean;
  /** What the injector would answer; `undefined` where its templates are not known. */
  readonly decision: Decision | undefined;
  readonly templates: readonly TemplateVerdict[];
  /** The rows of the decision table. */
  readonly rows: readonly TraceEntry[];
  readonly warnings: readonly Warning[];
  /** What the API server would do before and around the injector; empty where there is no cluster. */
  readonly apiServer: readonly Check[];
  /** Labels and annotations that look as if they were meant for the injector, and what is known of time. */
  readonly hints: readonly Check[];
  /** The record on the Pod of what was injected. */
  readonly status?: JsonObject;
  /** What was assumed, and what could not be read. */
  readonly notes: readonly string[];
  /** One sentence: what to change to get the other answer. */
  readonly change: string;
}

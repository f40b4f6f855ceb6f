import type { JsonObject } from './json.ts';

/**
 * Why a review ended as it did: metric label, log field, audit annotation and a row of the documentation.
 * The comment names the row of the decision table.
 */
export const REASONS = [
  'not-a-pod-create', // 1
  'protected-namespace', // 2
  'static-pod', // 3
  'namespace-disabled', // 4
  'pod-opted-out', // 5
  'invalid-annotation', // 6
  'not-requested', // 7
  'unknown-template', // 8, 8b
  'template-unavailable', // 8c
  'host-network', // 9
  'other-os', // 10
  'condition-false', // 11
  'expression-failed', // 12
  'invalid-parameter', // 13
  'does-not-fit', // 14
  'conflict', // 15
  'name-taken', // 16
  'already-injected', // 17
  'injected', // 18
  'auto-without-template', // a container has the image auto, and no template fills it in
  'too-large', // a review above the limit of the server
] as const;

/** One of {@link REASONS}. */
export type Reason = (typeof REASONS)[number];

/** What becomes of the Pod, and why. A rejection's message stands alone: it appears in the owner's FailedCreate Event. */
export type Decision =
  | { readonly action: 'inject'; readonly reason: 'injected' }
  | { readonly action: 'skip'; readonly reason: Reason }
  | { readonly action: 'reject'; readonly reason: Reason; readonly message: string };

/** What kind of thing a person should know although the Pod was admitted. */
export const WARNING_CODES = [
  'template-unavailable',
  'unknown-template',
  'expression-failed',
  'name-taken',
  'conflict',
  'request-skipped',
  'classic-annotation-ignored',
  'status-dropped',
  'namespace-unknown',
] as const;

/** One of {@link WARNING_CODES}, the most important first. */
export type WarningCode = (typeof WARNING_CODES)[number];

/** A thing that a person should know although the Pod was admitted. `message` is one line without control characters. */
export interface Warning {
  readonly code: WarningCode;
  readonly message: string;
}

/** One row of the decision table that was looked at: what it saw, and whether it decided. */
export interface TraceEntry {
  /** Its number, as in the documentation of reasons. */
  readonly row: string;
  /** What it asks, in a few words. */
  readonly question: string;
  readonly template?: string;
  readonly saw: string;
  readonly matched: boolean;
}

/** What became of one template that was asked for. */
export interface TemplateVerdict {
  readonly template: string;
  /** Revision of the template; absent where no such template is in force. */
  readonly revision?: string;
  readonly decision: Decision;
  /** Why it is skipped or refused, in one line; absent where it is injected. */
  readonly why?: string;
}

/** One operation of a JSON Patch. @see https://www.rfc-editor.org/rfc/rfc6902#section-4 */
export type PatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

/** The one answer that webhook, command line and playground render. */
export interface Outcome {
  readonly decision: Decision;
  /** A verdict for each template that was asked for, in that order; empty where a row before them decided. */
  readonly verdicts: readonly TemplateVerdict[];
  /** The Pod after injection: the very object that was reviewed where nothing changes. Made when it is first asked for. */
  readonly pod: JsonObject;
  /** Turns the reviewed Pod into {@link Outcome.pod}; empty where nothing changes. */
  readonly patch: readonly PatchOperation[];
  readonly warnings: readonly Warning[];
  /** The rows that were looked at; put into words only when asked for, since a review does not need them. */
  readonly trace: () => readonly TraceEntry[];
}

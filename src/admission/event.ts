import { oneLine } from './one-line.ts';

/** Why an Event is written: its `reason`, a metric label and a row of the documentation. */
export const EVENT_REASONS = [
  'TemplateUnavailable',
  'UnknownTemplate',
  'ExpressionFailed',
  'NameTaken',
  'Conflict',
  'RequestSkipped',
  'TemplateRefused',
  'LastGoodTemplateKept',
  'TemplateRecovered',
  'ConfigMapMissing',
  'CaBundleRestored',
] as const;

/** One of {@link EVENT_REASONS}. */
export type EventReason = (typeof EVENT_REASONS)[number];

/** An object that an Event is about, in the namespace that the Event stands in; empty for an object that is in none. */
export interface ObjectReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** `kubectl describe` shows an Event only with the object of this uid. */
  readonly uid?: string;
}

/**
 * What an Event tells, whenever and however often it is to be told. `message` is one line.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/
 */
export interface InjectorEvent {
  readonly about: ObjectReference;
  readonly type: 'Normal' | 'Warning';
  readonly reason: EventReason;
  readonly action: 'Inject' | 'LoadTemplates' | 'KeepCertificates';
  readonly message: string;
}

/** Has an Event written, some time later. Returns at once, never throws, and promises nothing. */
export type TellEvent = (event: InjectorEvent) => void;

/** The API server takes no longer note in an Event of events.k8s.io. */
const MAX_MESSAGE_LENGTH = 1024;

/** A text as the message of an Event. */
export function eventMessage(text: string): string {
  return oneLine(text, MAX_MESSAGE_LENGTH);
}

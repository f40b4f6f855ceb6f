import type { Lifetimes } from './lifetimes.ts';
import type { ServiceName } from './names.ts';
import type { ObjectClient } from '../src/kubernetes/object-client.ts';

/** Something that was written, and why. */
export interface Change {
  readonly what: 'ca' | 'ca-bundle' | 'certificate';
  /** Kind and name. */
  readonly object: string;
  readonly reason: string;
}

/** Hears what was written. */
export type ReportChange = (change: Change) => void;

/** What every step is given. */
export interface RoundContext extends ServiceName {
  readonly client: ObjectClient;
  /** Name of the MutatingWebhookConfiguration, and of the ValidatingWebhookConfiguration. */
  readonly webhookConfiguration: string;
  readonly now: () => Date;
  /** The usual ones when left out. */
  readonly lifetimes?: Lifetimes;
  readonly report: ReportChange;
}

import type { ServiceName } from './names.ts';
import type { ObjectClient } from '../src/kubernetes/object-client.ts';

/** Hears what was written, and why. */
export type ReportChange = (change: { readonly object: string; readonly reason: string }) => void;

/** What every step is given. */
export interface RoundContext extends ServiceName {
  readonly client: ObjectClient;
  /** Name of the MutatingWebhookConfiguration, and of the ValidatingWebhookConfiguration. */
  readonly webhookConfiguration: string;
  readonly now: () => Date;
  readonly report: ReportChange;
}

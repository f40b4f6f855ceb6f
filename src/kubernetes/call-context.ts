import type { ApiConnection } from './api-connection.ts';
import type { InformerLimits } from './limits.ts';
import type { Timing } from './timing.ts';

/** What every list and watch of an informer has in common. */
export interface CallContext {
  readonly connection: ApiConnection;
  readonly timing: Timing;
  readonly limits: InformerLimits;
  /** Ends what is under way. */
  readonly signal: AbortSignal;
}

import type { Timing } from '../src/kubernetes/timing.ts';
import type { ConfigurationKind } from './ensure-ca-bundle.ts';
import type { Look, LookAtEndpoint } from './look-at-endpoint.ts';
import type { Obstacle } from './obstacle.ts';
import type { RoundContext } from './round-context.ts';
import type { Certificates } from './run-round.ts';

/** Everything that is waited for, in milliseconds. */
export interface KeepWaits {
  /** From one look at Secrets and webhook configurations to the next. */
  readonly repairMs: number;
  /** From one look at what endpoints serve to the next, while nothing is under way. */
  readonly checkMs: number;
  /** The same while something is: API servers believe two CAs, or an endpoint did not serve what it is to. */
  readonly endpointMs: number;
  readonly endpointTimeoutMs: number;
  /** From when `caBundle` was read back to a certificate that needs it: other API servers hear of it later. */
  readonly settleMs: number;
  /** How long an earlier CA is believed after every endpoint was seen with a certificate of the new one. */
  readonly overlapMs: number;
}

/** A `caBundle` that somebody had changed. */
export interface Restored {
  readonly kind: ConfigurationKind;
  readonly uid: string;
  /** What it lacked, or held. */
  readonly problem: string;
}

/** A round in which nothing was in the way. */
export interface KeepRound {
  /** Whether something was written, which the next round reads back. */
  readonly hasChanged: boolean;
  /** What is waited for; left out where nothing is. */
  readonly pending?: string;
  /** The next round is worth while after so long. */
  readonly waitMs?: number;
  /** What is in force; left out while it is being made. */
  readonly certificates?: Certificates;
}

/** What the keeper is given. */
export interface KeepContext extends RoundContext {
  readonly waits: KeepWaits;
  readonly timing: Timing;
  readonly lookAtEndpoint: LookAtEndpoint;
  /** Ends the keeper. */
  readonly signal: AbortSignal;
  readonly onRound: (round: KeepRound) => void;
  readonly onObstacle: (obstacle: Obstacle) => void;
  readonly onRestored: (restored: Restored) => void;
  readonly onLooks: (looks: readonly Look[]) => void;
}

/** What a keeper knows from earlier rounds. All of it can be lost: then it waits again. */
export interface KeepMemory {
  /** The CA that was last seen in every `caBundle`, and since when. */
  registered: { readonly fingerprint: string; readonly sinceMs: number } | undefined;
  /** The CA whose handover was seen to be over: another one beside it does not belong there. */
  aloneFingerprint: string;
  /** Not before this are endpoints looked at again. */
  nextLookMs: number;
  /** At this time they are, whether or not something is under way. */
  nextCheckMs: number;
}

/** Knows nothing yet. */
export function emptyMemory(): KeepMemory {
  return { registered: undefined, aloneFingerprint: '', nextLookMs: 0, nextCheckMs: 0 };
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long certificates that are made are valid, from when they are made. */
export interface Lifetimes {
  readonly caMs: number;
  readonly leafMs: number;
}

/** How long a CA is valid. It outlives each certificate that it signs, since it is replaced after two thirds of its life. */
export const CA_LIFETIME_MS: number = 365 * DAY_MS;

/** How long a serving certificate is valid. */
export const LEAF_LIFETIME_MS: number = 30 * DAY_MS;

/** What `certs create` makes, and `certs keep` where nothing else is asked for. */
export const LIFETIMES: Lifetimes = { caMs: CA_LIFETIME_MS, leafMs: LEAF_LIFETIME_MS };

/** Certificates hold from this long before they were made: clocks of a cluster differ. */
export const BACKDATE_MS: number = HOUR_MS;

/** This much difference of clocks never makes a certificate count as not yet valid, or as ended. */
export const CLOCK_SLACK_MS: number = 5 * MINUTE_MS;

/** The part of its life after which a certificate is replaced: ten days are left of thirty. */
export const RENEWAL_POINT: number = 2 / 3;

/** When something is valid, both ends included. */
export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** The validity of what is made now. */
export function validityFrom(now: Date, lifetimeMs: number): Validity {
  return { notBefore: new Date(now.getTime() - BACKDATE_MS), notAfter: new Date(now.getTime() + lifetimeMs) };
}

/** Why a validity does not do at `now`: not begun, ended, or so near its end that it is to be renewed. `undefined` where it does. */
export function findLapse({ notBefore, notAfter }: Validity, now: Date): string | undefined {
  if (notBefore.getTime() - CLOCK_SLACK_MS > now.getTime()) return `it is valid from ${notBefore.toISOString()} only`;
  if (notAfter <= now) return `it ended at ${notAfter.toISOString()}`;
  if (renewalOf({ notBefore, notAfter }) > now) return undefined;
  return `it ends at ${notAfter.toISOString()}, and is due to be renewed`;
}

/** When a certificate is due. Its life begins when it was made: the time that it was backdated by is none of it. */
export function renewalOf({ notBefore, notAfter }: Validity): Date {
  const wholeMs = notAfter.getTime() - notBefore.getTime();
  const backdatedMs = wholeMs > BACKDATE_MS ? BACKDATE_MS : 0;
  return new Date(notBefore.getTime() + backdatedMs + (wholeMs - backdatedMs) * RENEWAL_POINT);
}

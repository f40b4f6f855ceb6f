import type { CurrentCa } from './ensure-ca.ts';
import { CLOCK_SLACK_MS } from './lifetimes.ts';

/** The note in the CA's Secret that every endpoint serves a certificate of this very CA, and since when. */
export function formatServedSince(fingerprint: string, since: Date): string {
  return `${since.toISOString()} ${fingerprint}`;
}

/**
 * Since when every endpoint serves a certificate of the CA of this fingerprint; `undefined` where the note is of another CA, or of a
 * time that is yet to come: the clock was wrong then.
 */
export function parseServedSince(note: string, fingerprint: string, now: Date): Date | undefined {
  const [time = '', notedFingerprint] = note.split(' ');
  const since = new Date(time);
  const isPast = since.getTime() <= now.getTime() + CLOCK_SLACK_MS;
  return notedFingerprint === fingerprint && isPast ? since : undefined;
}

/** Whether every endpoint was seen with a certificate of the CA. */
export function isServedSince({ certificate, stored }: CurrentCa, now: Date): boolean {
  return parseServedSince(stored?.servedSince ?? '', certificate.fingerprint256, now) !== undefined;
}

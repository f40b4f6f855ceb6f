/** Longer than any name that an API server lets through. */
const MAX_ID_LENGTH = 300;

/** A name as a log line holds it: whoever sends requests cannot make the line any longer. */
export function logId(text: string): string {
  return text.slice(0, MAX_ID_LENGTH);
}

/** A duration as a log line holds it: to the microsecond. */
export function logDurationMs(durationMs: number): number {
  return Math.round(durationMs * 1000) / 1000;
}

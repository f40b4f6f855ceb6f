/** Between nine and eleven tenths of an interval by chance, so that several processes do not go in step. */
export function jitter(intervalMs: number, random: number): number {
  return intervalMs * (0.9 + random * 0.2);
}

import type { LoadReport } from './load/load-report.ts';

/** `0 of 10,480 lost`. */
export function describeLoss(report: LoadReport): string {
  return `${formatCount(report.lost.length)} of ${formatCount(report.total)} lost`;
}

/** A whole number with commas. */
export function formatCount(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 0 });
}

/** `2.4 s`, from milliseconds. */
export function formatSeconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

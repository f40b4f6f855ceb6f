import type { ContenderName } from './bench-options.ts';
import type { Comparison } from './comparison.ts';
import type { EnvVarRow, TemplateRow } from './growth.ts';
import type { LanguageRow } from './language.ts';
import { ratioSpread, type Spread, spreadOf } from './spread.ts';

/** Targets of design.md, section 10. */
const MAX_CPU_AGAINST_BARE = 1.3;
const MIN_REVIEWS_AGAINST_GO = 4;
/** With all expressions and parameters, against the classic template. */
const MAX_LANGUAGE_AGAINST_CLASSIC = 1.5;

const LABELS: Readonly<Record<ContenderName, string>> = {
  injector: 'injector',
  bare: 'bare Fastify, answers `allowed: true`',
  go: 'Go webhook (controller-runtime)',
};

/** Renders a Markdown table: the first row is the head. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const [head = [], ...others] = rows;
  const rule = head.map((_, column) => (column === 0 ? '---' : '--:'));
  return [head, rule, ...others].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** CPU time per review, and what one core serves. */
export function renderServers(comparison: Comparison): string {
  const rows = [...comparison].map(([name, cpuMicros]) => {
    const spread = spreadOf(cpuMicros);
    return [LABELS[name], withRange(spread, formatMicros), formatCount(1e6 / spread.median)];
  });
  return markdownTable([['server', 'CPU per review, µs: median (min–max)', 'reviews per second per core'], ...rows]);
}

/** The ratios that design.md sets targets for, and whether they are met; empty where a server is left out. */
export function renderRatios(comparison: Comparison): string {
  const injector = comparison.get('injector');
  const bare = comparison.get('bare');
  const go = comparison.get('go');
  const rows: string[][] = [];
  if (injector && bare) {
    const ratio = ratioSpread(injector, bare);
    const verdict = judge(ratio.median <= MAX_CPU_AGAINST_BARE);
    rows.push(['CPU per review, injector / bare', formatRatios(ratio), `≤ ${MAX_CPU_AGAINST_BARE}`, verdict]);
  }
  if (injector && go) {
    const ratio = ratioSpread(go, injector);
    const verdict = judge(ratio.median >= MIN_REVIEWS_AGAINST_GO);
    rows.push([
      'reviews per second per core, injector / Go',
      formatRatios(ratio),
      `≥ ${MIN_REVIEWS_AGAINST_GO}`,
      verdict,
    ]);
  }
  if (bare && go) rows.push(['reviews per second per core, bare / Go', formatRatios(ratioSpread(go, bare)), '', '']);
  return rows.length === 0 ? '' : markdownTable([['ratio', 'median (min–max)', 'target', ''], ...rows]);
}

/** How the cost grows with the Pod. */
export function renderEnvVarGrowth(rows: readonly EnvVarRow[]): string {
  const head = ['env vars in the Pod', 'body, bytes', 'injector, µs', 'µs per KiB', 'bare, µs', 'injector / bare'];
  const cells = rows.map(({ envVars, bodyBytes, comparison }) => {
    const injector = comparison.get('injector') ?? [];
    const bare = comparison.get('bare') ?? [];
    const micros = spreadOf(injector).median;
    return [
      formatCount(envVars),
      formatCount(bodyBytes),
      formatMicros(micros),
      formatMicros((micros * 1024) / bodyBytes),
      formatMicros(spreadOf(bare).median),
      formatRatios(ratioSpread(injector, bare)),
    ];
  });
  return markdownTable([head, ...cells]);
}

/** How the cost grows with the number of templates. */
export function renderTemplateGrowth(rows: readonly TemplateRow[]): string {
  const one = rows[0]?.cpuMicros ?? [];
  const cells = rows.map(({ templates, cpuMicros }) => [
    formatCount(templates),
    withRange(spreadOf(cpuMicros), formatMicros),
    formatRatios(ratioSpread(cpuMicros, one)),
  ]);
  return markdownTable([['templates loaded', 'injector, µs: median (min–max)', 'against 1 template'], ...cells]);
}

/** What the template language costs, against the classic template. */
export function renderLanguage(rows: readonly LanguageRow[]): string {
  const classic = rows[0]?.cpuMicros ?? [];
  const cells = rows.map(({ template, cpuMicros }, index) => {
    const ratio = ratioSpread(cpuMicros, classic);
    const verdict = index < rows.length - 1 ? '' : judge(ratio.median <= MAX_LANGUAGE_AGAINST_CLASSIC);
    return [template, withRange(spreadOf(cpuMicros), formatMicros), formatRatios(ratio), verdict];
  });
  const against = `against the classic one (target ≤ ${MAX_LANGUAGE_AGAINST_CLASSIC})`;
  return markdownTable([['template', 'injector, µs: median (min–max)', against, ''], ...cells]);
}

function judge(met: boolean): string {
  return met ? 'met' : 'missed';
}

function formatRatios(spread: Spread): string {
  return withRange(spread, (value) => value.toFixed(2));
}

function withRange({ median, min, max }: Spread, format: (value: number) => string): string {
  return Number.isNaN(median) ? '–' : `${format(median)} (${format(min)}–${format(max)})`;
}

function formatMicros(micros: number): string {
  return Number.isNaN(micros) ? '–' : formatCount(micros, micros < 100 ? 1 : 0);
}

function formatCount(value: number, digits = 0): string {
  return value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits });
}

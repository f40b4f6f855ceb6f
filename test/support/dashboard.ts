import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const FILES = join(import.meta.dirname, '..', '..', 'deploy', 'chart', 'files');

/** A panel of the dashboard, as Grafana stores it. @see https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/ */
export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: object;
  readonly fieldConfig?: { readonly defaults?: object };
  /** Rows have an empty list. */
  readonly targets: readonly { readonly refId: string; readonly expr: string; readonly datasource: object }[];
}

/** The dashboard that is shipped. */
export interface Dashboard {
  readonly title: string;
  readonly uid: string;
  readonly templating: { readonly list: readonly { readonly name: string }[] };
  readonly panels: readonly Panel[];
}

/** Reads it. */
export function readDashboard(): Dashboard {
  return JSON.parse(readFileSync(join(FILES, 'dashboard.json'), 'utf8')) as Dashboard;
}

/** A query, and where it stands. */
export interface Query {
  readonly where: string;
  readonly expr: string;
}

/** Every query of the dashboard, with values in the place of its variables. */
export function dashboardQueries(): readonly Query[] {
  return readDashboard().panels.flatMap(({ title, targets }) =>
    targets.map(({ refId, expr }) => ({
      where: `${title} ${refId}`,
      expr: expr.replaceAll('$namespace', 'sidecar-injector').replaceAll('$__rate_interval', '5m'),
    })),
  );
}

/** Every expression of the alerts. */
export function alertQueries(): readonly Query[] {
  const text = readFileSync(join(FILES, 'alerts.yaml'), 'utf8');
  const { groups } = parse(text) as { groups: { rules: { alert: string; expr: string }[] }[] };
  return groups.flatMap(({ rules }) => rules.map(({ alert, expr }) => ({ where: alert, expr })));
}

/** Names of metrics in an expression: each word that is no function, keyword, label or value. */
export function metricsIn(expr: string): readonly string[] {
  const bare = expr
    .replaceAll(/"(?:[^"\\]|\\.)*"/gu, '""')
    .replaceAll(/\{[^}]*\}/gu, '')
    .replaceAll(/\[[^\]]*\]/gu, '')
    .replaceAll(/\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/gu, '')
    .replaceAll(/\boffset\s+\w+/gu, '')
    .replaceAll(/\b\w+\s*(?=\()/gu, '');
  const keywords = new Set(['and', 'or', 'unless', 'bool']);
  return [...bare.matchAll(/\b[A-Za-z_]\w*/gu)].map(([word]) => word).filter((word) => !keywords.has(word));
}

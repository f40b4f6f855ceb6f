import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { REPOSITORY } from '../support/serve-process.ts';
import { readDashboard, type Panel } from '../support/dashboard.ts';
import { renderMonitoringComponent } from '../support/generate/monitoring-component.ts';

const read = (path: string): string => readFileSync(join(REPOSITORY, path), 'utf8');
const RUNBOOK = read('docs/operations.md');

interface Rule {
  readonly alert: string;
  readonly labels: { readonly severity: string };
  readonly annotations: Readonly<Record<string, string>>;
}

const { groups } = parse(read('deploy/chart/files/alerts.yaml')) as { groups: { rules: Rule[] }[] };
const RULES = groups.flatMap(({ rules }) => rules);
const DASHBOARD = readDashboard();

/** The anchor of a heading, as code hosts make it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/gu, '')
    .replaceAll(' ', '-');
}

describe.each(RULES)('the alert $alert', ({ alert, labels, annotations }) => {
  it('says what is wrong, how bad it is, and where to read on', () => {
    expect(Object.keys(annotations).toSorted()).toEqual(['description', 'runbook', 'summary']);
    expect(['critical', 'warning', 'info']).toContain(labels.severity);
    const [document, anchor] = (annotations['runbook'] ?? '').split('#');
    const headings = [...RUNBOOK.matchAll(/^#+ (?<heading>.*)$/gmu)].map(({ groups: found }) => found?.['heading']);
    expect(document).toBe('docs/operations.md');
    expect(headings.map((heading) => anchorOf(heading ?? ''))).toContain(anchor);
  });

  it('has its row in the runbook', () => {
    const anchor = annotations['runbook']?.split('#')[1] ?? '';
    const row = RUNBOOK.split('\n').find((line) => line.startsWith(`| \`${alert}\` | ${labels.severity} |`));
    expect(row).toContain(`](#${anchor})`);
  });
});

describe('the runbook', () => {
  it('has no row for an alert that is not there', () => {
    const rows = [...RUNBOOK.matchAll(/^\| `(?<alert>SidecarInjector\w+)`/gmu)].map(
      ({ groups: found }) => found?.['alert'],
    );
    expect(rows).toEqual(RULES.map(({ alert }) => alert));
  });
});

describe('deploy/components/monitoring', () => {
  it.each([...renderMonitoringComponent()])('has %s of what the chart has', (path, text) => {
    expect(read(path)).toBe(text);
  });
});

describe('deploy/chart/files/dashboard.json', () => {
  const panels = DASHBOARD.panels.filter(({ type }) => type !== 'row');

  it('has panels of one number each, side by side and never on top of each other', () => {
    const { panels: all } = DASHBOARD;
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(all.filter(({ gridPos: { x, w, y, h } }) => x < 0 || x + w > 24 || y < 0 || h < 1)).toEqual([]);
    const overlapping = all.filter((one, index) => all.slice(index + 1).some((other) => overlap(one, other)));
    expect(overlapping.map(({ title }) => title)).toEqual([]);
  });

  it.each(panels.map((panel) => ({ ...panel })))('asks the chosen Prometheus: $title', (panel) => {
    expect(['stat', 'table', 'timeseries']).toContain(panel.type);
    expect(panel.fieldConfig?.defaults).toBeDefined();
    const refIds = panel.targets.map(({ refId }) => refId);
    expect(refIds.length).toBeGreaterThan(0);
    expect(new Set(refIds).size).toBe(refIds.length);
    for (const { datasource, expr } of [{ datasource: panel.datasource, expr: 'x' }, ...panel.targets]) {
      expect(datasource).toEqual({ type: 'prometheus', uid: `\${datasource}` });
      expect(expr).not.toBe('');
    }
  });

  it('uses no variable that it does not define', () => {
    const known = new Set([...DASHBOARD.templating.list.map(({ name }) => name), '__rate_interval']);
    const used = JSON.stringify(DASHBOARD).matchAll(/\$\{?(?<name>\w+)/gu);
    expect([...used].map(({ groups: found }) => found?.['name'] ?? '').filter((name) => !known.has(name))).toEqual([]);
  });

  it('limits each query of our metrics to the chosen namespace', () => {
    const own = panels
      .flatMap(({ targets }) => targets.map(({ expr }) => expr))
      .filter((expr) => !expr.includes('apiserver_'));
    expect(own.filter((expr) => !expr.includes('namespace="$namespace"'))).toEqual([]);
    expect(own.length).toBeGreaterThan(30);
  });
});

function overlap({ gridPos: one }: Panel, { gridPos: other }: Panel): boolean {
  const beside = one.x + one.w <= other.x || other.x + other.w <= one.x;
  const apart = one.y + one.h <= other.y || other.y + other.h <= one.y;
  return !beside && !apart;
}

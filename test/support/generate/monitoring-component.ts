import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const REPOSITORY = join(import.meta.dirname, '../../..');

const LABELS = `    app.kubernetes.io/name: sidecar-injector
    app.kubernetes.io/component: monitoring
    app.kubernetes.io/part-of: sidecar-injector
`;

const METADATA = `metadata:
  name: NAME
  namespace: sidecar-injector
  labels:
${LABELS}`;

const NOTE = (source: string): string => `# Generated from deploy/chart/files/${source}: npm run generate:monitoring\n`;

/** The files of deploy/components/monitoring that wrap those of the chart: each path in the repository, and its text. */
export function renderMonitoringComponent(): ReadonlyMap<string, string> {
  return new Map([
    ['deploy/components/monitoring/prometheus-rule.yaml', renderRule(readSource('alerts.yaml'))],
    ['deploy/components/monitoring/dashboard.yaml', renderDashboard(readSource('dashboard.json'))],
  ]);
}

function readSource(name: string): string {
  return readFileSync(join(REPOSITORY, 'deploy', 'chart', 'files', name), 'utf8');
}

function renderRule(alerts: string): string {
  const head = `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\n${METADATA.replace('NAME', 'sidecar-injector')}`;
  return `${NOTE('alerts.yaml')}${head}spec:\n${indent(alerts, 2)}`;
}

/** The label is what Grafana's sidecar looks for in ConfigMaps, as its chart and kube-prometheus-stack set it up. */
function renderDashboard(dashboard: string): string {
  const head = `apiVersion: v1\nkind: ConfigMap\n${METADATA.replace('NAME', 'sidecar-injector-dashboard')}`;
  const data = `data:\n  sidecar-injector.json: |\n${indent(dashboard, 4)}`;
  return `${NOTE('dashboard.json')}${head}    grafana_dashboard: "1"\n${data}`;
}

function indent(text: string, width: number): string {
  return text.replaceAll(/^(?=.)/gmu, ' '.repeat(width));
}

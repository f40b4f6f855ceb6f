import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runExport } from '../../../src/cli/run-export.ts';
import type { Json, JsonObject } from '../../../src/injection/json.ts';
import { chartJsonSchema } from './chart-schema.ts';
import { parseChartValues, type ChartNode } from './chart-values.ts';
import { renderJson } from './render-json.ts';

const REPOSITORY = join(import.meta.dirname, '../../../');
const EXAMPLE = 'deploy/examples/envoy-initializer.yaml';
const TABLE = /(?<=<!-- values -->\n).*?(?=<!-- end of values -->)/su;

/**
 * What the template guard.yaml of the chart replaces by the namespace of the release.
 * A valid name, as the exporter asks for one.
 */
const RELEASE_NAMESPACE = 'release-namespace';

/**
 * The files of the chart that follow from others: its schema and the table in its README from values.yaml, its version from
 * package.json, its default template from deploy/examples, the guard of it from the exporter. The same sources always give the same
 * bytes.
 *
 * @returns texts by path in the repository
 */
export async function renderChartFiles(): Promise<ReadonlyMap<string, string>> {
  const values = parseChartValues(read('deploy/chart/values.yaml'));
  const podSchema = JSON.parse(read('schema/pod.schema.json')) as JsonObject;
  return new Map([
    ['deploy/chart/values.schema.json', renderJson(chartJsonSchema(values, podSchema))],
    ['deploy/chart/README.md', read('deploy/chart/README.md').replace(TABLE, () => renderTable(values))],
    ['deploy/chart/Chart.yaml', renderChart(read('deploy/chart/Chart.yaml'))],
    ['deploy/chart/files/envoy-initializer.yaml', read(EXAMPLE)],
    ['deploy/chart/files/guard.yaml', await renderGuard()],
  ]);
}

function read(path: string): string {
  return readFileSync(join(REPOSITORY, path), 'utf8');
}

function renderChart(text: string): string {
  const { version } = JSON.parse(read('package.json')) as { version: string };
  return text
    .replaceAll(/^(version|appVersion): .*$/gmu, (_, field: string) => `${field}: ${version}`)
    .replace(/(?<=image: sidecar-injector:).*$/mu, version);
}

async function renderGuard(): Promise<string> {
  const text = await runExport([], {
    guard: true,
    output: 'yaml',
    protectedNamespaces: 'kube-system,kube-public,kube-node-lease',
    namespace: RELEASE_NAMESPACE,
    templateConfigmap: 'envoy-initializer',
    templateFile: join(REPOSITORY, EXAMPLE),
  });
  return text.replaceAll(REPOSITORY, '');
}

function renderTable(values: readonly ChartNode[]): string {
  const rows = values.flatMap((node) => rowsOf(node, ''));
  return ['| value | default | what it is |', '|---|---|---|', ...rows, ''].join('\n');
}

function rowsOf(node: ChartNode, parent: string): readonly string[] {
  const path = `${parent}${node.name}`;
  if (node.kind === 'section') return node.children.flatMap((child) => rowsOf(child, `${path}.`));
  const description = node.description.replaceAll('|', '\\|');
  return [`| \`${path}\` | ${renderDefault(node.default)} | ${description} |`];
}

function renderDefault(value: Json): string {
  return `\`${JSON.stringify(value)}\``;
}

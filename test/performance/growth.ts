import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { BlockPlan } from './bench-options.ts';
import { compareServers, type Comparison, type Servers } from './comparison.ts';
import { type CpuMicrosByRound, measureInterleaved } from './measure.ts';
import { injectorProgram } from './programs.ts';
import { type PodReview, type ReviewBody, toReviewBody, withEnvVars } from './review-body.ts';
import { type RunningServer, startServer } from './servers.ts';

const ENV_VAR_COUNTS = [1, 10, 100, 1000, 2000];
const TEMPLATE_COUNTS = [1, 10, 100];

/** The cost of a Pod with so many environment variables. */
export interface EnvVarRow {
  readonly envVars: number;
  readonly bodyBytes: number;
  readonly comparison: Comparison;
}

/** The cost of a review while so many templates are loaded. */
export interface TemplateRow {
  readonly templates: number;
  readonly cpuMicros: CpuMicrosByRound;
}

/** Measures the servers with Pods of 1 to 2,000 environment variables. */
export async function measureEnvVarGrowth(
  servers: Servers,
  review: PodReview,
  plan: BlockPlan,
): Promise<readonly EnvVarRow[]> {
  const rows: EnvVarRow[] = [];
  for (const envVars of ENV_VAR_COUNTS) {
    const body = toReviewBody(withEnvVars(review, envVars));
    const comparison = await compareServers(servers, body, plan);
    rows.push({ envVars, bodyBytes: body.bytes.length, comparison });
  }
  return rows;
}

/** Measures three injectors with 1, 10 and 100 templates, interleaved. The review takes the default one. */
export async function measureTemplateGrowth(
  folder: string,
  review: ReviewBody,
  plan: BlockPlan,
): Promise<readonly TemplateRow[]> {
  const servers: RunningServer[] = [];
  try {
    for (const count of TEMPLATE_COUNTS) servers.push(await startWithTemplates(folder, review, count));
    const contenders = servers.map((server) => ({ server, review }));
    const measured = await measureInterleaved(contenders, plan);
    return TEMPLATE_COUNTS.map((templates, index) => ({ templates, cpuMicros: measured[index] ?? [] }));
  } finally {
    await Promise.all(servers.map(async (server) => server.stop()));
  }
}

async function startWithTemplates(folder: string, review: ReviewBody, count: number): Promise<RunningServer> {
  const file = join(folder, `templates-${count}.yaml`);
  const templates = Array.from({ length: count }, (_, index) => [`envoy-${index}.yaml`, template(index)] as const);
  await writeFile(file, stringify(templateConfigMap(templates)));
  return startServer(injectorProgram(file), review);
}

/** The manifest of a template ConfigMap with these documents by key. */
export function templateConfigMap(templates: readonly (readonly [string, unknown])[]): unknown {
  const data = Object.fromEntries(templates.map(([key, document]) => [key, stringify(document)]));
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'envoy-initializer' }, data };
}

/** What the classic template lays over a Pod. */
export const CLASSIC_SPEC = {
  containers: [
    {
      name: 'envoy',
      image: 'lyft/envoy:845747db88f102c0fd262ab234308e9e22f693a1',
      command: ['/usr/local/bin/envoy'],
      args: ['--concurrency 4', '--config-path /etc/envoy/envoy.json', '--mode serve'],
      ports: [{ containerPort: 80, protocol: 'TCP' }],
      resources: { limits: { cpu: '1000m', memory: '512Mi' }, requests: { cpu: '100m', memory: '64Mi' } },
      volumeMounts: [{ name: 'envoy-conf', mountPath: '/etc/envoy' }],
    },
  ],
  volumes: [{ name: 'envoy-conf', configMap: { name: 'envoy' } }],
} as const;

/** The classic template under a name of its own; the first is the default. */
function template(index: number): unknown {
  const containers = CLASSIC_SPEC.containers.map((container) => ({ ...container, name: `envoy-${index}` }));
  return { default: index === 0, spec: { ...CLASSIC_SPEC, containers } };
}

import { join } from 'node:path';
import { runProgram } from './run-program.ts';

/** Definitions of what our manifests have beside Kubernetes' own kinds, each as its project publishes it: module, version, files. */
const SOURCES: readonly (readonly [module: string, version: string, files: readonly string[]])[] = [
  [
    'github.com/cert-manager/cert-manager',
    'v1.21.2',
    ['deploy/crds/cert-manager.io_certificates.yaml', 'deploy/crds/cert-manager.io_issuers.yaml'],
  ],
  [
    'github.com/prometheus-operator/prometheus-operator',
    'v0.85.0',
    [
      'example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml',
      'example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml',
      'example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml',
    ],
  ],
];

/**
 * Absolute paths of the definitions of cert-manager and the Prometheus Operator, in the cache of Go modules. What is not there yet
 * is fetched.
 *
 * @throws When Go is not installed, or the module cannot be had.
 */
export async function ensureDefinitions(): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const [module, version, files] of SOURCES) {
    const folder = await download(`${module}@${version}`);
    paths.push(...files.map((file) => join(folder, file)));
  }
  return paths;
}

async function download(module: string): Promise<string> {
  const environment = { ...process.env, GOFLAGS: '-mod=mod', GOTOOLCHAIN: 'local' } as Record<string, string>;
  const args = ['mod', 'download', '-json', module];
  const { stdout } = await runProgram('go', args, { environment, timeoutMs: 300_000 });
  const { Dir: folder, Error: problem } = JSON.parse(stdout) as { Dir?: string; Error?: string };
  if (folder === undefined) throw new Error(`${module} cannot be had: ${problem ?? ''}`);
  return folder;
}

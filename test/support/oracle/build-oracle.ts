import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MODULE = fileURLToPath(new URL('../../oracle/', import.meta.url));

/** Builds the program that answers with Kubernetes' own libraries; ends this one where Go is not installed. */
export function buildOracle(folder: string): string {
  const binary = join(folder, 'oracle');
  const { error } = spawnSync('go', ['version']);
  if (error !== undefined) {
    console.error('test:oracle needs Go 1.26 or newer on the PATH: https://go.dev/doc/install');
    process.exit(1);
  }
  const environment = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly' };
  execFileSync('go', ['build', '-o', binary, '.'], { cwd: MODULE, stdio: 'inherit', env: environment });
  return binary;
}

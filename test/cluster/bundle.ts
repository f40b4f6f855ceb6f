import { join } from 'node:path';
import { runProgram } from './run-program.ts';

const REPOSITORY = join(import.meta.dirname, '..', '..');

/** Set where the bundle was built for a whole run of tests: a build takes away what others run. */
const BUILT = 'SIDECAR_INJECTOR_TEST_BUILT';

/**
 * Builds the bundle that Pods run, unless this run has built it already.
 *
 * @throws With the words of the build when it fails.
 */
export async function ensureBundle(): Promise<void> {
  if (process.env[BUILT] === '1') return;
  const { code, stdout, stderr } = await runProgram(process.execPath, [join(REPOSITORY, 'build.ts')]);
  if (code !== 0) throw new Error(`the bundle cannot be built:\n${stdout}${stderr}`);
  process.env[BUILT] = '1';
}

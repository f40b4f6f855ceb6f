import { join } from 'node:path';
import { type ProgramResult, runProgram } from '../cluster/run-program.ts';
import { cacheFolder, ensureGoProgram, readRequiredVersion } from '../support/go-program.ts';

const MODULE_FOLDER = import.meta.dirname;
const MODULE = 'github.com/prometheus/prometheus';

/**
 * Absolute path of promtool, built by the Go module of this folder into the cache, without what finds targets in clouds.
 *
 * @throws When it is missing and Go is not installed, or when the build fails.
 */
export async function ensurePromtool(): Promise<string> {
  const version = await readRequiredVersion(MODULE_FOLDER, MODULE);
  const target = join(cacheFolder(), `promtool-${version}`, 'promtool');
  await ensureGoProgram({
    moduleFolder: MODULE_FOLDER,
    goPackage: `${MODULE}/cmd/promtool`,
    target,
    tags: 'remove_all_sd',
  });
  return target;
}

/** Runs promtool. A code other than 0 is a result, not an error. */
export async function promtool(args: readonly string[], input = ''): Promise<ProgramResult> {
  return runProgram(await ensurePromtool(), args, { input });
}

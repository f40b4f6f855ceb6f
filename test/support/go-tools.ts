import { access, constants, mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../cluster/run-program.ts';

/** A program that is built from the source of a Go module. */
export interface GoTool {
  readonly module: string;
  /** Exact, as the module proxy names it. */
  readonly version: string;
  /** The package of the program, in its module. */
  readonly package: string;
  readonly name: string;
  /** Variable that holds the version which the program tells. */
  readonly versionVariable?: string;
}

/** @see https://helm.sh/docs/ */
export const HELM: GoTool = {
  module: 'helm.sh/helm/v4',
  version: 'v4.3.1',
  package: './cmd/helm',
  name: 'helm',
  versionVariable: 'helm.sh/helm/v4/internal/version.version',
};

/** @see https://github.com/helm-unittest/helm-unittest */
export const HELM_UNITTEST: GoTool = {
  module: 'github.com/helm-unittest/helm-unittest',
  version: 'v1.1.2',
  package: './cmd/helm-unittest',
  name: 'helm-unittest',
};

/** @see https://github.com/yannh/kubeconform */
export const KUBECONFORM: GoTool = {
  module: 'github.com/yannh/kubeconform',
  version: 'v0.8.0',
  package: './cmd/kubeconform',
  name: 'kubeconform',
};

/** Minutes: a first build on a slow machine. */
const BUILD_TIMEOUT_MS = 900_000;

/**
 * Absolute path of a tool. It is built once into a cache keyed by its version, from its module's own list of checksums.
 *
 * @throws When it is missing and Go is not installed, or when the build fails.
 */
export async function ensureGoTool(tool: GoTool): Promise<string> {
  const folder = cacheFolder(`${tool.name}-${tool.version}`);
  const target = join(folder, tool.name);
  if (await isExecutable(target)) return target;
  await mkdir(folder, { recursive: true });
  process.stderr.write(`building ${tool.name} ${tool.version} (once, into the cache) ...\n`);
  // Beside the target and renamed: neither an interrupted nor a second build leaves half a file.
  const partial = `${target}.${process.pid}.partial`;
  const stamp = tool.versionVariable === undefined ? '' : ` -X ${tool.versionVariable}=${tool.version}`;
  try {
    const source = await downloadModule(tool.module, tool.version);
    await runGo(['build', '-C', source, '-mod=readonly', '-ldflags', `-s -w${stamp}`, '-o', partial, tool.package]);
    await rename(partial, target);
  } finally {
    await rm(partial, { force: true });
  }
  return target;
}

/**
 * Absolute path of a Go module's source, in Go's own cache.
 *
 * @throws When Go is not installed or there is no such version.
 */
export async function downloadModule(module: string, version: string): Promise<string> {
  const { Dir: folder } = JSON.parse(await runGo(['mod', 'download', '-json', `${module}@${version}`])) as {
    readonly Dir: string;
  };
  return folder;
}

/** A folder of the cache of these tests, outside of the repository. */
export function cacheFolder(name: string): string {
  const base = process.env['XDG_CACHE_HOME'];
  return join(base === undefined || base === '' ? join(homedir(), '.cache') : base, 'sidecar-injector', name);
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function runGo(args: readonly string[]): Promise<string> {
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  const environment = { ...Object.fromEntries(inherited), CGO_ENABLED: '0' } as Readonly<Record<string, string>>;
  const { code, stdout, stderr } = await runProgram('go', args, { environment, timeoutMs: BUILD_TIMEOUT_MS });
  if (code !== 0) throw new Error(`go ${args.join(' ')} ended with ${code}:\n${stderr}${stdout}`);
  return stdout;
}

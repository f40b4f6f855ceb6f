import { spawn } from 'node:child_process';
import { access, constants, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** A program that is built from a Go module of this repository. */
export interface GoProgram {
  /** Where `go.mod` is, which pins its version. */
  readonly moduleFolder: string;
  /** The package of its `main`. */
  readonly goPackage: string;
  /** Absolute path of the program; one that is there is taken as it is. */
  readonly target: string;
  readonly linkerFlags?: string;
  /** Build tags, separated by commas. */
  readonly tags?: string;
}

/** The folder of everything that is built once for this user, outside of the repository. */
export function cacheFolder(): string {
  const base = process.env['XDG_CACHE_HOME'];
  return join(base === undefined || base === '' ? join(homedir(), '.cache') : base, 'sidecar-injector');
}

/**
 * The version of a module that a `go.mod` requires: `v1.36.3`.
 *
 * @throws When it requires none, or none that is released.
 */
export async function readRequiredVersion(moduleFolder: string, name: string): Promise<string> {
  const text = await readFile(join(moduleFolder, 'go.mod'), 'utf8');
  const line = text.split('\n').find((candidate) =>
    candidate
      .replace(/^require /u, '')
      .trim()
      .startsWith(`${name} v`),
  );
  const version = / (?<version>v\d+\.\d+\.\d+)$/u.exec(line ?? '')?.groups?.['version'];
  if (version === undefined) throw new Error(`${moduleFolder}/go.mod requires no released version of ${name}`);
  return version;
}

/**
 * Builds a program unless it is there. The first build takes minutes and prints a line on stderr.
 *
 * @throws When Go is not installed, or when the build fails.
 */
export async function ensureGoProgram(program: GoProgram): Promise<void> {
  if (await isExecutable(program.target)) return;
  await mkdir(dirname(program.target), { recursive: true });
  await build(program);
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Builds beside the target and renames, so that an interrupted or a second, concurrent build never leaves half a file. */
async function build({ moduleFolder, goPackage, target, linkerFlags = '-s -w', tags = '' }: GoProgram): Promise<void> {
  const startedMs = Date.now();
  const partial = `${target}.${process.pid}.partial`;
  process.stderr.write(`building ${goPackage} (once, into the cache; takes minutes) ...\n`);
  try {
    await runGo(moduleFolder, ['build', '-tags', tags, '-ldflags', linkerFlags, '-o', partial, goPackage]);
    await rename(partial, target);
  } finally {
    await rm(partial, { force: true });
  }
  process.stderr.write(`built ${target} in ${Math.round((Date.now() - startedMs) / 1000)} s\n`);
}

function runGo(folder: string, args: readonly string[]): Promise<void> {
  const environment = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly' };
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const child = spawn('go', args, { cwd: folder, env: environment, stdio: ['ignore', 2, 2] });
  child.once('error', (cause) => reject(new Error(GO_MISSING, { cause })));
  child.once('close', (code) => {
    if (code === 0) resolve();
    else reject(new Error(`go ${args.join(' ')} ended with ${code}; its output is above`));
  });
  return promise;
}

const GO_MISSING =
  'A program of the tests is built from source once, and `go` cannot be started. ' +
  'Install Go 1.26 or later (https://go.dev/doc/install) and put it on the PATH.';

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { runOrThrow } from '../image/run-or-throw.ts';

/** Whether programs in Go can be built here. */
export function hasGo(): boolean {
  return spawnSync('go', ['version']).status === 0;
}

/**
 * A program in Go, built once for each version and kept from run to run.
 *
 * @param goPackage such as `example.org/tool/cmd/tool`
 * @param version such as `v1.2.3`
 * @returns the path of the program
 * @throws With the words of Go when it cannot be built.
 */
export function ensureGoTool(goPackage: string, version: string): string {
  const name = goPackage.replace(/^.*\//, '');
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const folder = join(cache, 'sidecar-injector', `${name}-${version}`);
  const program = join(folder, name);
  if (existsSync(program)) return program;
  const partial = join(folder, `${process.pid}.partial`);
  mkdirSync(partial, { recursive: true });
  try {
    runOrThrow('env', [`GOBIN=${partial}`, 'CGO_ENABLED=0', 'GOFLAGS=', 'go', 'install', `${goPackage}@${version}`]);
    renameSync(join(partial, name), program);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return program;
}

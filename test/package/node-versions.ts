import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { runOrThrow } from '../image/run-or-throw.ts';

/** The Nodes that the package is tried on: the oldest that it takes, the newest of the release after it, and that of the image. */
export const NODE_VERSIONS: readonly string[] = ['22.19.0', '24.9.0', process.versions.node];

/** One that is too old. */
export const OLD_NODE_VERSION = '20.20.2';

/**
 * The folder of a version of Node, with `node` in it, from npm; kept from run to run.
 *
 * @throws With the words of npm when it cannot be had.
 */
export function ensureNode(version: string): string {
  const name = `node-${process.platform}-${process.arch}`;
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const folder = join(cache, 'sidecar-injector', `${name}-${version}`);
  const programs = join(folder, 'node_modules', name, 'bin');
  if (!existsSync(join(programs, 'node'))) {
    mkdirSync(folder, { recursive: true });
    const flags = ['--prefix', folder, '--ignore-scripts', '--no-save', '--no-audit', '--no-fund', '--force'];
    runOrThrow('npm', ['install', ...flags, `${name}@${version}`]);
  }
  return programs;
}

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const REPOSITORY = join(import.meta.dirname, '..', '..');

/** A released version, as CHANGELOG.md has it. */
export interface Release {
  readonly version: string;
  /** `2026-11-21`. */
  readonly date: string;
  /** All 40 digits. */
  readonly commit: string;
}

/** The releases of CHANGELOG.md, the newest first; each heading is followed by a line that names its commit. */
export function readReleases(): readonly Release[] {
  const text = readFileSync(join(REPOSITORY, 'CHANGELOG.md'), 'utf8');
  const releases = text.matchAll(
    /^## (?<version>\d+\.\d+\.\d+) - (?<date>\d{4}-\d{2}-\d{2})\n\nCommit `(?<commit>[\da-f]{40})`\.$/gmu,
  );
  return [...releases].map(({ groups }) => groups as unknown as Release);
}

/** The version that this repository is. */
export function readVersion(): string {
  return (JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as { version: string }).version;
}

/**
 * The release that an upgrade to this version starts from: the newest that is another version.
 *
 * @throws When CHANGELOG.md has none.
 */
export function previousRelease(): Release {
  const version = readVersion();
  const release = readReleases().find((candidate) => candidate.version !== version);
  if (release === undefined) throw new Error(`CHANGELOG.md has no release before ${version}`);
  return release;
}

/** What git answers; `undefined` where it fails, as in a clone that has not the whole history. */
export function askGit(...args: readonly string[]): string | undefined {
  try {
    return execFileSync('git', ['-C', REPOSITORY, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return undefined;
  }
}

/** Why the history cannot be looked into; `undefined` where it can. */
export function whyNoHistory(): string | undefined {
  const isShallow = askGit('rev-parse', '--is-shallow-repository')?.trim();
  if (isShallow === undefined) return 'this is no git repository';
  return isShallow === 'true' ? 'this is a shallow clone: git fetch --unshallow' : undefined;
}

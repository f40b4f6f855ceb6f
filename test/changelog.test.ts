import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { askGit, previousRelease, readReleases, readVersion, whyNoHistory } from './support/changelog.ts';

const REPOSITORY = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(REPOSITORY, path), 'utf8');
const TEXT = read('CHANGELOG.md');

describe('CHANGELOG.md', () => {
  it('opens with what is not released yet, and has a commit for each release', () => {
    const headings = [...TEXT.matchAll(/^## (?<heading>.*)$/gmu)].map(({ groups }) => groups?.['heading']);
    expect(headings).toEqual(['Unreleased', ...readReleases().map(({ version, date }) => `${version} - ${date}`)]);
  });

  it('groups changes by the kinds of Keep a Changelog', () => {
    const kinds = [...TEXT.matchAll(/^### (?<kind>.*)$/gmu)].map(({ groups }) => groups?.['kind'] ?? '');
    const known = new Set(['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security']);
    expect(kinds.filter((kind) => !known.has(kind))).toEqual([]);
  });

  it('names a previous release that is another version than this one', () => {
    expect(previousRelease().version).not.toBe(readVersion());
  });

  it('names commits of the history that carry the version', ({ skip }) => {
    const reason = whyNoHistory();
    skip(reason !== undefined, reason);
    for (const { version, commit } of readReleases()) {
      expect(askGit('merge-base', '--is-ancestor', commit, 'HEAD'), `${commit} is no ancestor`).toBe('');
      const manifest = JSON.parse(askGit('show', `${commit}:package.json`) ?? '{}') as { version?: string };
      expect(manifest.version).toBe(version);
    }
  });
});

describe('the version', () => {
  it('is the same wherever it stands', () => {
    const version = readVersion();
    const lock = JSON.parse(read('package-lock.json')) as {
      version: string;
      packages: Record<string, { version: string }>;
    };
    expect([lock.version, lock.packages['']?.version]).toEqual([version, version]);
    expect(read('deploy/overlays/production/kustomization.yaml')).toContain(`newTag: ${version}\n`);
    expect(read('docs/manifests.md')).toContain(`rev: v${version}\n`);
  });
});

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { ensureBinaries } from '../cluster/binaries.ts';
import { runOrThrow } from '../image/run-or-throw.ts';
import { REPOSITORY } from '../support/serve-process.ts';
import { hasGo } from './go-tool.ts';

interface Step {
  readonly name?: string;
  readonly run?: string;
}

interface InstalledObject {
  readonly kind: string;
  readonly spec?: {
    readonly template?: { readonly spec: { readonly containers: readonly { readonly image: string }[] } };
  };
}

const { jobs } = parse(readFileSync(join(REPOSITORY, '.github/workflows/release.yml'), 'utf8')) as {
  jobs: Readonly<Record<string, { readonly steps?: readonly Step[] }>>;
};
const { version } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as { version: string };

/** What was built and pushed before. */
const IMAGE = 'registry.example/team/sidecar-injector';
const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

const work = mkdtempSync(join(tmpdir(), 'release-'));
const clone = join(work, 'clone');
const output = join(work, 'output');
/** Stands in for programs that only a runner has; it notes what it is asked. */
const programs = join(work, 'bin');

beforeAll(() => {
  const files = runOrThrow('git', ['-C', REPOSITORY, 'ls-files', '--cached', '--others', '--exclude-standard']).split(
    '\n',
  );
  for (const file of files) cpSync(join(REPOSITORY, file), join(clone, file));
  symlinkSync(join(REPOSITORY, 'node_modules'), join(clone, 'node_modules'));
  mkdirSync(programs);
  writeFileSync(join(programs, 'gh'), `#!/bin/sh\necho "$@" > ${join(work, 'gh')}\n`, { mode: 0o755 });
});
afterAll(() => rmSync(work, { recursive: true }));

/** Runs a step of the release as the runner does. */
function runStep(name: string, environment: Readonly<Record<string, string>>): { status: number | null; text: string } {
  const step = Object.values(jobs)
    .flatMap(({ steps = [] }) => steps)
    .find((candidate) => candidate.name === name);
  expect(step?.run, name).toBeDefined();
  const { status, stdout, stderr } = spawnSync('bash', ['-eo', 'pipefail', '-c', step?.run ?? ''], {
    cwd: clone,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${programs}:${process.env['PATH']}`, VERSION: version, ...environment },
  });
  return { status, text: `${stdout}${stderr}` };
}

describe('the steps of a release', () => {
  const tag = 'The tag is of the version that is in the package';

  it('go on with a tag of the version that is in the package, and with no other', () => {
    expect(runStep(tag, { GITHUB_REF_NAME: `v${version}`, GITHUB_OUTPUT: output })).toEqual({ status: 0, text: '' });
    expect(readFileSync(output, 'utf8')).toBe(`version=${version}\n`);
    expect(runStep(tag, { GITHUB_REF_NAME: 'v99.0.0', GITHUB_OUTPUT: output })).toEqual({
      status: 1,
      text: `the tag is v99.0.0, and the package has ${version}\n`,
    });
  });

  it('pack the package, which names the repository that it is built in, and its bill of materials', () => {
    const repository = { GITHUB_SERVER_URL: 'https://git.example', GITHUB_REPOSITORY: 'team/injector' };
    expect(runStep('Pack', repository)).toMatchObject({ status: 0 });
    const archive = `sidecar-injector-${version}.tgz`;
    expect(readdirSync(join(clone, 'release')).toSorted()).toEqual(
      [archive, `sidecar-injector-${version}.cdx.json`, 'template.schema.json'].toSorted(),
    );
    const manifest = runOrThrow('tar', ['-xzOf', join(clone, 'release', archive), 'package/package.json']);
    expect(JSON.parse(manifest)).toMatchObject({
      version,
      repository: { type: 'git', url: 'git+https://git.example/team/injector.git' },
    });
  });

  it('have the chart install the image of the release, by its digest', () => {
    const step = 'The chart installs the image of this release, by its digest';
    expect(runStep(step, { IMAGE, DIGEST })).toEqual({ status: 0, text: '' });
    const { image } = parse(readFileSync(join(clone, 'deploy/chart/values.yaml'), 'utf8')) as { image: object };
    expect(image).toMatchObject({ repository: IMAGE, tag: '', digest: DIGEST });
    const chart = readFileSync(join(clone, 'deploy/chart/Chart.yaml'), 'utf8');
    const { annotations } = parse(chart) as { annotations: Readonly<Record<string, string>> };
    const images = [{ name: 'sidecar-injector', image: `${IMAGE}:${version}` }];
    expect(parse(annotations['artifacthub.io/images'] ?? '')).toEqual(images);
  });

  it.runIf(hasGo())('write the whole install as one file, each image by its digest', async () => {
    const { kubectl } = await ensureBinaries();
    const step = 'The whole install as one file, with the image by its digest';
    mkdirSync(join(clone, 'release'), { recursive: true });
    const path = `${dirname(kubectl)}:${process.env['PATH']}`;
    expect(runStep(step, { PATH: path, IMAGE, DIGEST })).toEqual({ status: 0, text: '' });
    const text = readFileSync(join(clone, 'release/install.yaml'), 'utf8');
    const objects = parseAllDocuments(text).map((document) => document.toJS() as InstalledObject);
    const containers = objects.flatMap(({ spec }) => spec?.template?.spec.containers ?? []);
    const images = containers.map((container) => container.image);
    expect(images.length).toBeGreaterThan(2);
    expect(new Set(images)).toEqual(new Set([`${IMAGE}@${DIGEST}`]));
    const kinds = objects.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['Deployment', 'Job', 'MutatingWebhookConfiguration']));
  });

  it('publish what the changelog says of this version alone, and nothing where it says nothing', () => {
    const publish = 'Publish what the changelog says of this version, with the files';
    mkdirSync(join(clone, 'release'), { recursive: true });
    const environment = { GITHUB_REF_NAME: `v${version}` };
    const older = `## ${version}0 - 2026-01-01\n\n- Other.\n`;
    writeFileSync(join(clone, 'CHANGELOG.md'), `# Changelog\n\n## Unreleased\n\n- New.\n\n${older}`);
    expect(runStep(publish, environment)).toMatchObject({ status: 1 });
    for (const heading of [`## ${version} - 2026-11-22`, `## [${version}]`]) {
      const text = `# Changelog\n\n## Unreleased\n\n- New.\n\n${heading}\n\n- This.\n\n### More\n\n${older}`;
      writeFileSync(join(clone, 'CHANGELOG.md'), text);
      expect(runStep(publish, environment)).toEqual({ status: 0, text: '' });
      expect(readFileSync(join(clone, 'notes.md'), 'utf8')).toBe('\n- This.\n\n### More\n\n');
    }
    expect(readFileSync(join(work, 'gh'), 'utf8')).toContain(`release create v${version} --verify-tag`);
  });
});

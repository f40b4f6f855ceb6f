import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { REPOSITORY } from './support/serve-process.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly uses?: string;
  readonly steps?: readonly Step[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly 'runs-on'?: string;
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: object;
  readonly concurrency: { readonly group: string };
  readonly env: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

function read(path: string): string {
  return readFileSync(join(REPOSITORY, path), 'utf8');
}

const manifest = JSON.parse(read('package.json')) as Manifest;
const files = globSync('.github/workflows/*', { cwd: REPOSITORY }).toSorted();
const workflows = files.map((path) => ({
  name: basename(path),
  text: read(path),
  workflow: parse(read(path)) as Workflow,
}));
const jobs = workflows.flatMap(({ name, workflow }) =>
  Object.entries(workflow.jobs).map(([id, job]) => ({ id: `${name}: ${id}`, job, steps: job.steps ?? [] })),
);

/** `npm test` and `npm run NAME`, wherever in a script. */
function scriptsCalled(run: string): readonly string[] {
  const calls = run.matchAll(/\bnpm (?:run (?:--\S+ )*(?<name>[\w:-]+)|(?<short>test|start)\b)/g);
  return [...calls].map(({ groups }) => groups?.['name'] ?? groups?.['short'] ?? '');
}

describe('the workflows', () => {
  it('are those of CI and of a release', () => {
    expect(workflows.map(({ name }) => name)).toEqual(['ci.yml', 'release.yml']);
    const stages = ['unit', 'integration', 'image', 'conformance', 'smoke', 'performance', 'soak'];
    expect(Object.keys(workflows[0]?.workflow.jobs ?? {})).toEqual(stages);
  });

  it('take each action by a whole hash, with its version beside it, the same everywhere', () => {
    const lines = workflows.flatMap(({ text }) => text.split('\n').filter((line) => /^\s*(?:- )?uses:/.test(line)));
    const used = lines
      .map((line) => line.replace(/^\s*(?:- )?uses: /, ''))
      .filter((action) => !action.startsWith('./'));
    expect(used.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual([]);
    const names = [...new Set(used)].map((action) => action.replace(/@.*$/, ''));
    expect(names.length).toBeGreaterThan(3);
    expect(new Set(names).size).toBe(names.length);
  });

  it('call only scripts that there are', () => {
    const called = jobs.flatMap(({ steps }) => steps.flatMap(({ run = '' }) => scriptsCalled(run)));
    expect(called.length).toBeGreaterThan(8);
    expect(called.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });

  it('give each job the rights that it needs, and none by default', () => {
    expect(workflows.map(({ workflow }) => workflow.permissions)).toEqual([{}, {}]);
    const rights = jobs.map(({ id, job: { permissions } }) => [id, permissions] as const);
    const [ofCi, ofRelease] = ['ci.yml', 'release.yml'].map((name) =>
      Object.fromEntries(rights.filter(([id]) => id.startsWith(name))),
    );
    expect(new Set(Object.values(ofCi ?? {}).map((right) => JSON.stringify(right)))).toEqual(
      new Set(['{"contents":"read"}']),
    );
    expect(ofRelease).toEqual({
      'release.yml: ci': { contents: 'read' },
      'release.yml: files': { contents: 'read' },
      'release.yml: image': { contents: 'read', 'id-token': 'write' },
      'release.yml: chart': { contents: 'read', 'id-token': 'write' },
      'release.yml: npm': { contents: 'read', 'id-token': 'write' },
      'release.yml: github-release': { contents: 'write', 'id-token': 'write' },
    });
  });

  it('leave no credentials behind a checkout', () => {
    const checkouts = jobs.flatMap(({ steps }) => steps.filter(({ uses }) => uses?.startsWith('actions/checkout@')));
    expect(checkouts.length).toBeGreaterThan(5);
    expect(checkouts.map((step) => step.with?.['persist-credentials'])).toEqual(checkouts.map(() => false));
  });

  it('let no one else bring code or words into a job that has rights', () => {
    expect(workflows.filter(({ workflow }) => 'pull_request_target' in workflow.on)).toEqual([]);
    const scripts = jobs.flatMap(({ steps }) => steps.map(({ run = '' }) => run));
    expect(scripts.filter((run) => run.includes('${{'))).toEqual([]);
  });

  it('end: each job has a time, and one run of a kind goes on at a time', () => {
    const ownJobs = jobs.filter(({ job }) => job.uses === undefined);
    expect(ownJobs.filter(({ job }) => !((job['timeout-minutes'] ?? 0) > 0)).map(({ id }) => id)).toEqual([]);
    expect(workflows.filter(({ workflow }) => !workflow.concurrency.group).map(({ name }) => name)).toEqual([]);
  });

  it('run on the Node of the image, which is that of development', () => {
    const version = manifest.devDependencies['node'] ?? '';
    expect(workflows.map(({ workflow }) => workflow.env['NODE_VERSION'])).toEqual([version, version]);
    expect(read('Dockerfile')).toContain(`\nFROM node:${version}-slim AS build\n`);
  });
});

describe('updates of dependencies', () => {
  it('look at each place that has some', () => {
    const { updates } = parse(read('.github/dependabot.yml')) as {
      updates: readonly { 'package-ecosystem': string; directory?: string; directories?: readonly string[] }[];
    };
    const watched = updates.flatMap(({ 'package-ecosystem': kind, directory, directories = [] }) =>
      [...directories, directory ?? ''].filter((path) => path !== '').map((path) => `${kind} ${path}`),
    );
    const modules = globSync('test/**/go.mod', { cwd: REPOSITORY }).map((path) => `gomod /${dirname(path)}`);
    expect(watched.toSorted()).toEqual([...modules, 'docker /', 'github-actions /', 'npm /'].toSorted());
  });
});

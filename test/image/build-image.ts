/**
 * `node test/image/build-image.ts PROGRAM ARGS…`: builds the image of the Dockerfile over what stands in for its base, and runs a
 * program that finds it by the variable `SIDECAR_INJECTOR_TEST_IMAGE`. Where images cannot be built, the variable is not set.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { layOutBase } from './base-root.ts';
import { Buildah, hasBuildah } from './buildah.ts';
import { type BuiltImage, IMAGE_VARIABLE } from './built-image.ts';
import { runOrThrow } from './run-or-throw.ts';

const REPOSITORY = join(import.meta.dirname, '../..');
const NAME = 'sidecar-injector:test';

/** The image that the build stage starts from. @throws When it is not of the Node that runs this. */
function readBaseName(): string {
  const [, name = ''] = /^FROM (\S+) AS build$/m.exec(readFileSync(join(REPOSITORY, 'Dockerfile'), 'utf8')) ?? [];
  const expected = `node:${process.versions.node}-slim`;
  if (name !== expected)
    throw new Error(`the Dockerfile starts from ${name}, and there is a stand-in for ${expected} only`);
  return name;
}

function makeBase(buildah: Buildah, name: string): void {
  const { container, path } = buildah.mount('scratch');
  layOutBase(path);
  const paths = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  buildah.run('config', '--env', `PATH=${paths}`, '--env', `NODE_VERSION=${process.versions.node}`, container);
  buildah.run('commit', '--format', 'docker', '--rm', container, name);
}

/** Lets npm inside the build use what npm uses here: its registry, whom it trusts, and what it has fetched before. */
function npmVolumes(folder: string): readonly string[] {
  const [registry, certificates, cache] = ['registry', 'cafile', 'cache'].map((key) =>
    runOrThrow('npm', ['config', 'get', key]),
  );
  const lines = [`registry=${registry}`, 'cache=/npm-cache', 'prefer-offline=true'];
  const volumes = [`${cache}:/npm-cache`];
  if (certificates !== undefined && certificates !== 'null') {
    lines.push('cafile=/npm-ca.crt');
    volumes.push(`${certificates}:/npm-ca.crt:ro`);
  }
  const settings = join(folder, 'npmrc');
  writeFileSync(settings, `${lines.join('\n')}\n`);
  return [...volumes, `${settings}:/root/.npmrc:ro`].flatMap((volume) => ['--volume', volume]);
}

function build(buildah: Buildah, folder: string): BuiltImage {
  const startMs = performance.now();
  makeBase(buildah, readBaseName());
  const baseMs = performance.now();
  const labels = ['VERSION=1.2.3-test', 'REVISION=0123456789abcdef0123456789abcdef01234567'];
  const args = ['--isolation', 'chroot', '--format', 'docker', '--pull-never', '--tag', NAME, ...npmVolumes(folder)];
  buildah.run('bud', ...args, ...labels.flatMap((label) => ['--build-arg', label]), REPOSITORY);
  const seconds = { base: (baseMs - startMs) / 1000, build: (performance.now() - baseMs) / 1000 };
  return { root: buildah.mount(NAME).path, config: buildah.inspect(NAME), seconds };
}

async function runWithImage([program = '', ...args]: readonly string[], folder: string): Promise<number> {
  const environment = { ...process.env };
  if (hasBuildah()) {
    const description = join(folder, 'image.json');
    writeFileSync(description, JSON.stringify(build(new Buildah(join(folder, 'store')), folder)));
    environment[IMAGE_VARIABLE] = description;
  } else process.stderr.write('images are built as root, with buildah: the tests of the image are skipped\n');
  const child = spawn(program, args, { stdio: 'inherit', env: environment });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

const folder = mkdtempSync(join(tmpdir(), 'image-'));
try {
  process.exitCode = await runWithImage(process.argv.slice(2), folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

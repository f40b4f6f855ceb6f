import { globSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findBuiltImage } from './built-image.ts';

const image = findBuiltImage();

/** Node without its symbols has 116 MB, its libraries 5 MB. */
const MAX_BYTES = 130e6;

/** Each of these is there, and nothing else. */
const EXPECTED: readonly RegExp[] = [
  /^app\/(?:LICENSE|package\.json)$/,
  /^app\/dist\/(?:[^/]+|chunks\/[^/]+)\.mjs$/,
  /^app\/dist\/(?:sbom\.cdx\.json|LICENSES\.txt)$/,
  /^app\/deploy\/examples\//,
  /^etc\/(?:passwd|group|os-release|nsswitch\.conf)$/,
  /^lib(?:64)?\/.*\.so(?:\.\d+)*$/,
  /^usr\/local\/bin\/node$/,
  /^usr\/local\/LICENSE$/,
  /^usr\/share\/doc\/[^/]+\/copyright$/,
  /^var\/lib\/dpkg\/status\.d\/[^/]+$/,
];

interface Component {
  readonly purl: string;
}

describe.runIf(image !== undefined)('what is in the image', () => {
  const { root = '', config } = image ?? {};
  const files = globSync('**', { cwd: root }).filter((path) => lstatSync(join(root, path)).isFile());

  it('is Node, its libraries, the program, and what tells of them', () => {
    expect(files.filter((path) => !EXPECTED.some((pattern) => pattern.test(path)))).toEqual([]);
    expect(EXPECTED.filter((pattern) => !files.some((path) => pattern.test(path)))).toEqual([]);
  });

  it('has no shell, no map, no link out of it, and nothing that gives rights', () => {
    const programs = files.filter((path) => path.includes('bin/'));
    expect(programs).toEqual(['usr/local/bin/node']);
    expect(files.filter((path) => path.endsWith('.map'))).toEqual([]);
    const links = globSync('**', { cwd: root }).filter((path) => lstatSync(join(root, path)).isSymbolicLink());
    expect(links).toEqual([]);
    expect(files.filter((path) => (lstatSync(join(root, path)).mode & 0o7022) !== 0)).toEqual([]);
  });

  it('is readable by its user, whom no file belongs to', () => {
    const closed = files.filter((path) => (lstatSync(join(root, path)).mode & 0o004) === 0);
    expect(closed).toEqual([]);
    expect(files.filter((path) => lstatSync(join(root, path)).uid !== 0)).toEqual([]);
    expect(config?.User).toBe('65532:65532');
    expect(readFileSync(join(root, 'etc/passwd'), 'utf8')).toContain('nonroot:x:65532:65532:');
  });

  it(`is at most ${MAX_BYTES / 1e6} MB`, () => {
    const bytes = files.reduce((sum, path) => sum + lstatSync(join(root, path)).size, 0);
    expect(bytes).toBeLessThan(MAX_BYTES);
  });

  it('is described by its labels', () => {
    expect(config?.Labels).toMatchObject({
      'org.opencontainers.image.title': 'sidecar-injector',
      'org.opencontainers.image.description': expect.stringContaining('sidecar') as string,
      'org.opencontainers.image.licenses': 'Apache-2.0',
      'org.opencontainers.image.version': '1.2.3-test',
      'org.opencontainers.image.revision': '0123456789abcdef0123456789abcdef01234567',
    });
    expect(Object.keys(config?.ExposedPorts ?? {}).toSorted()).toEqual(['8080/tcp', '8443/tcp']);
  });

  it('has the bill of materials of the program, and tells scanners of the Debian packages', () => {
    const { components } = JSON.parse(readFileSync(join(root, 'app/dist/sbom.cdx.json'), 'utf8')) as {
      components: readonly Component[];
    };
    expect(components.map(({ purl }) => purl)).toContain('pkg:npm/fastify@5.12.8');
    const folder = join(root, 'var/lib/dpkg/status.d');
    const records = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    expect(records.map((record) => /^Package: (\S+)$/m.exec(record)?.[1])).toEqual([
      'libatomic1',
      'libc6',
      'libgcc-s1',
      'libstdc++6',
    ]);
    expect(records.filter((record) => !/^Version: \S+$/m.test(record))).toEqual([]);
  });
});

import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly hasInstallScript?: boolean }>>;
}

function read(file: string): string {
  return readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
}

const manifest = JSON.parse(read('package.json')) as Manifest;
const record = read('docs/decisions/0001-runtime-dependencies.md');

/** The packages that the program imports, by themselves or for their types. */
function importedPackages(): ReadonlySet<string> {
  const files = globSync('{src,certs-job}/**/*.{ts,js}', { cwd: new URL('..', import.meta.url) });
  const text = files.map((file) => read(file)).join('\n');
  const paths = [...text.matchAll(/(?:from|import\(|import) ?'(?<path>[^.'][^']*)'/g)];
  const packages = paths.map(({ groups }) => /^(?:@[^/]+\/)?[^/]+/.exec(groups?.['path'] ?? '')?.[0] ?? '');
  return new Set(packages.filter((name) => !name.startsWith('node:')));
}

describe('dependencies', () => {
  it('has a reason on record for each package that the program imports, and no record of another', () => {
    const recorded = [...record.matchAll(/^\| `(?<name>[^`]+)` \| (?<version>\S+) \|/gm)].map(({ groups }) => [
      groups?.['name'],
      groups?.['version'],
    ]);
    const imported = [...importedPackages()].map((name) => [name, manifest.devDependencies[name]]);
    expect(Object.fromEntries(recorded)).toEqual(Object.fromEntries(imported));
  });

  it('has nothing that its users would install: all that it runs is in the bundle', () => {
    expect(manifest.dependencies).toBeUndefined();
  });

  it('pins every version exactly', () => {
    const versions = Object.entries(manifest.devDependencies);
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  it('lets no package run a script at installation but those on record', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as Lockfile;
    const withScripts = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript === true);
    const names = withScripts.map(([path]) => path.replace(/^.*node_modules\//, ''));
    const allowed = Object.keys(manifest.allowScripts).filter((name) => manifest.allowScripts[name]);
    expect(names.filter((name) => !allowed.includes(name) && name !== 'fsevents')).toEqual([]);
    expect(allowed.filter((name) => !record.includes(`\`${name}\``))).toEqual([]);
  });
});

import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY } from '../support/serve-process.ts';

interface Component {
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses: readonly [{ readonly license?: { readonly id: string }; readonly expression?: string }];
}

interface Bom {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
}

interface LockedPackage {
  readonly version: string;
  readonly license?: string;
}

const folder = mkdtempSync(join(tmpdir(), 'sbom-'));
const dist = join(folder, 'dist');
let bom: Bom;
beforeAll(() => {
  const { status, stderr } = spawnSync(process.execPath, ['build.ts', dist], { cwd: REPOSITORY, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  bom = JSON.parse(readFileSync(join(dist, 'sbom.cdx.json'), 'utf8')) as Bom;
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What each map of a bundled file says that the file was made of, as folders of `node_modules`. */
function packagesOfMaps(): ReadonlySet<string> {
  const sources = globSync('**/*.map', { cwd: dist }).flatMap(
    (file) => (JSON.parse(readFileSync(join(dist, file), 'utf8')) as { sources: readonly string[] }).sources,
  );
  const folders = sources.map((source) => /node_modules\/(?:.*node_modules\/)?(?:@[^/]+\/)?[^/]+/.exec(source)?.[0]);
  return new Set(folders.filter((path) => path !== undefined));
}

function nameOf({ group, name }: Component): string {
  return group === undefined ? name : `${group}/${name}`;
}

/** All but the maps, by path. */
function readAll(place: string): readonly (readonly [string, string])[] {
  const files = globSync('**/*.{mjs,json,txt}', { cwd: place }).toSorted();
  return files.map((file) => [file, readFileSync(join(place, file), 'utf8')]);
}

describe('the bill of materials of the bundle', () => {
  it('names each package that is in the bundle, and no other, as the lockfile has it', () => {
    const { packages } = JSON.parse(readFileSync(join(REPOSITORY, 'package-lock.json'), 'utf8')) as {
      packages: Readonly<Record<string, LockedPackage>>;
    };
    const bundled = [...packagesOfMaps()].map((path) => {
      const { version, license } = packages[path] ?? { version: 'not in the lockfile' };
      return `${path.replace(/^.*node_modules\//, '')} ${version} ${license}`;
    });
    const listed = bom.components.map((component) => {
      const [{ license, expression }] = component.licenses;
      return `${nameOf(component)} ${component.version} ${license?.id ?? expression}`;
    });
    expect(listed.length).toBeGreaterThan(50);
    expect(listed.toSorted()).toEqual(bundled.toSorted());
  });

  it('is of the version that is built', () => {
    const { name, version } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as Component;
    expect([bom.bomFormat, bom.specVersion]).toEqual(['CycloneDX', '1.6']);
    expect(bom.metadata.component).toMatchObject({ name, version, licenses: [{ license: { id: 'Apache-2.0' } }] });
  });

  it('gives each package the address that scanners look it up by', () => {
    const purls = bom.components.map(({ purl }) => purl);
    expect(purls).toContain('pkg:npm/fastify@5.12.8');
    expect(purls).toContain('pkg:npm/%40marcbachmann/cel-js@8.0.0');
    expect(new Set(purls).size).toBe(purls.length);
  });

  it('stands beside the licences of all of it', () => {
    const text = readFileSync(join(dist, 'LICENSES.txt'), 'utf8');
    const heads = bom.components.map((component) => `${nameOf(component)} ${component.version}: `);
    expect(heads.filter((head) => !text.includes(`\n${head}`))).toEqual([]);
    expect(text).toContain('Permission is hereby granted, free of charge');
  });

  it('is the same when it is written again', () => {
    const again = join(folder, 'again');
    expect(spawnSync(process.execPath, ['build.ts', again], { cwd: REPOSITORY }).status).toBe(0);
    expect(readAll(again)).toEqual(readAll(dist));
  });
});

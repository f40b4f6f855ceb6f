import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/** A package of which something is in the bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** As its manifest says it: an SPDX expression. */
  readonly license: string;
  /** The texts of its licence and notices; none where the package has no such file. */
  readonly licenseTexts: readonly string[];
}

/**
 * Lists the packages that a build took code from, by name and version. What was left out as unused does not count.
 *
 * @throws When a package states no licence.
 */
export function listBundledPackages({ outputs }: Metafile): readonly BundledPackage[] {
  const folders = new Set<string>();
  for (const { inputs } of Object.values(outputs))
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const folder = packageFolderOf(path);
      if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
    }
  return [...folders].map(readPackage).toSorted((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
}

/** `node_modules/@scope/name/lib/file.js` → `node_modules/@scope/name`. */
function packageFolderOf(path: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

function keyOf({ name, version }: BundledPackage): string {
  return `${name}@${version}`;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/** Files that a licence wants to be passed on with the code. */
const LICENSE_FILE = /^(?:licen[cs]e|copying|notice)(?:[-.].*)?$/i;

function readPackage(folder: string): BundledPackage {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  if (license === undefined) throw new Error(`${folder}/package.json states no licence`);
  const files = readdirSync(folder).filter((file) => LICENSE_FILE.test(file));
  return { name, version, license, licenseTexts: files.map((file) => readFileSync(join(folder, file), 'utf8').trim()) };
}

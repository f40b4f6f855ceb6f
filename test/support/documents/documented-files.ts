import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocksIn, readDocument } from './markdown.ts';

const REPOSITORY = join(import.meta.dirname, '..', '..', '..');

/** The template that README.md shows. */
export function readmeTemplate(): string {
  return blocksIn(readDocument('README.md')).find(({ info }) => info === 'yaml')?.text ?? '';
}

const SHOP = `apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec:
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec:
      containers: [{name: shop, image: "registry.example/shop:1.0.0"}]
`;

const SIDECARS = `apiVersion: v1
kind: ConfigMap
metadata: {name: envoy-initializer}
data:
  envoy.yaml: |
    default: true
    containers: [{name: envoy, image: "envoyproxy/envoy:v1.36.0"}]
  fluent-bit.yaml: |
    containers: [{name: fluent-bit, image: "fluent/fluent-bit:4.1.1"}]
`;

/** The classic example with another request of CPU: a change that is in force for new Pods. */
const CANDIDATE_CHANGE = [/cpu: "100m"/u, 'cpu: "150m"'] as const;

/**
 * Lays out the folder that a reader of the documents works in: the repository's own folders, the program on the PATH, and the files
 * that the documents speak of.
 *
 * @param programs whether the program is that of the sources, or of the bundle, which starts faster
 * @returns the PATH to run commands with, beside what stands in it already
 */
export function layOutFolder(folder: string, programs: 'src' | 'dist'): string {
  for (const part of ['deploy', 'webhook-config']) symlinkSync(join(REPOSITORY, part), join(folder, part));
  const classic = readFileSync(join(folder, 'deploy/examples/envoy-initializer.yaml'), 'utf8');
  const candidate = classic.replace(...CANDIDATE_CHANGE);
  if (candidate === classic) throw new Error('the classic example has no request of CPU that could be changed');
  const files = { 'deployed.yaml': classic, 'sidecars.yaml': SIDECARS, 'candidate.yaml': candidate, 'shop.yaml': SHOP };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  mkdirSync(join(folder, 'manifests'));
  cpSync(join(folder, 'shop.yaml'), join(folder, 'manifests', 'shop.yaml'));
  return layOutPrograms(folder, PROGRAMS[programs]);
}

const PROGRAMS = {
  src: { 'sidecar-injector': 'src/main.ts', 'kubectl-sidecar': 'src/kubectl-sidecar.ts' },
  dist: { 'sidecar-injector': 'dist/sidecar-injector.mjs', 'kubectl-sidecar': 'dist/kubectl-sidecar.mjs' },
} as const;

/** As npm links what package.json lists under bin. */
function layOutPrograms(folder: string, programs: Readonly<Record<string, string>>): string {
  const path = join(folder, 'bin');
  mkdirSync(path);
  for (const [name, source] of Object.entries(programs)) {
    const script = `#!/bin/sh\nexec "${process.execPath}" "${join(REPOSITORY, source)}" "$@"\n`;
    writeFileSync(join(path, name), script, { mode: 0o755 });
  }
  return path;
}

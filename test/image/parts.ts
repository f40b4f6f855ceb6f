import { globSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { runOrThrow } from './run-or-throw.ts';

const PARTS: readonly (readonly [string, RegExp])[] = [
  ['Node', /^usr\/local\//],
  ['its libraries', /^lib(?:64)?\//],
  ['the program', /^app\//],
  ['all else', /^/],
];

/** The size of each part of an image in bytes; at the end the whole, and what of it goes over the network. */
export function partsOf(root: string): readonly (readonly [string, number])[] {
  const sizes = new Map(PARTS.map(([name]) => [name, 0]));
  for (const path of globSync('**', { cwd: root })) {
    const stats = lstatSync(join(root, path));
    const [name = ''] = PARTS.find(([, pattern]) => pattern.test(path)) ?? [];
    if (stats.isFile()) sizes.set(name, (sizes.get(name) ?? 0) + stats.size);
  }
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const compressed = Number(
    runOrThrow('sh', ['-c', 'tar --create --directory="$1" . | gzip | wc --bytes', 'sh', root]),
  );
  return [...sizes, ['in all', total], ['compressed', compressed]];
}

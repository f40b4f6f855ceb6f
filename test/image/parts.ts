import { globSync, lstatSync } from 'node:fs';
import { join } from 'node:path';

const PARTS: readonly (readonly [string, RegExp])[] = [
  ['Node', /^usr\/local\//],
  ['its libraries', /^lib(?:64)?\//],
  ['the program', /^app\//],
  ['all else', /^/],
];

/** The size of each part of an image in bytes, the whole at the end. */
export function partsOf(root: string): readonly (readonly [string, number])[] {
  const sizes = new Map(PARTS.map(([name]) => [name, 0]));
  for (const path of globSync('**', { cwd: root })) {
    const stats = lstatSync(join(root, path));
    const [name = ''] = PARTS.find(([, pattern]) => pattern.test(path)) ?? [];
    if (stats.isFile()) sizes.set(name, (sizes.get(name) ?? 0) + stats.size);
  }
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  return [...sizes, ['in all', total]];
}

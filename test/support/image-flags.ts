import { dirname } from 'node:path';
import { REPOSITORY } from './serve-process.ts';
import { readOwnImage } from '../cluster/kubelet/image.ts';

const READ = '--allow-fs-read=';

/**
 * The flags that the image starts Node with, for a process that runs from this repository: what it may read there it may read
 * here, and nothing else but these further folders.
 */
export function imageFlags(folders: readonly string[] = []): readonly string[] {
  const flags = readOwnImage()
    .entrypoint.slice(1, -1)
    .filter((flag) => !flag.startsWith(READ));
  return [...flags, `${READ}${dirname(`${REPOSITORY}x`)}`, ...folders.map((folder) => `${READ}${folder}`)];
}

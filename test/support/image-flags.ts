import { dirname } from 'node:path';
import { readOwnImage } from '../cluster/kubelet/image.ts';
import { REPOSITORY } from './serve-process.ts';

const READ = '--allow-fs-read=';
const HEAP_SHARE = '--max-old-space-size-percentage=';

/** The memory that a container of the server may have, in MiB, as its Deployment says. */
export const MEMORY_LIMIT_MIB = 256;

/**
 * The flags that the image starts Node with, for a process that runs from this repository: instead of the image's folders it may
 * read the repository and these, and its heap is bounded as in a container of {@link MEMORY_LIMIT_MIB}.
 */
export function imageFlags(folders: readonly string[] = []): readonly string[] {
  const flags = readOwnImage().entrypoint.slice(1, -1);
  const kept = flags.filter((flag) => !flag.startsWith(READ) || flag.startsWith(`${READ}/proc/`));
  const bounded = kept.map((flag) =>
    flag.startsWith(HEAP_SHARE)
      ? `--max-old-space-size=${Math.floor((Number(flag.slice(HEAP_SHARE.length)) / 100) * MEMORY_LIMIT_MIB)}`
      : flag,
  );
  return [...bounded, ...[dirname(`${REPOSITORY}x`), ...folders].map((folder) => `${READ}${folder}`)];
}

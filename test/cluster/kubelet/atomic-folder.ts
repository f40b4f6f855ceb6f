import { chmod, chown, mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Contents by relative path. */
export type FolderFiles = ReadonlyMap<string, Buffer>;

/** Who may read the files. */
export interface FileAccess {
  /** As `defaultMode` says it; what this process makes files with when left out. */
  readonly mode?: number | undefined;
  /** Has them, as `fsGroup` says it, and may read them; nobody else's when left out. Only root can give files away. */
  readonly group?: number | undefined;
}

const GROUP_MAY_READ = 0o440;

const DATA_LINK = '..data';

/**
 * A folder whose files change all at once: they stand in a hidden folder that `..data` leads to, and that one link is
 * replaced by a rename. This is how the kubelet projects volumes.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/volume/util/atomic_writer.go
 */
export class AtomicFolder {
  readonly path: string;
  readonly #access: FileAccess;
  #files: FolderFiles | undefined;
  #dataFolder: string | undefined;

  constructor(path: string, access: FileAccess = {}) {
    this.path = path;
    this.#access = access;
  }

  /** Whether the folder holds exactly this. */
  holds(files: FolderFiles): boolean {
    const held = this.#files;
    if (held?.size !== files.size) return false;
    return [...files].every(([path, content]) => held.get(path)?.equals(content) === true);
  }

  /** Makes the folder hold exactly this. A reader sees either all of the old or all of the new. */
  async write(files: FolderFiles): Promise<void> {
    await mkdir(this.path, { recursive: true });
    const folder = await mkdtemp(join(this.path, `..${new Date().toISOString().replaceAll(/[-:.TZ]/gu, '_')}`));
    for (const [path, content] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
      await this.#giveAccess(join(folder, path));
    }
    await chmod(folder, 0o755);
    const next = join(this.path, `${DATA_LINK}_tmp`);
    await symlink(folder.slice(this.path.length + 1), next);
    await rename(next, join(this.path, DATA_LINK));
    await this.#link(new Set([...files.keys()].map(firstSegment)));
    if (this.#dataFolder !== undefined) await rm(this.#dataFolder, { recursive: true, force: true });
    this.#dataFolder = folder;
    this.#files = files;
  }

  async #giveAccess(file: string): Promise<void> {
    const { mode, group } = this.#access;
    const isGiven = group !== undefined && process.getuid?.() === 0;
    if (isGiven) await chown(file, 0, group);
    if (mode !== undefined) await chmod(file, isGiven ? mode | GROUP_MAY_READ : mode);
  }

  /** Puts a link for each file or folder at the top, and takes away those of what is gone. */
  async #link(names: ReadonlySet<string>): Promise<void> {
    const present = new Set((await readdir(this.path)).filter((name) => !name.startsWith('..')));
    for (const name of names) if (!present.has(name)) await symlink(join(DATA_LINK, name), join(this.path, name));
    for (const name of present) if (!names.has(name)) await rm(join(this.path, name));
  }
}

function firstSegment(path: string): string {
  return path.split('/', 1)[0] ?? path;
}

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AtomicFolder, type FolderFiles } from './atomic-folder.ts';
import { NotYetError } from './keyed-objects.ts';
import type { Volume } from './pod.ts';
import { readVolume, type VolumeSources } from './volume-content.ts';

/** What the volumes of a Pod need. */
export interface ProjectedVolumesOptions {
  /** Absolute path of the folder that gets one folder per volume. */
  readonly folder: string;
  readonly sources: VolumeSources;
  /** A change reaches the files this long after it was first seen. */
  readonly lagMs: number;
}

/** The volumes of one Pod as folders, kept like their sources. */
export class ProjectedVolumes {
  readonly #options: ProjectedVolumesOptions;
  readonly #volumes: readonly Volume[];
  readonly #folders: Map<string, AtomicFolder> = new Map();
  /** When a change was first seen that is not in the files yet. */
  readonly #seenMs: Map<string, number> = new Map();

  constructor(volumes: readonly Volume[], options: ProjectedVolumesOptions) {
    this.#volumes = volumes;
    this.#options = options;
  }

  /** Absolute path of a volume's folder. */
  pathOf(volumeName: string): string {
    return join(this.#options.folder, volumeName);
  }

  /**
   * Makes all folders. May be called again after it failed.
   *
   * @throws NotYetError when something that a volume needs is not there.
   */
  async create(): Promise<void> {
    for (const volume of this.#volumes) {
      const files = await readVolume(volume, this.#options.sources).catch((error: unknown) => {
        if (!(error instanceof NotYetError)) throw error;
        throw new NotYetError(error.reason, `MountVolume.SetUp failed for volume "${volume.name}" : ${error.message}`);
      });
      if (files === undefined) await mkdir(this.pathOf(volume.name), { recursive: true });
      else await this.#folderOf(volume).write(files);
    }
  }

  /** Takes over what has changed at least the lag ago. A source that is gone leaves its files as they are. */
  async refresh(nowMs: number): Promise<void> {
    for (const volume of this.#volumes) {
      const files = await readVolume(volume, this.#options.sources).catch((error: unknown) => {
        if (error instanceof NotYetError) return undefined;
        throw error;
      });
      if (files !== undefined) await this.#update(volume, files, nowMs);
    }
  }

  async #update(volume: Volume, files: FolderFiles, nowMs: number): Promise<void> {
    const { name } = volume;
    const folder = this.#folderOf(volume);
    if (folder.holds(files)) {
      this.#seenMs.delete(name);
      return;
    }
    const seenMs = this.#seenMs.get(name) ?? nowMs;
    this.#seenMs.set(name, seenMs);
    if (nowMs - seenMs < this.#options.lagMs) return;
    await folder.write(files);
    this.#seenMs.delete(name);
  }

  #folderOf({ name, secret, configMap, projected }: Volume): AtomicFolder {
    const known = this.#folders.get(name);
    if (known !== undefined) return known;
    const mode = (secret ?? configMap ?? projected)?.defaultMode;
    const group = this.#options.sources.facts.pod.spec.securityContext?.fsGroup;
    const folder = new AtomicFolder(this.pathOf(name), { mode, group });
    this.#folders.set(name, folder);
    return folder;
  }
}

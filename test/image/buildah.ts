import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runOrThrow } from './run-or-throw.ts';

/** The parts of an image's configuration that a runtime acts on. */
export interface ImageConfig {
  readonly User: string;
  readonly Env: readonly string[];
  readonly Entrypoint: readonly string[];
  readonly Cmd: readonly string[];
  readonly WorkingDir: string;
  readonly Labels: Readonly<Record<string, string>>;
  readonly ExposedPorts: Readonly<Record<string, object>>;
  readonly Healthcheck?: { readonly Test: readonly string[]; readonly Interval: number; readonly Timeout: number };
}

/** A store of images of its own, so that nothing of this machine's is used or changed. Needs root. */
export class Buildah {
  readonly #flags: readonly string[];

  /** @param folder absolute path of the folder of the store */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#flags = ['--root', join(folder, 'root'), '--runroot', join(folder, 'run'), '--storage-driver', 'vfs'];
  }

  /** @returns its standard output. @throws With its words when it fails. */
  run(command: string, ...args: readonly string[]): string {
    return runOrThrow('buildah', [...this.#flags, command, ...args]);
  }

  /** A working container, and the folder of its root file system. */
  mount(image: string): { readonly container: string; readonly path: string } {
    const container = this.run('from', '--pull-never', image);
    return { container, path: this.run('mount', container) };
  }

  /** What the image says of how it is run. */
  inspect(image: string): ImageConfig {
    const { Docker } = JSON.parse(this.run('inspect', '--type', 'image', image)) as { Docker: { config: ImageConfig } };
    return Docker.config;
  }
}

/** Whether images can be built here: as root, with buildah, which is installed where apt-get has it. */
export function hasBuildah(): boolean {
  if (process.getuid?.() !== 0) return false;
  const install = 'command -v buildah || { apt-get update && apt-get install --yes --no-install-recommends buildah; }';
  try {
    runOrThrow('sh', ['-c', install]);
    return true;
  } catch {
    return false;
  }
}

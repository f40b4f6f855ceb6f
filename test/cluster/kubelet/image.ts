import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RootFilesystem } from './root-filesystem.ts';

/** What of an image this kubelet needs, to run its program as a local process. */
export interface Image {
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Where folders of the image are on this machine: `/app` → the repository. */
  readonly folders: Readonly<Record<string, string>>;
  /**
   * Which variable tells the program where to listen, by container port. A process has no network of its own, so it is
   * told its address: this is the one thing that a container is told which a Pod's network would give it.
   */
  readonly listenVariables: Readonly<Record<number, string>>;
  /** Its root file system, where its program is to run in that; otherwise it runs beside the tests, with paths replaced. */
  readonly root?: RootFilesystem;
}

/** Finds an image by the name in the Pod; `undefined` when there is none, as where pulling fails. */
export type FindImage = (name: string) => Image | undefined;

const REPOSITORY = join(import.meta.dirname, '..', '..', '..');

/**
 * The image of this repository, read from its Dockerfile: `/app` in it is the repository itself.
 *
 * @throws When there is no Dockerfile or it has no ENTRYPOINT in exec form.
 */
export function readOwnImage(dockerfilePath: string = join(REPOSITORY, 'Dockerfile')): Image {
  const lines = lastStageOf(readFileSync(dockerfilePath, 'utf8'));
  const entrypoint = readExecForm(lines, 'ENTRYPOINT');
  if (entrypoint === undefined) throw new Error(`${dockerfilePath} has no ENTRYPOINT ["...", ...] in its last stage`);
  return {
    entrypoint,
    command: readExecForm(lines, 'CMD') ?? [],
    environment: readVariables(lines),
    folders: { '/app': REPOSITORY },
    listenVariables: { 8443: 'SIDECAR_INJECTOR_LISTEN', 8080: 'SIDECAR_INJECTOR_PROBE_LISTEN' },
  };
}

/** Finds {@link readOwnImage} by its name, under any registry, tag and digest. */
export function findOwnImage(name: string): Image | undefined {
  return /(?:^|\/)sidecar-injector(?:[:@]|$)/u.test(name) ? readOwnImage() : undefined;
}

/** The instructions of the last stage, one a line, without comments. */
function lastStageOf(dockerfile: string): readonly string[] {
  const lines = dockerfile
    .replaceAll(/^\s*#.*\n/gmu, '')
    .replaceAll(/\\\n/gu, ' ')
    .split('\n')
    .map((line) => line.trim());
  return lines.slice(lines.findLastIndex((line) => /^FROM\s/iu.test(line)) + 1);
}

function readExecForm(lines: readonly string[], instruction: 'ENTRYPOINT' | 'CMD'): readonly string[] | undefined {
  const text = lines.findLast((line) => line.startsWith(`${instruction} [`))?.slice(instruction.length);
  return text === undefined ? undefined : (JSON.parse(text) as readonly string[]);
}

/** `ENV NAME=value` and `ENV NAME="value"`, several on a line. */
function readVariables(lines: readonly string[]): Readonly<Record<string, string>> {
  const assignments = lines
    .filter((line) => line.startsWith('ENV '))
    .flatMap((line) => line.matchAll(ASSIGNMENT).toArray());
  return Object.fromEntries(assignments.map(([, name = '', quoted, bare = '']) => [name, quoted ?? bare]));
}

const ASSIGNMENT = /(?<=\s)(\w+)=(?:"([^"]*)"|(\S*))/gu;

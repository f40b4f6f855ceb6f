import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Image } from '../cluster/kubelet/image.ts';
import { enterRoot, type RootFilesystem } from '../cluster/kubelet/root-filesystem.ts';
import type { BuiltImage } from './built-image.ts';

/** What is given to a container beside its command. */
export interface ContainerOptions {
  /** Beside those of the image. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Where on this machine each path inside is. */
  readonly mounts?: Readonly<Record<string, string>>;
}

/** How a program in the image ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that runs in the image. */
export interface InImage {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  readonly stop: (signal?: NodeJS.Signals) => void;
}

/** The root of the image, as its own configuration says that it is run. */
export function rootOf({ root, config }: BuiltImage): RootFilesystem {
  return { path: root, user: config.User, workingDir: config.WorkingDir };
}

/** The image for the Pods of a cluster of these tests. */
export function asImage(built: BuiltImage): Image {
  const { Entrypoint, Cmd } = built.config;
  const listenVariables = { 8443: 'SIDECAR_INJECTOR_LISTEN', 8080: 'SIDECAR_INJECTOR_PROBE_LISTEN' };
  const environment = variablesOf(built);
  return { entrypoint: Entrypoint, command: Cmd, environment, folders: {}, listenVariables, root: rootOf(built) };
}

function variablesOf({ config }: BuiltImage): Readonly<Record<string, string>> {
  return Object.fromEntries(config.Env.map((line) => [line.replace(/=.*$/s, ''), line.replace(/^[^=]*=/, '')]));
}

/** Starts a program in the image, as its user, in its folder, with its variables. */
export function startInImage(
  built: BuiltImage,
  [program = '', ...args]: readonly string[],
  { environment = {}, mounts = {} }: ContainerOptions = {},
): InImage {
  const command = enterRoot(rootOf(built), mounts, { program, args });
  const child = spawn(command.program, command.args, {
    env: { ...variablesOf(built), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]).then(
    ([, stdout, stderr]) => ({ code: child.exitCode, stdout, stderr }),
  );
  return { pid: child.pid ?? 0, ended, stop: (signal = 'SIGTERM') => void child.kill(signal) };
}

/** Runs the image with these arguments in the place of its CMD, to the end. */
export function runImage(built: BuiltImage, args: readonly string[], options?: ContainerOptions): Promise<Ended> {
  return startInImage(built, [...built.config.Entrypoint, ...args], options).ended;
}
